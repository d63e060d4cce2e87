import { RuntimeError, rejection } from '../../errors/index.ts';
import { currentDeadline, remainingMs } from '../scope.ts';
import { deadlineHeader, repeatedHeader } from './header.ts';

/** Milliseconds taken off at each hop, for the way there and back and for telling the caller (ours; within a zone a round trip takes about one). */
export const hopMarginMs = 10;

export interface HopOptions {
  /** Milliseconds taken off; `hopMarginMs` by default. */
  readonly marginMs?: number | undefined;
  /** Milliseconds that must remain after that for the hop to be worth it; 1 by default. */
  readonly leastMs?: number | undefined;
}

/**
 * Milliseconds that the next hop may take: what is left of the travelling deadline without the margin, rounded down; null when there is no
 * deadline. Throws `ERR_PLIMSOLL_DEADLINE` when too little is left to begin.
 */
export function remainingForHop(options: HopOptions = {}): number | null {
  return hopOf(remainingMs(), options);
}

/** The same for a time that is known already. */
export function hopOf(leftMs: number | null, { marginMs = hopMarginMs, leastMs = 1 }: HopOptions): number | null {
  if (leftMs === null) return null;
  const remaining = Math.floor(leftMs - marginMs);
  if (remaining >= leastMs) return remaining;
  throw rejection('ERR_PLIMSOLL_DEADLINE', `${Math.floor(leftMs)} ms are left of the deadline; the next hop needs ${leastMs + marginMs}`, {
    retryable: false,
    details: { leftMs: Math.floor(leftMs), neededMs: leastMs + marginMs },
  });
}

/** Headers to send with an outgoing request, `{}` without a deadline. Throws `ERR_PLIMSOLL_DEADLINE` when too little is left. */
export function deadlineHeaders(options: HopOptions = {}): Readonly<Record<string, string>> {
  return headersOf(remainingForHop(options), currentDeadline()?.repeated ?? false);
}

export function headersOf(remaining: number | null, repeated: boolean): Readonly<Record<string, string>> {
  return { ...(remaining === null ? {} : { [deadlineHeader]: String(Math.min(remaining, 99_999_999)) }), ...(repeated ? { [repeatedHeader]: '1' } : {}) };
}

/**
 * A value for `statement_timeout` in whole milliseconds, at least 1 (0 would switch it off): what is left without the margin, so that the
 * server stops before the caller has gone; null when there is no deadline. Throws `ERR_PLIMSOLL_DEADLINE` when too little is left.
 */
export function statementTimeoutMs(options: HopOptions = {}): number | null {
  return remainingForHop(options);
}

/** Whether an error says that time was over, here or further down. */
export function isDeadlineError(error: unknown): boolean {
  return error instanceof RuntimeError && error.code === 'ERR_PLIMSOLL_DEADLINE';
}
