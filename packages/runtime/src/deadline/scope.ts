import { AsyncLocalStorage } from 'node:async_hooks';
import { systemClock } from '../clock/index.ts';
import type { Clock } from '../clock/index.ts';

/** What travels with a piece of work: how long somebody waits for it. */
export interface Deadline {
  /** The moment of `clock` after which nobody waits; Infinity when there is no bound. */
  readonly dueMs: number;
  readonly clock: Clock;
  /** Whether a caller further up repeats this work already: then nobody below should (retries multiply at every hop). */
  readonly repeated: boolean;
}

/** Carried across await, timers and callbacks by Node. One for the process, whatever the number of guards and pools. */
export const scope: AsyncLocalStorage<Deadline | null> = new AsyncLocalStorage<Deadline | null>();

/** The deadline of the work that is running, or null. */
export function currentDeadline(): Deadline | null {
  return scope.getStore() ?? null;
}

/** Milliseconds that are left of the travelling deadline, never below 0; null when there is none. A pool asks it for `statement_timeout`. */
export function remainingMs(): number | null {
  const deadline = scope.getStore();
  return deadline ? leftOf(deadline) : null;
}

/** Milliseconds left of a deadline, never below 0; null when it has no bound. */
export function leftOf({ dueMs, clock }: Deadline): number | null {
  return dueMs === Infinity ? null : Math.max(0, dueMs - clock.nowMs());
}

export interface DeadlineOptions {
  readonly clock?: Clock | undefined;
  readonly repeated?: boolean | undefined;
}

/**
 * Runs `work` with at most `timeoutMs` from now: an outer deadline that comes sooner stays. Everything that `work` starts sees it, also after
 * an await. Nothing is interrupted by it; `deadlineSignal` is for that.
 */
export function withDeadline<T>(timeoutMs: number, work: () => T, { clock = systemClock, repeated = false }: DeadlineOptions = {}): T {
  return scope.run(sooner({ dueMs: clock.nowMs() + timeoutMs, clock, repeated }, scope.getStore() ?? null), work);
}

/** The deadline that comes first. Clocks need not be the same: what is left is compared. */
export function sooner(inner: Deadline, outer: Deadline | null): Deadline {
  if (!outer) return inner;
  const repeated = inner.repeated || outer.repeated;
  const outerLeft = leftOf(outer);
  const innerLeft = leftOf(inner);
  const first = outerLeft !== null && (innerLeft === null || outerLeft < innerLeft) ? outer : inner;
  return first.repeated === repeated ? first : { ...first, repeated };
}

/** Runs `work` without any deadline: for what goes on after the answer was sent, such as publishing an event. */
export function withoutDeadline<T>(work: () => T): T {
  return scope.run(null, work);
}

/** Runs `work` under a deadline that was taken earlier, with `currentDeadline`, where the context was lost: a queue of one's own, an emitter. */
export function underDeadline<T>(deadline: Deadline | null, work: () => T): T {
  return scope.run(deadline, work);
}

/**
 * The deadline of a batch: the latest of its members, as the work must be done while anybody waits; null when one of them has no bound.
 * Under the first one's deadline the others would fail with it.
 */
export function latestDeadline(deadlines: readonly (Deadline | null)[]): Deadline | null {
  let latest: Deadline | null = null;
  let latestLeft = -1;
  for (const deadline of deadlines) {
    const left = deadline && leftOf(deadline);
    if (!deadline || left === null) return null;
    if (left > latestLeft) [latest, latestLeft] = [deadline, left];
  }
  return latest;
}
