import { allEndpoints } from '@plimsoll/contract';
import type { Arm, Criteria, Criterion, LatencyHistogram, Measurement, Slice } from '@plimsoll/contract';
import { bootstrapQuantile, clopperPearson, countWithin, designEffect, mergeHistograms, quantileOf } from '../statistics/index.ts';
import type { GateSettings } from './defaults.ts';
import type { AbsoluteResult } from './report.ts';
import { sayBoth, sayMs, sayQuantile, sayRate, sayShare } from './say.ts';
import { failuresOf, latenciesOverTime, measured, measuredMs, totalsOf } from './slices.ts';

type Estimate = Pick<AbsoluteResult, 'estimate' | 'low' | 'high' | 'samples'>;

/**
 * Each limit against what was measured, three-way: `over` when the lower 95 % bound lies beyond the limit, `within` when the upper one
 * keeps it, and the share of requests beyond the limit says so, too. In between the point estimate decides, and the result is marked weak: the run was as long as it was. A quantile that a file
 * does not hold is `not-measured`; none is ever made up from its neighbours. Latencies are all of `Slice.latency`: of failed responses, too,
 * and time-outs at their value, for a user waited for them; refused connections have none and count in the error share alone.
 */
export function judgeAbsolute(measurement: Measurement, criteria: Criteria, settings: GateSettings, arm: Arm | null = null): readonly AbsoluteResult[] {
  return criteria.map((criterion) => (measurement.evidence.kind === 'percentiles' ? fromSummaries(measurement, criterion) : fromSlices(measurement, criterion, settings, arm)));
}

function fromSlices({ slices }: Measurement, criterion: Criterion, settings: GateSettings, arm: Arm | null): AbsoluteResult {
  const own = measured(slices, arm, criterion.endpoint);
  const { metric } = criterion;
  if (own.length === 0) return missing(criterion, criterion.endpoint === allEndpoints ? 'nothing was measured' : `the run has no endpoint ${criterion.endpoint}`);
  if (metric.kind === 'latency') {
    const over = latenciesOverTime(own).map(({ latency }) => latency);
    const whole = mergeHistograms(over);
    const bounds = bootstrapQuantile(over, metric.quantile, settings.bootstrap);
    const estimate = { estimate: quantileOf(whole, metric.quantile), low: bounds?.low ?? null, high: bounds?.high ?? null, samples: whole.count };
    return answered(criterion, estimate, shareIsSure(over, metric, settings.bootstrap.confidence));
  }
  if (metric.kind === 'error-share') return answered(criterion, errorShare(own, settings.bootstrap.confidence));
  const seconds = measuredMs(own) / 1000;
  const succeeded = own.reduce((sum, slice) => sum + slice.succeeded, 0);
  return answered(criterion, { estimate: seconds === 0 ? null : succeeded / seconds, low: null, high: null, samples: succeeded });
}

/**
 * The same limit as a share: "P95 within 200 ms" is "at most 5 % of requests above 200 ms". It sees what bounds of a quantile cannot: a
 * limit inside the bucket that the quantile fell into, which no resampling moves. Sure when the bound of that share lies on one side.
 */
function shareIsSure(slices: readonly LatencyHistogram[], { quantile, limitMs }: { readonly quantile: number; readonly limitMs: number }, confidence: number): boolean {
  const above = slices.map((latency) => {
    const { low, high } = countWithin(latency, limitMs);
    return { atLeast: latency.count - high, atMost: latency.count - low, of: latency.count };
  });
  const bounds = (which: 'atLeast' | 'atMost'): ReturnType<typeof clopperPearson> => {
    const counts = above.map((slice) => ({ count: slice[which], of: slice.of }));
    const effect = designEffect(counts);
    const sum = (of: (slice: { readonly count: number; readonly of: number }) => number): number => counts.reduce((total, slice) => total + of(slice), 0) / effect;
    return clopperPearson(
      sum(({ count }) => count),
      sum(({ of }) => of),
      confidence,
    );
  };
  const allowed = 1 - quantile;
  return bounds('atMost').high <= allowed || bounds('atLeast').low > allowed;
}

export function errorShare(slices: readonly Slice[], confidence: number): Estimate & { readonly estimate: number | null } {
  const { requests, failed } = totalsOf(slices);
  const effect = designEffect(slices.map((slice) => ({ count: failuresOf(slice), of: slice.succeeded + failuresOf(slice) })));
  const { low, high } = clopperPearson(failed / effect, requests / effect, confidence);
  return { estimate: requests === 0 ? null : failed / requests, low, high, samples: requests };
}

function fromSummaries({ summaries, durationMs }: Measurement, criterion: Criterion): AbsoluteResult {
  const summary = summaries.find(({ endpoint }) => endpoint === criterion.endpoint);
  const { metric } = criterion;
  if (!summary) return missing(criterion, `the file has no line for ${criterion.endpoint === allEndpoints ? 'all requests' : criterion.endpoint}`);
  const said = (estimate: number | null): Estimate => ({ estimate, low: null, high: null, samples: summary.count });
  if (metric.kind === 'latency') {
    const percentile = summary.percentiles.find(({ quantile }) => Math.abs(quantile - metric.quantile) < 1e-9);
    return percentile
      ? answered(criterion, said(percentile.valueMs))
      : missing(criterion, `the file has no ${sayQuantile(metric.quantile)}; it has ${summary.percentiles.map(({ quantile }) => sayQuantile(quantile)).join(', ') || 'no percentile'}`);
  }
  if (metric.kind === 'error-share') {
    if (summary.failedCount === null) return missing(criterion, 'the file does not say how many requests failed');
    const { low, high } = summary.count === 0 ? { low: 0, high: 1 } : clopperPearson(Math.min(summary.failedCount, summary.count), summary.count, 0.95);
    return answered(criterion, { estimate: summary.count === 0 ? null : summary.failedCount / summary.count, low, high, samples: summary.count });
  }
  return durationMs === null || durationMs === 0
    ? missing(criterion, 'the file does not say how long the run was')
    : answered(criterion, said(((summary.count - (summary.failedCount ?? 0)) * 1000) / durationMs));
}

function answered(criterion: Criterion, { estimate, low, high, samples }: Estimate, agreed = true): AbsoluteResult {
  if (estimate === null) return missing(criterion, 'nothing was measured');
  const { metric } = criterion;
  const atLeast = metric.kind === 'throughput';
  const limit = metric.kind === 'latency' ? metric.limitMs : metric.kind === 'error-share' ? metric.limitShare : metric.limitPerSecond;
  const keeps = (value: number): boolean => (atLeast ? value >= limit : value <= limit);
  // The bound that is worst for the answer: nothing within the interval may contradict it.
  const [worst, best] = atLeast ? [low, high] : [high, low];
  const certain = agreed && worst !== null && best !== null && keeps(worst) === keeps(best);
  const answer = keeps(estimate) ? 'within' : 'over';
  const weak = !certain && !(low === null && high === null && atLeast);
  return { criterion, answer, weak, estimate, low, high, limit, samples, says: sentence(criterion, { estimate, low, high, limit, answer, weak }) };
}

function missing(criterion: Criterion, why: string): AbsoluteResult {
  const { metric } = criterion;
  const limit = metric.kind === 'latency' ? metric.limitMs : metric.kind === 'error-share' ? metric.limitShare : metric.limitPerSecond;
  return { criterion, answer: 'not-measured', weak: false, estimate: null, low: null, high: null, limit, samples: 0, says: `${criterion.name} was not measured: ${why}` };
}

function sentence(
  { name, metric }: Criterion,
  {
    estimate,
    low,
    high,
    limit,
    answer,
    weak,
  }: { readonly estimate: number; readonly low: number | null; readonly high: number | null; readonly limit: number; readonly answer: string; readonly weak: boolean },
): string {
  const say = metric.kind === 'latency' ? sayMs : metric.kind === 'error-share' ? sayShare : sayRate;
  const [is, allowed] = sayBoth(say, estimate, limit);
  const interval = low === null || high === null ? '' : ` (${say(low)} to ${say(high)})`;
  const what = metric.kind === 'latency' ? `${sayQuantile(metric.quantile)} is` : metric.kind === 'error-share' ? 'errors are' : 'throughput is';
  return `${name}: ${what} ${is}${interval}, ${answer === 'within' ? 'within' : 'beyond'} the limit of ${allowed}${weak ? '; too close or too few to be sure' : ''}`;
}
