import { createHistogram } from '../../telemetry/histogram.ts';
import type { Histogram } from '../../telemetry/histogram.ts';
import { httpBoundaries } from '../../telemetry/boundaries.ts';

/** What has happened since the guard was made. Plain numbers that a call adds to; nothing is computed before somebody asks. */
export interface Tally {
  /** Attempts whose work began. */
  started: number;
  succeeded: number;
  failed: number;
  /** Let go while running, as their time was over. */
  timedOut: number;
  /** Let go while waiting for a slot, as their time was over. */
  waitedOut: number;
  /** Taken back by the caller's signal. */
  cancelled: number;
  refusedFull: number;
  refusedOpen: number;
  refusedShed: number;
  refusedDeadline: number;
  retried: number;
  /** Failed calls that would have been repeated, had the budget allowed it. */
  retriesDenied: number;
  /** Slots given back by force, as their work never settled. */
  abandoned: number;
  /** Times the breaker opened. */
  opened: number;
  /** Seconds from the start of the work to its end, or to the moment its caller was let go. */
  readonly duration: Histogram;
  /** Seconds in the queue, of those who waited and got a slot. */
  readonly wait: Histogram;
}

export function createTally(): Tally {
  return {
    started: 0,
    succeeded: 0,
    failed: 0,
    timedOut: 0,
    waitedOut: 0,
    cancelled: 0,
    refusedFull: 0,
    refusedOpen: 0,
    refusedShed: 0,
    refusedDeadline: 0,
    retried: 0,
    retriesDenied: 0,
    abandoned: 0,
    opened: 0,
    duration: createHistogram(httpBoundaries),
    wait: createHistogram(httpBoundaries),
  };
}
