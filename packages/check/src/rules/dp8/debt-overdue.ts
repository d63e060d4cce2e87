import { broken, keptBy, line, undecided } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { Debt } from '../../model/system.ts';

export const debtOverdue: Rule<Debt> = {
  id: 'dp8/debt-overdue',
  severity: 'error', // DP8 says MUST
  summary: 'Performance debt is resolved by its target date.',
  controls: ['WAF-PERF-100'],
  needs: ['decision'],

  subjects: (system) => system.debts.filter((debt) => debt.item !== null && !debt.item.closed),

  judge({ item }, { today }) {
    if (!item) throw new Error('subjects are registered');
    if (!item.due) {
      return undecided({
        at: item.source,
        message: `${item.id.value} has no target date that can be read`,
        help: 'Give it a date (2026-09-30) or a quarter (Q3 2026, which means its last day).',
        missing: [{ cause: 'no-value-given', missing: `the target of ${item.id.value}`, breaksWhen: `it lies before ${today}` }],
      });
    }
    if (item.due.value >= today) return keptBy([line(item.due.source, `due ${item.due.value}`)]);
    const days = Math.round((Date.parse(today) - Date.parse(item.due.value)) / 86_400_000);
    return broken({
      at: item.due.source,
      message: `${item.id.value}${item.title ? ` (${item.title})` : ''} was due on ${item.due.value}, ${days} day${days === 1 ? '' : 's'} ago`,
      help: 'Resolve and close it, or extend it with a reason and a new date that its owner accepts.',
      evidence: [line(item.source, item.id.value)],
    });
  },
};
