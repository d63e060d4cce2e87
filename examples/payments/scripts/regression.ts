import type { Summary } from './summary.ts';

/** By how much P99 is above that of the baseline: 0.1 is ten per cent slower. */
export function regressionOf(run: Pick<Summary, 'p99Ms'>, baseline: Pick<Summary, 'p99Ms'>): number {
  if (baseline.p99Ms <= 0) throw new Error('a baseline without a P99 above zero compares with nothing');
  return run.p99Ms / baseline.p99Ms - 1;
}
