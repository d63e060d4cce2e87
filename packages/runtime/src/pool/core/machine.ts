import { attemptOf, bounded } from './bounded.ts';
import type { Driver } from './driver.ts';
import type { ClosedBecause } from './events.ts';
import { publish } from './events.ts';
import type { PoolMeasures } from './measures.ts';
import type { PoolSettings } from './options.ts';
import { closedError, connectError, connectTimeoutError, fullError } from './refusals.ts';
import type { Slot } from './slot.ts';
import { newSlot } from './slot.ts';
import type { Waiter } from './waiters.ts';
import { waiterQueue } from './waiters.ts';

const sweepEveryMs = 1000;
const overflowIdleMs = 1000;
const lastWordMs = 10_000;
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
  let failedInVain = 0; // attempts since the last connection was opened, each on behalf of someone who waits
  let cancelSweep: (() => void) | null = null;
  let cancelOpenAgain: (() => void) | null = null;
  let closing: { readonly promise: Promise<void>; readonly resolve: () => void } | null = null;

  function request(waiter: Waiter<Slot<Connection>>): boolean {
    if (closing) {
      waiter.refuse(closedError(name, false));
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
      failedInVain = 0;
      const createMs = clock.nowMs() - began;
      measures.opened(createMs);
      publish('plimsoll:pool:opened', () => ({ pool: name, createMs }));
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
      return connectTimeoutError(settings);
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
    failedInVain += 1;
    publish('plimsoll:pool:open-failed', () => ({ pool: name, error }));
    if ([...slots].some(({ phase }) => phase !== 'closing')) {
      // Other connections are there or on their way, and those who wait may still get one: a server at its limit refuses only what is too much.
      openNotBeforeMs = clock.nowMs() + openAgainMs * (1 + settings.random() / 2);
      openAgainMs = Math.min(openAgainMs * 2, openAgain.longestMs);
    } else {
      // Nothing will be returned that these callers could wait for.
      for (let waiter = queue.head(); waiter && failedInVain > 0; waiter = queue.head()) {
        failedInVain -= 1;
        queue.remove(waiter);
        waiter.refuse(connectError(name, error));
      }
      failedInVain = 0;
      openNotBeforeMs = -Infinity;
      cancelOpenAgain?.();
      cancelOpenAgain = null;
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
      if (!slot.lost) publish('plimsoll:pool:lost', () => ({ pool: name, error }));
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
    publish('plimsoll:pool:lost', () => ({ pool: name, error }));
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
    publish('plimsoll:pool:closed', () => ({ pool: name, why }));
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
      publish('plimsoll:pool:leak', () => ({ pool: name, heldMs, takenAt: slot.site?.say() ?? 'not known' }));
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
        waiter.refuse(closedError(name, true));
      }
      for (const slot of idle.splice(0)) retire(slot, 'the pool is closed');
      let cancelDrain = clock.after(drainMs, () => {
        for (const slot of slots) if (slot.phase === 'leased') retire(slot, 'the pool is closed');
        cancelDrain = clock.after(lastWordMs, () => closing?.resolve()); // a driver that never settles keeps nobody
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
