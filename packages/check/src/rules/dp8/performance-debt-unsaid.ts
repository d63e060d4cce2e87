import type { DebtSection } from '@plimsoll/decisions';
import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Rule, Subject } from '../../model/rule.ts';

interface Asked extends Subject {
  readonly section: DebtSection;
}

export const performanceDebtUnsaid: Rule<Asked> = {
  id: 'dp8/performance-debt-unsaid',
  severity: 'error', // DP8's section says "None identified" where there is none
  summary: 'A section about performance debt says which there is, or that there is none.',
  controls: ['WAF-PERF-100'],
  needs: ['decision'],

  // Of decisions that hold: the claims of a superseded one are released.
  subjects: (system) =>
    system.decisions.flatMap(({ decision }) =>
      decision.status === 'superseded' || decision.status === 'rejected' || decision.status === 'deprecated'
        ? []
        : decision.debtSections.map((section) => ({ id: `debt-section:${decision.file}:${section.source.line}`, section })),
    ),

  judge({ section }) {
    if (section.entries > 0) return keptBy([line(section.source, section.heading)]);
    return broken({
      at: section.source,
      message: `“${section.heading}” says nothing: whether there is debt is left open`,
      help: 'List each debt with its id and target, or write “None identified at this time”.',
    });
  },
};
