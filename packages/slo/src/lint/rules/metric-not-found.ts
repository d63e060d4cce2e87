import type { SloRule } from '../rule.ts';
import { perLiveObjective } from '../rule.ts';

export const metricNotFound: SloRule = {
  id: 'slo/metric-not-found',
  severity: 'error',
  summary: 'Prometheus holds the metrics that an objective is measured by.',
  judge: (linted) =>
    perLiveObjective(linted, ({ name, indicator, source }, { series }) => {
      if (series.length === 0) return undefined;
      const at = indicator?.source ?? source;
      for (const { metric, count, ofErrors, nearest } of series) {
        if (!count.known) return { at, message: `whether Prometheus holds ${metric}, by which ${name} is measured, is not known`, missing: count.why, breaksWhen: 'it holds no such metric' };
        if (count.value > 0) continue;
        const message = `Prometheus has had no sample of ${metric} within a day, and ${name} is measured by it`;
        if (ofErrors) return { at, message, missing: 'it counts failures only, and comes with the first of them', breaksWhen: 'the name is wrong' };
        return {
          at,
          message,
          help: nearest === null ? 'Name a metric that the service shows, or have the service scraped.' : `Did you mean ${nearest}? Otherwise have the service scraped that shows it.`,
        };
      }
      return null;
    }),
};
