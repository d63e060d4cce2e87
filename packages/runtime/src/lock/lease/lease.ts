import type { Clock } from '../../clock/index.ts';
import { withoutDeadline } from '../../deadline/scope.ts';
import { RuntimeError } from '../../errors/index.ts';
import { bounded } from '../../pool/core/bounded.ts';
import { wordsOf } from '../../stores/options.ts';
import type { FencePass } from '../fence/fence.ts';
import type { LeaseStore } from '../leases/lease-store.ts';
import type { LockMeasures } from '../measures.ts';

/** A lock that is held for a while, and extended while its process is well. */
export interface Lease {
  readonly key: string;
  /** Greater than that of every earlier holder. Give it to whatever is written, so that it can refuse older ones. */
  readonly token: number;
  /** Aborts when the lease is lost (`reason` is `ERR_PLIMSOLL_LOCK_LOST`) or when the caller's own signal does. */
  readonly signal: AbortSignal;
  /** How long the lease is surely still held, on the monotonic clock; 0 when it is lost or was released. */
  remainingMs(): number;
  /** Throws `ERR_PLIMSOLL_LOCK_LOST` when the lease is over, also when the process slept through its end and no timer has fired yet. */
  assertHeld(): void;
  /** Gives it back. Resolves also when the store cannot be asked: the lease then ends by itself. */
  release(): Promise<void>;
}

export interface HeldLease extends Lease {
  /** For fences: a store that refuses this token tells so here. */
  readonly pass: FencePass;
}

export interface HoldOptions {
  readonly leases: LeaseStore;
  readonly clock: Clock;
  readonly key: string;
  readonly owner: string;
  readonly token: number;
  readonly leaseMs: number;
  /** An answer of the store that takes longer is a failure. */
  readonly storeTimeoutMs: number;
  /** Taken before the lease was asked for. */
  readonly askedMs: number;
  readonly extend: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly measures: LockMeasures;
}

/** Clocks of two machines run apart by far less; it is taken off each lease on the side of the holder. */
export function driftMs(leaseMs: number): number {
  return leaseMs * 0.01 + 2;
}

/** Keeps a lease that was granted: a third of its time after it was asked for, it is extended. */
export function holdLease(options: HoldOptions): HeldLease {
  const { leases, clock, key, owner, token, leaseMs, storeTimeoutMs, signal, measures } = options;
  const controller = new AbortController();
  let validUntilMs = options.askedMs + leaseMs - driftMs(leaseMs);
  let state: 'held' | 'lost' | 'released' = 'held';
  let reason: RuntimeError | null = null;
  let cancelExpiry = (): void => {};
  let cancelExtension = (): void => {};

  const onCallerAbort = (): void => controller.abort(signal?.reason);
  signal?.addEventListener('abort', onCallerAbort, { once: true });
  if (signal?.aborted) onCallerAbort();

  measures.holding(1);
  const quiet = (): void => {
    cancelExpiry();
    cancelExtension();
    signal?.removeEventListener('abort', onCallerAbort);
  };

  const lose = (why: string, cause?: unknown): void => {
    if (state !== 'held') return;
    state = 'lost';
    quiet();
    measures.holding(-1);
    measures.lost();
    reason = new RuntimeError('ERR_PLIMSOLL_LOCK_LOST', `lock ${key} (token ${token}) is lost: ${why}`, { retryable: true, details: { key, token }, cause });
    controller.abort(reason);
  };

  const watchExpiry = (): void => {
    cancelExpiry();
    cancelExpiry = clock.after(Math.max(0, validUntilMs - clock.nowMs()), look);
  };
  const look = (): void => {
    if (state !== 'held') return;
    if (clock.nowMs() >= validUntilMs) lose(`its ${leaseMs} ms passed without an extension`, lastFailure);
    else watchExpiry();
  };

  // A lease outlives the request that took it: a store that heeds deadlines would neither extend it nor take it back after that request's.
  const inTime = <T>(ask: () => Promise<T>): Promise<T> => bounded(clock, storeTimeoutMs, withoutDeadline(ask), () => new Error(`no answer within ${storeTimeoutMs} ms`));
  let lastFailure: unknown;
  const extendAfter = (delayMs: number): void => {
    cancelExtension = clock.after(delayMs, () => void extendNow());
  };
  const extendNow = async (): Promise<void> => {
    look();
    if (state !== 'held') return;
    const askedMs = clock.nowMs();
    try {
      const extended = await inTime(() => leases.extend(key, owner, leaseMs));
      look(); // the answer may have come when it was too late
      if (state !== 'held') return;
      if (!extended) return lose('the store has given it to another one');
      lastFailure = undefined;
      validUntilMs = Math.max(validUntilMs, askedMs + leaseMs - driftMs(leaseMs));
      watchExpiry();
      extendAfter(Math.max(0, askedMs + leaseMs / 3 - clock.nowMs()));
    } catch (error) {
      if (state !== 'held') return;
      lastFailure = new Error(`the extension failed: ${wordsOf(error)}`, { cause: error });
      extendAfter(leaseMs / 10);
    }
  };

  watchExpiry();
  if (options.extend) extendAfter(Math.max(0, options.askedMs + leaseMs / 3 - clock.nowMs()));

  const refused = (error: RuntimeError): void => {
    measures.refused();
    lose('the store that it protects has seen a newer holder', error);
  };
  const remainingMs = (): number => (state === 'held' ? Math.max(0, validUntilMs - clock.nowMs()) : 0);
  return {
    key,
    token,
    signal: controller.signal,
    remainingMs,
    assertHeld() {
      look();
      if (reason) throw reason;
      if (state === 'released') throw new RuntimeError('ERR_PLIMSOLL_LOCK_LOST', `lock ${key} (token ${token}) was released`, { retryable: false, details: { key, token } });
    },
    async release() {
      if (state === 'released') return;
      if (state === 'held') measures.holding(-1);
      state = 'released';
      quiet();
      await inTime(() => leases.release(key, owner)).catch(() => {}); // it ends by itself
    },
    pass: { key, token, refused },
  };
}
