import { controlIds, controls } from '@plimsoll/contract';
import type { ControlSummary, RuleSummary } from '@plimsoll/contract';

/** The controls of WAF-PERF by the rules that evidence them. A control without a rule is shown, too: silence would look like approval. */
export function controlsOf(rules: readonly { readonly id: string; readonly controls: readonly string[] }[], summaries: readonly RuleSummary[]): readonly ControlSummary[] {
  return controlIds.map((id) => {
    const own = rules.filter((rule) => rule.controls.includes(id)).map((rule) => rule.id);
    const count = (state: 'broken' | 'kept' | 'undecided'): number => summaries.reduce((total, summary) => total + (own.includes(summary.rule) ? summary[state] : 0), 0);
    return { id, title: controls[id] ?? id, rules: own, broken: count('broken'), kept: count('kept'), undecided: count('undecided') };
  });
}
