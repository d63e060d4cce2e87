import type { LatencyHistogram, Measurement, Run, Verdict } from '@plimsoll/contract';
import { allEndpoints } from '@plimsoll/contract';
import { mergeHistograms, quantileOf } from '../../statistics/index.ts';
import { timeOfRunId } from '../store/run-id.ts';

export interface TrendRow {
  readonly id: string;
  readonly at: string; // ISO 8601, UTC
  readonly commit: string | null;
  readonly branch: string | null;
  readonly p50Ms: number | null; // null: not in the file
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly verdict: Verdict | null;
}

/** One row for each run, oldest first: percentiles of `endpoint` (allEndpoints: of all requests), of head where two arms were measured. */
export function trendRows(runs: readonly Run[], endpoint: string = allEndpoints): readonly TrendRow[] {
  return runs
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((run) => {
      const percentile = percentilesOf(run.measurement, endpoint);
      return {
        id: run.id,
        at: timeOfRunId(run.id) ?? '',
        commit: run.git?.commit ?? null,
        branch: run.git?.branch ?? null,
        p50Ms: percentile(0.5),
        p95Ms: percentile(0.95),
        p99Ms: percentile(0.99),
        verdict: run.verdict,
      };
    });
}

function percentilesOf(measurement: Measurement, endpoint: string): (quantile: number) => number | null {
  const histograms: LatencyHistogram[] = measurement.slices
    .filter((slice) => slice.phase === 'measured' && slice.arm !== 'base' && (endpoint === allEndpoints || slice.endpoint === endpoint))
    .map((slice) => slice.latency);
  const [first] = histograms;
  if (first) {
    if (histograms.some((each) => each.relativeError !== first.relativeError)) return () => null; // do not merge exactly
    const merged = mergeHistograms(histograms);
    return (quantile) => quantileOf(merged, quantile);
  }
  const summary = measurement.summaries.find((each) => each.endpoint === endpoint);
  return (quantile) => summary?.percentiles.find((each) => Math.abs(each.quantile - quantile) < 1e-9)?.valueMs ?? null;
}
