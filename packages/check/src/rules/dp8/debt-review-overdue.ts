import type { DebtItem } from '@plimsoll/decisions';
import { broken, keptBy, line } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import type { Debt } from '../../model/system.ts';

/** WAF-PERF-100 asks for a review each quarter; no quarter has more days. */
const reviewEveryDays = 92;

export const debtReviewOverdue: Rule<Debt> = {
  id: 'dp8/debt-review-overdue',
  severity: 'error', // DP8 says MUST
  summary: 'Open performance debt is looked at every quarter.',
  controls: ['WAF-PERF-100'],
  needs: ['decision'],

  // An entry without any date has no quarter that could have passed.
  subjects: (system) => system.debts.filter(({ item }) => item !== null && !item.closed && lastLook(item) !== null),

  judge({ item }, { today }) {
    const last = item && lastLook(item);
    if (!item || !last) throw new Error('subjects are open and dated');
    const days = Math.round((Date.parse(today) - Date.parse(last.on)) / 86_400_000);
    if (days <= reviewEveryDays) return keptBy([line(last.source, `${last.what} ${last.on}`)]);
    return broken({
      at: last.source,
      message: `${item.id.value} was last looked at on ${last.on} (${last.what}), ${days} days ago; a quarter has at most ${reviewEveryDays}`,
      help: `Look at it, measure its impact, and record that: plimsoll debt review ${item.id.value}.`,
      evidence: [line(item.source, item.id.value)],
    });
  },
};

function lastLook(item: DebtItem) {
  const created = item.accepted && /^\d{4}-\d{2}-\d{2}$/.test(item.accepted.value) ? [{ on: item.accepted.value, what: 'created', source: item.accepted.source }] : [];
  const reviewed = item.reviewed ? [{ on: item.reviewed.value, what: 'reviewed', source: item.reviewed.source }] : [];
  const extended = item.extensions.flatMap(({ on, source }) => (on === null ? [] : [{ on, what: 'extended', source }]));
  return [...created, ...extended, ...reviewed].toSorted((a, b) => (a.on < b.on ? -1 : 1)).at(-1) ?? null;
}
