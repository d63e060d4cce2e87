import { RuntimeError } from '../../errors/index.ts';
import { bounded } from './bounded.ts';
import type { Driver } from './driver.ts';
import type { ClosedBecause } from './events.ts';
import { publish } from './events.ts';
import type { PoolMeasures } from './measures.ts';
import type { PoolSettings } from './options.ts';
import type { Slot } from './slot.ts';
import { newSlot } from './slot.ts';
import type { Waiter } from './waiters.ts';
import { waiterQueue } from './waiters.ts';

const sweepEveryMs = 1000;
const overflowIdleMs = 1000;
const openAgain = { firstMs: 100, longestMs: 2000 };

/**
 * The connections and those who wait for them. Three rules hold at every moment:
 * what is open, opening or closing never exceeds `connectionsMax + overflowMax`; who came first is served first; no connection is idle
 * and fit while somebody waits.
 */
export interface Machine<Connection> {
  /** Grants at once, queues or refuses. Whether the waiter was queued. */
  request(waiter: Waiter<Slot<Connection>>): boolean;
  /** Takes a waiter out of the queue. False when it was granted or refused before. */
  withdraw(waiter: Waiter<Slot<Connection>>): boolean;
  giveBack(slot: Slot<Connection>, close: boolean): void;
  /** Whether every connection is held by someone who waits for another one, so that nobody will ever return any. */
  stuck(): boolean;
  counts(): Record<Slot<Connection>['phase'], number> & { readonly waiting: number };
  lastOpenError(): unknown;
  close(drainMs: number): Promise<void>;
}

export interface MachineHooks<Connection> {
  opened?(connection: Connection): void;
  closed?(connection: Connection): void;
  /** An idle connection was lost. */
  lost?(error: unknown, connection: Connection): void;
}

export function poolMachine<Connection>(driver: Driver<Connection>, settings: PoolSettings, measures: PoolMeasures, hooks: MachineHooks<Connection>): Machine<Connection> {
  const { clock, name, connectionsMax, overflowMax, waitersMax } = settings;
  const limit = connectionsMax + overflowMax;
  const slots = new Set<Slot<Connection>>();
  const idle: Slot<Connection>[] = []; // the last one used is the first one taken: the others may age and go
  const queue = waiterQueue<Slot<Connection>, Waiter<Slot<Connection>>>();
  let pending = 0; // slots that are being opened or tested, each on behalf of a waiter
  let suspectUntilMs = -Infinity; // idle since before that: tested first, as another connection was found dead
  let openNotBeforeMs = -Infinity;
  let openAgainMs = openAgain.firstMs;
  let openError: unknown;
  let cancelSweep: (() => void) | null = null;
  let cancelOpenAgain: (() => void) | null = null;
  let closing: { readonly promise: Promise<void>; readonly resolve: () => void } | null = null;

  function request(waiter: Waiter<Slot<Connection>>): boolean {
    if (closing) {
      waiter.refuse(new RuntimeError('ERR_PLIMSOLL_POOL_CLOSED', `${name}: the pool is closed`, { retryable: false }));
      return false;
    }
    const latest = idle.at(-1);
    if (latest && queue.size() === 0 && pending === 0 && !needsTest(latest) && latest.endsMs > clock.nowMs()) {
      idle.pop();
      hand(latest, waiter);
      return false;
    }
    queue.push(waiter);
    pump();
    if (!waiter.queued) return false;
    if (queue.size() - pending > waitersMax) {
      queue.remove(waiter);
      waiter.refuse(fullError(settings));
      return false;
    }
    return true;
  }

  /** Starts what those who wait need: idle connections first, tested where they are old, then new ones up to the limit. */
  function pump(): void {
    while (!closing && queue.size() > pending) {
      const slot = idle.pop();
      if (slot) {
        if (slot.endsMs <= clock.nowMs()) retire(slot, 'age');
        else if (needsTest(slot)) test(slot);
        else ready(slot);
      } else if (slots.size < limit && mayOpen()) open();
      else break;
    }
    if (closing && slots.size === 0) closing.resolve();
  }

  function needsTest(slot: Slot<Connection>): boolean {
    return slot.idleSinceMs <= suspectUntilMs || isStale(slot);
  }

  function isStale(slot: Slot<Connection>): boolean {
    return clock.nowMs() - slot.idleSinceMs > settings.pingAfterIdleMs;
  }

  function mayOpen(): boolean {
    const waitMs = openNotBeforeMs - clock.nowMs();
    if (waitMs <= 0) return true;
    cancelOpenAgain ??= clock.after(waitMs, () => {
      cancelOpenAgain = null;
      pump();
    });
    return false;
  }

  function open(): void {
    const slot = newSlot<Connection>();
    const began = clock.nowMs();
    let late = false;
    slots.add(slot);
    pending += 1;
    sweepLater();
    const attempt = attemptOf(() => driver.open());
    const opened = (connection: Connection): void => {
      pending -= 1;
      openAgainMs = openAgain.firstMs;
      const createMs = clock.nowMs() - began;
      measures.opened(createMs);
      publish(() => ({ kind: 'opened', pool: name, createMs }));
      adopt(slot, connection);
      ready(slot);
    };
    const failed = (error: unknown): void => {
      pending -= 1;
      if (late) outlive(slot, attempt);
      else slots.delete(slot);
      openFailed(error);
    };
    bounded(clock, settings.connectTimeoutMs, attempt, () => {
      late = true;
      return new RuntimeError('ERR_PLIMSOLL_POOL_CONNECT', `${name}: no connection within ${settings.connectTimeoutMs} ms`, { retryable: true });
    }).then(opened, failed);
  }

  function adopt(slot: Slot<Connection>, connection: Connection): void {
    slot.connection = connection;
    slot.endsMs = clock.nowMs() + settings.lifetimeMs * (1 - settings.random() / 10);
    driver.onLost(connection, (error) => lose(slot, connection, error));
    hooks.opened?.(connection);
  }

  /** An attempt that was given up may still become a session, and counts until it is known not to be one. */
  function outlive(slot: Slot<Connection>, attempt: Promise<Connection>): void {
    slot.phase = 'closing';
    const opened = (connection: Connection): void => {
      driver.onLost(connection, () => {});
      slot.connection = connection;
      retire(slot, 'opened too late');
    };
    attempt.then(opened, () => forget(slot));
  }

  function openFailed(error: unknown): void {
    openError = error;
    publish(() => ({ kind: 'open-failed', pool: name, error }));
    const waiter = queue.head();
    const alive = [...slots].some(({ phase }) => phase !== 'opening' && phase !== 'closing');
    if (alive) {
      openNotBeforeMs = clock.nowMs() + openAgainMs * (1 + settings.random() / 2);
      openAgainMs = Math.min(openAgainMs * 2, openAgain.longestMs);
    } else if (waiter) {
      // Nothing will be returned that this caller could wait for.
      queue.remove(waiter);
      waiter.refuse(connectError(name, error));
    }
    pump();
  }

  function test(slot: Slot<Connection>): void {
    slot.phase = 'checking';
    pending += 1;
    const { connection } = slot;
    if (connection === null) throw new Error('an idle slot has a connection');
    const answered = (): void => {
      pending -= 1;
      ready(slot);
    };
    const dead = (error: unknown): void => {
      pending -= 1;
      if (!slot.lost) publish(() => ({ kind: 'lost', pool: name, error }));
      // Those that were idle for as long would most likely fail one after the other, each for the whole time of a test.
      for (const other of idle.splice(0)) {
        if (isStale(other)) retire(other, 'test failed');
        else idle.push(other);
      }
      suspectUntilMs = clock.nowMs();
      retire(slot, 'test failed');
    };
    bounded(
      clock,
      settings.pingTimeoutMs,
      attemptOf(() => driver.ping(connection)),
      () => new Error(`no answer within ${settings.pingTimeoutMs} ms`),
    ).then(answered, dead);
  }

  function ready(slot: Slot<Connection>): void {
    if (slot.lost) return retire(slot, 'lost');
    if (closing) return retire(slot, 'the pool is closed');
    const waiter = queue.head();
    if (waiter) {
      queue.remove(waiter);
      hand(slot, waiter);
    } else {
      slot.phase = 'idle';
      slot.idleSinceMs = clock.nowMs();
      idle.push(slot);
    }
  }

  function hand(slot: Slot<Connection>, waiter: Waiter<Slot<Connection>>): void {
    slot.phase = 'leased';
    slot.leasedAtMs = clock.nowMs();
    slot.leakReported = false;
    waiter.grant(slot);
  }

  function giveBack(slot: Slot<Connection>, close: boolean): void {
    measures.used(clock.nowMs() - slot.leasedAtMs);
    slot.site = null;
    slot.holding = null;
    const { connection } = slot;
    if (slot.phase !== 'leased') return; // closed under its user when the pool was
    if (connection === null) return forget(slot);
    if (slot.lost) return retire(slot, 'lost');
    if (closing) return retire(slot, 'the pool is closed');
    if (close) return retire(slot, 'asked by its user');
    if (slot.endsMs <= clock.nowMs()) return retire(slot, 'age');
    const restoring = driver.restore(connection);
    if (restoring === null) return ready(slot);
    slot.phase = 'restoring';
    restoring.then(
      (fit) => (fit ? ready(slot) : retire(slot, 'not fit for another caller')),
      () => retire(slot, 'not fit for another caller'),
    );
  }

  function lose(slot: Slot<Connection>, connection: Connection, error: unknown): void {
    if (slot.lost || slot.phase === 'closing') return;
    slot.lost = true;
    suspectUntilMs = clock.nowMs();
    publish(() => ({ kind: 'lost', pool: name, error }));
    const at = slot.phase === 'idle' ? idle.indexOf(slot) : -1;
    if (at < 0) return; // its user, its test or its restoring will notice
    idle.splice(at, 1);
    hooks.lost?.(error, connection);
    forget(slot);
  }

  function forget(slot: Slot<Connection>): void {
    slots.delete(slot);
    if (slot.connection !== null) hooks.closed?.(slot.connection);
    pump();
  }

  function retire(slot: Slot<Connection>, why: ClosedBecause): void {
    slot.phase = 'closing';
    publish(() => ({ kind: 'closed', pool: name, why }));
    const { connection } = slot;
    if (connection === null) return forget(slot);
    void attemptOf(() => driver.close(connection, !slot.lost && why !== 'test failed')).then(
      () => forget(slot),
      () => forget(slot),
    );
    pump();
  }

  function sweepLater(): void {
    cancelSweep ??= clock.after(sweepEveryMs, () => {
      cancelSweep = null;
      sweep(clock.nowMs());
      if (slots.size > 0) sweepLater();
    });
  }

  function sweep(nowMs: number): void {
    let over = -connectionsMax;
    for (const { phase } of slots) if (phase !== 'closing') over += 1;
    for (const slot of idle.slice()) {
      const idleMs = nowMs - slot.idleSinceMs;
      const why: ClosedBecause | null = slot.endsMs <= nowMs ? 'age' : idleMs >= settings.idleTimeoutMs ? 'idle' : over > 0 && idleMs >= overflowIdleMs ? 'overflow' : null;
      if (why === null) continue;
      over -= 1;
      idle.splice(idle.indexOf(slot), 1);
      retire(slot, why);
    }
    for (const slot of slots) {
      const heldMs = nowMs - slot.leasedAtMs;
      if (slot.phase !== 'leased' || slot.leakReported || heldMs < settings.leakAfterMs) continue;
      slot.leakReported = true;
      publish(() => ({ kind: 'leak', pool: name, heldMs, takenAt: slot.site?.say() ?? 'not known' }));
    }
  }

  return {
    request,
    withdraw: (waiter) => queue.remove(waiter),
    giveBack,
    stuck: () => slots.size === limit && [...slots].every(({ phase, holding }) => phase === 'leased' && holding !== null && holding.claims > 0),
    counts() {
      const counts = { opening: 0, idle: 0, checking: 0, leased: 0, restoring: 0, closing: 0, waiting: queue.size() };
      for (const { phase } of slots) counts[phase] += 1;
      return counts;
    },
    lastOpenError: () => openError,
    close(drainMs) {
      if (closing) return closing.promise;
      closing = Promise.withResolvers<void>();
      cancelOpenAgain?.();
      for (let waiter = queue.head(); waiter; waiter = queue.head()) {
        queue.remove(waiter);
        waiter.refuse(new RuntimeError('ERR_PLIMSOLL_POOL_CLOSED', `${name}: the pool was closed while this caller waited`, { retryable: false }));
      }
      for (const slot of idle.splice(0)) retire(slot, 'the pool is closed');
      const cancelDrain = clock.after(drainMs, () => {
        for (const slot of slots) if (slot.phase === 'leased') retire(slot, 'the pool is closed');
      });
      pump();
      return closing.promise.finally(() => {
        cancelDrain();
        cancelSweep?.();
        cancelSweep = null;
      });
    },
  };
}

/** A driver that throws is one that rejects. */
async function attemptOf<T>(work: () => Promise<T>): Promise<T> {
  return await work();
}

function fullError({ name, connectionsMax, overflowMax, waitersMax }: PoolSettings): RuntimeError {
  return new RuntimeError('ERR_PLIMSOLL_POOL_FULL', `${name}: all ${connectionsMax + overflowMax} connections are taken and ${waitersMax} callers wait`, {
    retryable: true,
    details: { connectionsMax, overflowMax, waitersMax },
  });
}

function connectError(name: string, cause: unknown): unknown {
  if (cause instanceof RuntimeError) return cause;
  return new RuntimeError('ERR_PLIMSOLL_POOL_CONNECT', `${name}: no connection could be opened: ${cause instanceof Error ? cause.message || nameOf(cause) : String(cause)}`, {
    retryable: true,
    cause,
  });
}

/** An AggregateError of Node has no message, only a code. */
function nameOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.name;
}
