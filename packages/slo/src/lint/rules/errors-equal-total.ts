import type { SloRule } from '../rule.ts';
import { perObjective } from '../rule.ts';

export const errorsEqualTotal: SloRule = {
  id: 'slo/errors-equal-total',
  severity: 'error',
  summary: 'What counts as failed is not everything.',
  judge: (linted) =>
    perObjective(linted, ({ name, indicator }) => {
      if (indicator?.kind !== 'events') return undefined;
      if (plain(indicator.errors) !== plain(indicator.total)) return null;
      return {
        at: indicator.source,
        message: `${name} counts every event as failed: the queries of errors and of all events are the same`,
        help: 'Narrow the query of errors, for example by code=~"5..".',
      };
    }),
};

function plain(query: string): string {
  return query.replace(/\s+/g, '');
}
