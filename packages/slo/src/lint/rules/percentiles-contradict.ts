import type { Objective } from '../../objectives.ts';
import type { SloRule } from '../rule.ts';
import { perObjective, says } from '../rule.ts';

export const percentilesContradict: SloRule = {
  id: 'slo/percentiles-contradict',
  severity: 'error',
  summary: 'A higher percentile is allowed at least as long as a lower one.',
  judge: (linted) =>
    perObjective(linted, (objective) => {
      const { name, quantile, thresholdMs } = objective;
      if (quantile === null || !thresholdMs) return undefined;
      const lower = linted.slo.objectives.find(
        (other) => other.quantile !== null && other.quantile < quantile && other.thresholdMs !== null && other.thresholdMs.value > thresholdMs.value && subjectOf(other) === subjectOf(objective),
      );
      if (!lower?.thresholdMs) return null;
      return {
        at: thresholdMs.source,
        message: `${name} allows ${thresholdMs.value} ms, less than the ${lower.thresholdMs.value} ms of ${lower.name}: whoever keeps the first keeps the second anyway`,
        help: 'The higher percentile takes the longer time; swap the two, or correct the one that is a slip.',
        evidence: [says(lower.thresholdMs.source, lower.name)],
      };
    }),
};

/** What is measured, without the percentile that its name carries. */
function subjectOf({ sli, indicator }: Objective): string {
  if (indicator?.kind === 'histogram') return `${indicator.metric}{${indicator.selector}}`;
  return (sli ?? '').replace(/[-_.]?p\d+(?:\.\d+)?|0?\.9\d*/gi, '').replace(/le="[^"]*"/g, '');
}
