/**
 * Counts of latencies in logarithmic buckets, as DDSketch has them (Masson, Rim, Lee 2019, arXiv 1908.10693): with
 * gamma = (1 + relativeError) / (1 - relativeError), bucket i holds the latencies in (gamma^(i-1), gamma^i] milliseconds. Two
 * histograms of the same relativeError merge exactly by adding counts; percentiles never do.
 */
export interface LatencyHistogram {
  readonly relativeError: number; // 0.005: any quantile read from it is within half a percent of a latency that occurred
  readonly count: number; // of all, zeros included
  readonly zeros: number; // latencies of zero or below what the buckets can tell apart
  readonly sumMs: number;
  readonly minMs: number | null; // null when empty
  readonly maxMs: number | null;
  readonly buckets: readonly (readonly [index: number, count: number])[]; // ascending, only those with a count
}
