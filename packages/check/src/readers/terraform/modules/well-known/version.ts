/**
 * The one major version that a constraint allows: 5 of `5.13.0`, `~> 5.1`, `>= 5.2, < 6.0`. Undefined when several may be installed.
 * Spec: https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */
export function majorOf(constraint: string | undefined): number | undefined {
  if (constraint === undefined) return undefined;
  let least: number | undefined;
  let below: number | undefined;
  for (const clause of constraint.split(',')) {
    const [, operator = '', digits = '', rest = ''] = /^\s*(=|~>|>=|>|<=|<|!=)?\s*v?(\d+)((?:\.\d+)*)\s*$/.exec(clause) ?? [];
    if (digits === '') return undefined; // a pre-release, or nothing that Terraform reads
    const major = Number(digits);
    if (operator === '!=') continue;
    if (operator === '' || operator === '=' || operator === '~>') return major;
    if (operator === '>=' || operator === '>') least = Math.max(least ?? 0, major);
    else if (operator === '<=' || /[1-9]/.test(rest)) below = Math.min(below ?? Infinity, major + 1);
    else below = Math.min(below ?? Infinity, major);
  }
  return least !== undefined && below === least + 1 ? least : undefined;
}
