import { systemClock } from '../../clock/index.ts';
import type { Clock } from '../../clock/index.ts';
import { RuntimeError, rejection } from '../../errors/index.ts';
import type { Deadline } from '../scope.ts';
import { isRepeated, remainingMsIn } from '../wire/header.ts';
import type { IncomingHeaders } from '../wire/header.ts';

/** Where requests come in, their deadline is set: the caller's, when it sends one, and never more than this service's own. */
export interface EdgeOptions {
  /** Milliseconds within which this service answers or gives up; the top of its timeout pyramid. What a caller says can only shorten it. */
  readonly timeoutMs: number;
  /** Milliseconds that a caller must have left for its request to be begun; 1 by default. */
  readonly leastMs?: number | undefined;
  /** Whether headers of callers are heeded. A public edge may say no: any client could otherwise end its requests early, which harms nobody but tells of it in errors. */
  readonly trustsCallers?: boolean | undefined;
  readonly clock?: Clock | undefined;
}

/** An edge with its numbers checked. Throws `ERR_PLIMSOLL_OPTION` for one that cannot work. */
export interface Edge {
  /** The deadline of a request that comes in now; an error to answer with when too little time is left. */
  deadlineOf(headers: IncomingHeaders): Deadline | RuntimeError;
  /** The deadline of work that comes in by another way; null is "nothing was said". */
  deadlineIn(remainingMs: number | null, repeated?: boolean): Deadline | RuntimeError;
}

export function createEdge({ timeoutMs, leastMs = 1, trustsCallers = true, clock = systemClock }: EdgeOptions): Edge {
  for (const [option, value] of [
    ['timeoutMs', timeoutMs],
    ['leastMs', leastMs],
  ] as const) {
    // prettier-ignore
    if (!(value > 0 && value < Infinity)) throw new RuntimeError('ERR_PLIMSOLL_OPTION', `deadline: ${option} is ${value}; it must be above 0`, { retryable: false, details: { option } });
  }
  const deadlineIn = (remainingMs: number | null, repeated = false): Deadline | RuntimeError => {
    if (remainingMs !== null && remainingMs < leastMs) {
      return rejection('ERR_PLIMSOLL_DEADLINE', `the caller has ${Math.max(0, Math.floor(remainingMs))} ms left, too little to begin`, {
        retryable: false,
        details: { leftMs: Math.max(0, Math.floor(remainingMs)), leastMs },
      });
    }
    return { dueMs: clock.nowMs() + Math.min(timeoutMs, remainingMs ?? Infinity), clock, repeated };
  };
  return {
    deadlineIn,
    deadlineOf: (headers) => (trustsCallers ? deadlineIn(remainingMsIn(headers), isRepeated(headers)) : deadlineIn(null)),
  };
}
