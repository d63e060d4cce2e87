import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/index.ts';
import { systemClock } from '../clock/index.ts';
import { remainingMs, withoutDeadline } from '../deadline/scope.ts';
import { isDeadlineError } from '../deadline/wire/outgoing.ts';
import { RuntimeError } from '../errors/index.ts';
import { bounded } from '../pool/core/bounded.ts';
import { wholeWithin, wordsOf, wrongOption } from '../stores/options.ts';
import type { Fence } from './fence/fence.ts';
import type { HeldLease, Lease } from './lease/lease.ts';
import { driftMs, holdLease } from './lease/lease.ts';
import { pause } from './lease/pause.ts';
import { untilAborted } from './lease/until-aborted.ts';
import type { Grant, LeaseStore } from './leases/lease-store.ts';
import type { LockOutcome } from './measures.ts';
import { lockMeasures } from './measures.ts';
import type { Family } from '../telemetry/family.ts';

export interface LockOptions {
  readonly leases: LeaseStore;
  /** In metrics; default: the system of the leases. */
  readonly name?: string;
  /** How long a holder that has died blocks the others; a pause of the process longer than this loses the lock. Default 10,000. */
  readonly leaseMs?: number;
  /** An answer of the store that takes longer is a failure. Default: half of the lease. */
  readonly storeTimeoutMs?: number;
  readonly clock?: Clock;
  /** Ends waiting. Default: the travelling deadline of `@plimsoll/runtime/deadline`. */
  readonly deadline?: { remainingMs(): number | null };
  /** From 0 to 1; spreads the attempts of those who wait. */
  readonly random?: () => number;
}

export interface AcquireOptions {
  /** How long to wait while another one holds it; 0 asks once. Default 10,000. There is no queue: who asks first after it is free gets it. */
  readonly waitMs?: number;
  /** Ends the waiting, and is passed on through the lease's own signal. */
  readonly signal?: AbortSignal;
  /** Whether the lease is extended by itself while it is held. Default true. */
  readonly extend?: boolean;
}

export interface EfficiencyOptions extends AcquireOptions {
  /** Two at once cost time or money and nothing else: a paused holder may overlap with its successor. */
  readonly class: 'efficiency';
}

export interface CorrectnessOptions<Writer> extends AcquireOptions {
  /** Two at once would corrupt data: everything is written through a store that refuses the older one. */
  readonly class: 'correctness';
  readonly fence: Fence<Writer>;
}

/** Mutual exclusion over all instances, by leases in a shared store. */
export interface Lock {
  /**
   * Rejects with `ERR_PLIMSOLL_LOCK_HELD` after `waitMs`, with `ERR_PLIMSOLL_DEADLINE` when the travelling deadline comes first, with `ERR_PLIMSOLL_LOCK_STORE` when the store does not answer (the lease may then stand until it ends), or
   * with the reason of the signal.
   */
  acquire(key: string, options?: AcquireOptions): Promise<Lease>;
  /** Runs `work` while the lock is held and gives it back. Of class `correctness`, `work` gets the writer of the fence; nothing else is protected. */
  withLock<T>(key: string, options: EfficiencyOptions, work: (lease: Lease) => T | Promise<T>): Promise<T>;
  withLock<T, Writer>(key: string, options: CorrectnessOptions<Writer>, work: (writer: Writer, lease: Lease) => T | Promise<T>): Promise<T>;
  /** For `createMetrics` of `@plimsoll/runtime/telemetry`. */
  collect(): readonly Family[];
}

const keyBytesMax = 512;

export function createLock(options: LockOptions): Lock {
  const { leases, name = leases.system, clock = systemClock, deadline = { remainingMs }, random = Math.random } = options;
  const measures = lockMeasures(name);
  const leaseMs = wholeWithin('createLock', 'leaseMs', options.leaseMs ?? 10_000, 50, 86_400_000);
  const storeTimeoutMs = wholeWithin('createLock', 'storeTimeoutMs', options.storeTimeoutMs ?? Math.ceil(leaseMs / 2), 1, leaseMs);
  const retryMs = Math.min(500, Math.max(5, leaseMs / 20));

  /**
   * One attempt, for no longer than the caller has. An answer that does not come in time is "maybe held": the lease is given back as soon as it
   * can be.
   */
  async function ask(key: string, owner: string, floor: number, leftMs: number, signal: AbortSignal | undefined): Promise<Grant> {
    const asked = leases.acquire(key, owner, leaseMs, floor);
    const late = (): Error => (leftMs < storeTimeoutMs ? tooLate(key, leftMs) : new Error(`no answer within ${storeTimeoutMs} ms`));
    try {
      return await untilAborted(signal, bounded(clock, Math.min(storeTimeoutMs, leftMs), asked, late));
    } catch (cause) {
      const giveBack = (): void => void withoutDeadline(() => leases.release(key, owner)).catch(() => {});
      asked.then(giveBack, giveBack);
      signal?.throwIfAborted();
      if (isDeadlineError(cause)) throw cause;
      throw new RuntimeError('ERR_PLIMSOLL_LOCK_STORE', `lock ${key}: ${leases.system} could not be asked: ${wordsOf(cause)}`, { retryable: true, details: { key, system: leases.system }, cause });
    }
  }

  async function take(key: string, options: AcquireOptions, floor: number): Promise<HeldLease> {
    checkKey(key);
    const { waitMs = 10_000 } = options;
    if (!(waitMs >= 0)) throw wrongOption('lock', 'waitMs', waitMs, 'give milliseconds from 0, or Infinity');
    const beganMs = clock.nowMs();
    try {
      const lease = await tryUntil(key, options, floor, beganMs, waitMs);
      measures.ended('acquired', clock.nowMs() - beganMs);
      return lease;
    } catch (error) {
      measures.ended(outcomeOf(error), clock.nowMs() - beganMs);
      throw error;
    }
  }

  async function tryUntil(key: string, { signal, extend = true }: AcquireOptions, floor: number, beganMs: number, waitMs: number): Promise<HeldLease> {
    const requestMs = deadline.remainingMs() ?? Infinity;
    const untilMs = beganMs + Math.min(waitMs, requestMs);
    if (requestMs <= 0) throw tooLate(key, 0);
    for (;;) {
      signal?.throwIfAborted();
      const owner = randomUUID();
      const askedMs = clock.nowMs();
      const grant = await ask(key, owner, floor, Math.max(0, beganMs + requestMs - askedMs), signal);
      if (!grant.held) {
        const lease = holdLease({ leases, clock, key, owner, token: grant.token, leaseMs, storeTimeoutMs, askedMs, extend, signal, measures });
        if (!signal?.aborted && askedMs + leaseMs - driftMs(leaseMs) > clock.nowMs()) return lease;
        await lease.release(); // granted too late to be of use
        continue;
      }
      const leftMs = untilMs - clock.nowMs();
      if (leftMs <= 0) {
        if (requestMs < waitMs) throw tooLate(key, requestMs);
        throw new RuntimeError('ERR_PLIMSOLL_LOCK_HELD', `lock ${key} is held by another one${waitMs > 0 ? `, for all of the ${waitMs} ms that were waited` : ''}`, {
          retryable: true,
          details: { key, waitMs, freeInMs: grant.freeInMs },
        });
      }
      const delayMs = Math.min(grant.freeInMs === null ? retryMs : Math.max(1, grant.freeInMs), retryMs) * (0.5 + random());
      await pause(clock, Math.min(delayMs, leftMs), signal);
    }
  }

  /**
   * A lease whose token the fence has not seen a newer one of. It may have, when the store of the leases has lost its tokens or is not the one of before: then the lease is
   * taken again, with a token above.
   */
  async function openUnderLock<Writer>(key: string, options: CorrectnessOptions<Writer>): Promise<{ readonly lease: HeldLease; readonly writer: Writer }> {
    const { fence } = options;
    for (let attempt = 1, floor = 0; ; attempt += 1) {
      const lease = await take(key, options, floor);
      try {
        return { lease, writer: await fence.open(lease.pass) };
      } catch (error) {
        await lease.release();
        if (attempt === 3 || !(error instanceof RuntimeError && error.code === 'ERR_PLIMSOLL_LOCK_STALE')) throw error;
        floor = await fence.highest(key);
      }
    }
  }

  async function withLock<T, Writer>(
    key: string,
    options: EfficiencyOptions | CorrectnessOptions<Writer>,
    work: ((lease: Lease) => T | Promise<T>) | ((writer: Writer, lease: Lease) => T | Promise<T>),
  ): Promise<T> {
    if (options.class !== 'correctness') {
      if (options.class !== 'efficiency') throw wrongOption('withLock', 'class', options['class'], "say 'efficiency' (two at once only cost) or 'correctness' (two at once corrupt)");
      const lease = await take(key, options, 0);
      return working(lease, async () => (work as (lease: Lease) => T | Promise<T>)(lease));
    }
    const { fence } = options;
    if (typeof fence?.open !== 'function') {
      throw wrongOption('withLock', 'fence', fence, "class 'correctness' needs a store that refuses stale writers: postgresFence, redisFence, objectFence or dynamoFence");
    }
    const { lease, writer } = await openUnderLock(key, options);
    return working(lease, async () => (work as (writer: Writer, lease: Lease) => T | Promise<T>)(writer, lease));
  }

  return { acquire: (key, options = {}) => take(key, options, 0), withLock, collect: () => measures.collect() };
}

async function working<T>(lease: Lease, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await lease.release();
  }
}

function tooLate(key: string, waitedMs: number): RuntimeError {
  return new RuntimeError('ERR_PLIMSOLL_DEADLINE', `lock ${key}: the deadline passed ${waitedMs > 0 ? `after ${Math.round(waitedMs)} ms of waiting` : 'before it was asked for'}`, {
    retryable: false,
    details: { key, waitedMs },
  });
}

function outcomeOf(error: unknown): LockOutcome {
  if (!(error instanceof RuntimeError)) return 'cancelled';
  if (error.code === 'ERR_PLIMSOLL_LOCK_HELD') return 'held';
  if (error.code === 'ERR_PLIMSOLL_LOCK_STORE') return 'store-failed';
  return error.code === 'ERR_PLIMSOLL_DEADLINE' ? 'deadline' : 'cancelled';
}

function checkKey(key: string): void {
  if (typeof key === 'string' && key !== '' && Buffer.byteLength(key) <= keyBytesMax && !/[\p{Cc}{}]/u.test(key)) return;
  throw wrongOption('lock', 'key', key, `give 1 to ${keyBytesMax} bytes without control characters and braces`);
}
