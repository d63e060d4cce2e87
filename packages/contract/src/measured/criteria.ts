import type { Source } from '../source.ts';

/** One limit that a load test is held against. Where it comes from is kept, so that a verdict can name the line. */
export interface Criterion {
  readonly name: string; // "latency_p95", as the SLO file has it, or "p95" from the command line
  readonly endpoint: string; // allEndpoints: all requests together
  readonly metric: CriterionMetric;
  readonly source: Source | null; // null: stated on the command line
}

/**
 * "P95 <= 200 ms" and "at least 95 % of requests within 200 ms" are the same statement and are tested alike, as a proportion.
 * Shares are 0 to 1.
 */
export type CriterionMetric =
  | { readonly kind: 'latency'; readonly quantile: number; readonly limitMs: number }
  | { readonly kind: 'error-share'; readonly limitShare: number }
  | { readonly kind: 'throughput'; readonly limitPerSecond: number }; // at least

export type Criteria = readonly Criterion[];
