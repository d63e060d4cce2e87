import type { SloRule } from '../rule.ts';
import { perObjective } from '../rule.ts';

export const noBudget: SloRule = {
  id: 'slo/no-budget',
  severity: 'error',
  summary: 'Every objective leaves an error budget.',
  judge: (linted) =>
    perObjective(linted, ({ name, target }) => {
      if (!target) return undefined;
      if (target.value < 1) return null;
      return {
        at: target.source,
        message: `${name} promises 100 %, so the first failed request breaks it for the whole window and there is no budget to decide with`,
        help: 'Promise what users would notice, for example 99.9, and keep the rest as budget.',
      };
    }),
};
