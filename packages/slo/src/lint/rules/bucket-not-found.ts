import { plain } from '../../rules/range.ts';
import { measuredBy } from '../../rules/measured.ts';
import type { SloRule } from '../rule.ts';
import { perLiveObjective } from '../rule.ts';

export const bucketNotFound: SloRule = {
  id: 'slo/bucket-not-found',
  severity: 'error',
  summary: 'Prometheus holds a bucket that ends where the target of a latency stands.',
  judge: (linted) =>
    perLiveObjective(linted, (objective, { boundaries }) => {
      const measured = measuredBy(objective, linted.slo.service?.value ?? 'service', linted.names);
      if (!boundaries || measured.kind !== 'rates' || measured.indicator.kind !== 'histogram' || measured.threshold === null) return undefined;
      const { threshold, indicator } = measured;
      const at = objective.thresholdMs?.source ?? objective.source;
      const bucket = `a bucket of ${indicator.metric} that ends at ${plain(threshold)}`;
      if (!boundaries.known)
        return { at, message: `whether Prometheus holds ${bucket}, by which ${objective.name} is measured, is not known`, missing: boundaries.why, breaksWhen: 'it holds no such bucket' };
      if (boundaries.value.length === 0) return undefined; // slo/metric-not-found or slo/label-not-found says why
      if (boundaries.value.some((each) => Math.abs(each - threshold) <= 1e-9 * threshold)) return null;
      const below = boundaries.value.findLast((each) => each < threshold);
      const above = boundaries.value.find((each) => each > threshold && each < Infinity);
      const nearest = [below, above].flatMap((each) => (each === undefined ? [] : [plain(each)])).join(' and ');
      return {
        at,
        message: `${objective.name} needs ${bucket}, and Prometheus holds none; ${nearest === '' ? 'it has no boundary at all' : `the nearest end at ${nearest}`}`,
        help: 'Add the boundary to the histogram in the service, or move the target to one that exists; without it nothing is measured.',
      };
    }),
};
