import { principleIds } from '@plimsoll/contract';
import type { Finding, PrincipleSummary, RuleSummary } from '@plimsoll/contract';

/** Broken if a rule is broken at warning or above, else undecided if any is, else kept if any is, else not applicable. */
export function summarise(rules: readonly RuleSummary[], findings: readonly Finding[]): readonly PrincipleSummary[] {
  return principleIds.map((id) => {
    const own = rules.filter((rule) => rule.rule.startsWith(`${id.toLowerCase()}/`));
    const count = (state: 'broken' | 'kept' | 'undecided'): number => own.reduce((total, rule) => total + rule[state], 0);
    const breaks = findings.some((finding) => finding.principle === id && finding.state === 'broken' && finding.severity !== 'info' && !finding.suppressed);
    const status = breaks ? 'broken' : count('undecided') > 0 ? 'undecided' : count('kept') + count('broken') > 0 ? 'kept' : 'not-applicable';
    return { id, status, broken: count('broken'), kept: count('kept'), undecided: count('undecided') };
  });
}
