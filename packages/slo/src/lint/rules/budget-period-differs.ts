import { sayDuration } from '@plimsoll/contract';
import type { SloRule } from '../rule.ts';
import { perObjective, says } from '../rule.ts';

export const budgetPeriodDiffers: SloRule = {
  id: 'slo/budget-period-differs',
  severity: 'warning',
  summary: 'The error budget is counted over the window of its objectives.',
  judge: (linted) =>
    perObjective(linted, ({ name, windowMs }) => {
      const period = linted.slo.errorBudget?.periodMs;
      if (!period || !windowMs || linted.slo.shape !== 'plimsoll') return undefined;
      if (period.value === windowMs.value) return null;
      return {
        at: windowMs.source,
        message: `${name} counts over ${sayDuration(windowMs.value)}, its error budget over ${sayDuration(period.value)}`,
        help: 'Give both the same length; otherwise a freeze can begin while the objective holds, or end while it is broken.',
        evidence: [says(period.source, `period ${sayDuration(period.value)}`)],
      };
    }),
};
