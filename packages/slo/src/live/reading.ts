import type { Stretch } from '../status/snapshot.ts';

/** What was read of one objective. Without events in the window, `lastSeenMs` is null. */
export interface Reading {
  readonly basis: 'raw' | 'recorded';
  readonly bad: number;
  readonly total: number;
  readonly coverage: number; // share of the part of the window that has passed
  readonly burn: readonly { readonly windowMs: number; readonly errorRatio: number | null }[];
  readonly history: readonly Stretch[];
  readonly measuredNow: boolean; // something was measured within the last hour
  readonly lastSeenMs: number | null; // the end of the last stretch in which something was measured
  readonly notes: readonly string[];
}

/** The same stretches for the forecast and for what was left out: a sixtieth of the window, at least ten minutes, in whole minutes. */
export function stretchMs(lengthMs: number): number {
  return Math.max(600_000, Math.ceil(lengthMs / 60 / 60_000) * 60_000);
}

/** Where the stretches end, the last one with the window; the first may begin before it. */
export function stretchEnds({ startMs, endMs }: { readonly startMs: number; readonly endMs: number }): { readonly startMs: number; readonly endMs: number } {
  const step = stretchMs(endMs - startMs);
  const count = Math.max(1, Math.floor((endMs - startMs) / step));
  return { startMs: endMs - (count - 1) * step, endMs };
}

/** Rates are extrapolated, so that a total outage may count a little more errors than events. */
export function withinTotal(bad: number, total: number): number | null {
  if (bad <= total) return Math.max(0, bad);
  return bad <= total * 1.001 ? total : null;
}

/** Errors that are missing beside events are not none. */
export const halfAnswered = 'only one of errors and events was answered';
