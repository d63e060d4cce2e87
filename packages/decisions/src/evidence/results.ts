import type { PerformanceClaim } from '../decision.ts';
import { percentileOf } from './measured-run.ts';
import type { MeasuredRun } from './measured-run.ts';
import { agrees, writtenOf } from './rounding.ts';

/** One number of a claim beside what the run holds. */
export interface Agreement {
  readonly of: 'latency' | 'rate' | 'errors';
  readonly stated: number; // ms, per second, share
  readonly measured: number | null; // null: the run does not hold it
  readonly agrees: boolean | null;
}

/** Every number that the claim states, held against the run. A percentile that the run does not hold is not made up. */
export function agreementsOf(claim: PerformanceClaim, run: MeasuredRun): readonly Agreement[] {
  const agreements: Agreement[] = [];
  const add = (of: Agreement['of'], quantity: PerformanceClaim['latencyMs'], measured: number | null, relativeError: number): void => {
    if (quantity) agreements.push({ of, stated: quantity.value, measured, agrees: measured === null ? null : holds(claim, of, quantity.value, writtenOf(quantity, claim), measured, relativeError) });
  };
  if (claim.quantile !== null) add('latency', claim.latencyMs, percentileOf(run, claim.quantile), run.relativeError);
  add('rate', claim.ratePerSecond, run.ratePerSecond, 0);
  add('errors', claim.errorRatio, run.errorRatio, 0);
  return agreements;
}

/** "P95 = 145ms" is equal within its rounding; "P95 < 200ms" as a result is kept by any smaller value. */
function holds(claim: PerformanceClaim, of: Agreement['of'], stated: number, written: string, measured: number, relativeError: number): boolean {
  if (agrees(stated, written, measured, relativeError)) return true;
  return of !== 'rate' && ((claim.comparator === '<' && measured < stated) || (claim.comparator === '<=' && measured <= stated));
}

/** So many requests that twenty were slower than the percentile, as the gate asks of a run (gate/verdict/validity): with few, a single straggler moves it. */
export function requestsNeeded(quantile: number): number {
  return Math.ceil(20 / Math.max(1e-6, 1 - quantile) - 1e-6);
}
