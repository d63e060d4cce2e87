import { measuredBy } from '../../rules/measured.ts';
import type { SloRule } from '../rule.ts';
import { perObjective, says } from '../rule.ts';

export const bucketMissing: SloRule = {
  id: 'slo/bucket-missing',
  severity: 'error',
  summary: 'A bucket of the histogram ends where the target of a latency stands.',
  judge: (linted) =>
    perObjective(linted, (objective) => {
      const { indicator } = objective;
      if (objective.kind !== 'latency' || !objective.thresholdMs || indicator?.kind !== 'histogram' || indicator.native || !indicator.boundaries) return undefined;
      const measured = measuredBy(objective, linted.slo.service?.value ?? 'service', linted.names);
      if (measured.kind !== 'not') return null;
      return {
        at: measured.source,
        message: `${objective.name} ${measured.why}`,
        help: 'Without the bucket, the number of requests within the target cannot be counted; an interpolation is wrong by up to the width of a bucket.',
        evidence: [says(indicator.source, `buckets ${indicator.boundaries.join(', ')}`)],
      };
    }),
};
