import { allEndpoints } from '@plimsoll/contract';
import type { Criteria, Slice } from '@plimsoll/contract';
import { errorShare } from './absolute.ts';
import { measured } from './slices.ts';

/** Beyond what base could have by chance, so that one failure more in ten thousand stops nobody. */
const tolerance = 0.001;
const confidence = 0.99;

/**
 * What a comparison asks of head although nobody wrote it down: that it fails no more often than base. Latencies alone would not show it,
 * since errors are often fast. Empty where a limit of errors is stated.
 */
export function impliedCriteria(slices: readonly Slice[], criteria: Criteria): Criteria {
  if (criteria.some(({ metric, endpoint }) => metric.kind === 'error-share' && endpoint === allEndpoints)) return [];
  const base = measured(slices, 'base', allEndpoints);
  const { high, samples } = errorShare(base, confidence);
  if (samples === 0 || high === null || high + tolerance >= 1) return [];
  return [{ name: 'errors of base', endpoint: allEndpoints, source: null, metric: { kind: 'error-share', limitShare: high + tolerance } }];
}
