import { RuntimeError } from '../../errors/index.ts';
import type { Family } from '../../telemetry/family.ts';
import type { CallSite } from './call-site.ts';
import { callSite, noCallSite } from './call-site.ts';
import type { Driver } from './driver.ts';
import { publish } from './events.ts';
import type { Holding } from './holding.ts';
import { enterHolding, holdingOf, holdings, newHolding, underHolding } from './holding.ts';
import type { MachineHooks } from './machine.ts';
import { poolMachine } from './machine.ts';
import { poolMeasures } from './measures.ts';
import type { PoolOptions, PoolSettings } from './options.ts';
import { poolSettings } from './options.ts';
import { deadlineError, nestedError, timeoutError } from './refusals.ts';
import type { Slot } from './slot.ts';
import type { Waiter } from './waiters.ts';

export interface AcquireOptions {
  /** Gives up at once when aborted, with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Instead of the pool's `acquireTimeoutMs`. */
  readonly timeoutMs?: number;
}

/** A connection that is the caller's until it is released. */
export interface Lease<Connection> {
  readonly connection: Connection;
  /** Returns the connection, or closes it. Throws `ERR_PLIMSOLL_POOL_RETURNED` the second time. */
  release(options?: { readonly close?: boolean }): void;
}

export interface PoolStats {
  readonly connectionsMax: number;
  readonly overflowMax: number;
  /** Sessions that the server may have of this pool: all below together. Never above connectionsMax + overflowMax. */
  readonly open: number;
  readonly idle: number;
  readonly used: number;
  readonly opening: number;
  /** Was idle for long, and is being tested for a caller. */
  readonly testing: number;
  /** Returned, and waiting for a statement to end or a transaction to be rolled back. */
  readonly restoring: number;
  /** Given up, and not yet let go by the server. */
  readonly closing: number;
  readonly waiting: number;
  readonly timeouts: number;
}

export interface Pool<Connection> {
  readonly name: string;
  /**
   * Runs `work` with a connection and returns the connection when `work` has ended, however it ends. Prefer it to `acquire`: a nested call is then
   * certain to be one, and is refused before it can hang.
   * Rejects with POOL_TIMEOUT, POOL_FULL, POOL_NESTED, POOL_CONNECT, POOL_CLOSED, DEADLINE (each `ERR_PLIMSOLL_…`), or as `work` does.
   */
  use<T>(work: (connection: Connection) => T | Promise<T>, options?: AcquireOptions): Promise<T>;
  /** A connection to be released by the caller. Rejects as `use` does. */
  acquire(options?: AcquireOptions): Promise<Lease<Connection>>;
  stats(): PoolStats;
  /** For a scrape: `db.client.connection.*` as OpenTelemetry names them. */
  collect(): readonly Family[];
  /** Takes no more callers, waits up to `drainMs` (default 10,000) for connections in use, and ends when the server has let go of all, or ten seconds later. */
  close(options?: { readonly drainMs?: number }): Promise<void>;
}

/** What the adapters of drivers build on. */
export interface PoolCore<Connection> extends Pool<Connection> {
  readonly settings: PoolSettings;
  /** What holdings of this pool are known by. */
  readonly identity: object;
  /** Acquires in the callback's own context. With `hold`, the callback and what follows from it hold the connection. */
  ask(asked: Asked<Connection>): void;
}

export interface Asked<Connection> extends AcquireOptions {
  readonly site: CallSite;
  readonly holding: Holding | null;
  readonly granted: (lease: Lease<Connection>) => void;
  readonly refused: (error: unknown) => void;
}

/** A pool over any driver. Throws `ERR_PLIMSOLL_OPTION`. */
export function createPool<Connection>(driver: Driver<Connection>, options: PoolOptions): Pool<Connection> {
  return poolCore(driver, options);
}

export function poolCore<Connection>(driver: Driver<Connection>, options: PoolOptions, hooks: MachineHooks<Connection> = {}): PoolCore<Connection> {
  const settings = poolSettings(options);
  const { name, clock } = settings;
  const measures = poolMeasures(name);
  const machine = poolMachine(driver, settings, measures, hooks);
  const identity = {};

  function ask({ site, holding, granted, refused, signal, timeoutMs }: Asked<Connection>): void {
    const parent = holding ? holding.parent : holdings();
    const outer = holdingOf(identity, parent);
    if (outer && mustRefuse(outer)) return refused(nested(outer, site));
    if (outer) publish('plimsoll:pool:nested', () => ({ pool: name, heldSince: outer.site.say(), takenAt: site.say(), refused: false }));
    if (signal?.aborted) return refused(signal.reason);
    const remainingMs = settings.deadline.remainingMs();
    if (remainingMs !== null && remainingMs <= 0) return refused(deadlineError(name, 0));

    const began = clock.nowMs();
    const waiter: Waiter<Slot<Connection>> = {
      grant(slot) {
        settle();
        measures.waited(clock.nowMs() - began);
        slot.site = site;
        slot.holding = holding;
        granted(leaseOf(slot, holding));
      },
      refuse(error) {
        settle();
        if (holding) holding.active = false;
        refused(error);
      },
      next: null,
      previous: null,
      queued: false,
    };
    let cancelTimer: (() => void) | null = null;
    let claimed = false;
    const settle = (): void => {
      cancelTimer?.();
      signal?.removeEventListener('abort', abort);
      if (claimed) claim(parent, -1);
      claimed = false;
    };
    const abort = (): void => {
      if (machine.withdraw(waiter)) waiter.refuse(signal?.reason);
    };
    if (!machine.request(waiter)) return;

    if (outer && settings.refuseNested !== 'never') {
      claimed = true;
      claim(parent, 1);
      if (machine.stuck()) {
        machine.withdraw(waiter);
        return waiter.refuse(nested(outer, site));
      }
    }
    const patienceMs = timeoutMs ?? settings.acquireTimeoutMs;
    const late = remainingMs !== null && remainingMs < patienceMs;
    cancelTimer = clock.after(late ? remainingMs : patienceMs, () => {
      if (!machine.withdraw(waiter)) return;
      measures.timedOut();
      const waitedMs = clock.nowMs() - began;
      publish('plimsoll:pool:timeout', () => ({ pool: name, waitedMs }));
      waiter.refuse(late ? deadlineError(name, waitedMs) : timeoutError(settings, waitedMs, machine.counts(), machine.lastOpenError()));
    });
    signal?.addEventListener('abort', abort, { once: true });
  }

  /** Those who hold a connection of this pool above a waiter cannot go on before it does. */
  function claim(from: Holding | null, by: 1 | -1): void {
    for (let holding = holdingOf(identity, from); holding; holding = holdingOf(identity, holding.parent)) holding.claims += by;
  }

  function mustRefuse(outer: Holding): boolean {
    return settings.refuseNested === 'always' || (settings.refuseNested === 'when-sure' && outer.certain);
  }

  function nested(outer: Holding, site: CallSite): RuntimeError {
    const [takenAt, heldSince] = [site.say(), outer.site.say()];
    publish('plimsoll:pool:nested', () => ({ pool: name, heldSince, takenAt, refused: true }));
    return nestedError(settings, takenAt, heldSince);
  }

  function leaseOf(slot: Slot<Connection>, holding: Holding | null): Lease<Connection> {
    const { connection } = slot;
    if (connection === null) throw new Error('a slot is granted with its connection');
    let released = false;
    return {
      connection,
      release({ close = false } = {}) {
        if (released) throw new RuntimeError('ERR_PLIMSOLL_POOL_RETURNED', `${name}: this connection was already returned`, { retryable: false });
        released = true;
        if (holding) holding.active = false;
        machine.giveBack(slot, close);
      },
    };
  }

  const siteOf = (below: (...parameters: never[]) => unknown): CallSite => (settings.callSites ? callSite(below) : noCallSite);

  function acquire(acquireOptions: AcquireOptions = {}): Promise<Lease<Connection>> {
    const site = siteOf(acquire);
    const holding = newHolding(identity, site, false, holdings());
    const promise = new Promise<Lease<Connection>>((resolve, reject) => {
      ask({
        ...acquireOptions,
        site,
        holding,
        granted: (lease) => {
          queueMicrotask(() => (holding.delivered = true)); // before the caller goes on, after what runs beside it in the same breath
          resolve(lease);
        },
        refused: reject,
      });
    });
    if (holding.active) enterHolding(holding);
    return promise;
  }

  async function use<T>(work: (connection: Connection) => T | Promise<T>, acquireOptions: AcquireOptions = {}): Promise<T> {
    const site = siteOf(use);
    const holding = newHolding(identity, site, true, holdings());
    const lease = await new Promise<Lease<Connection>>((granted, refused) => {
      ask({ ...acquireOptions, site, holding, granted, refused });
    });
    holding.delivered = true;
    try {
      return await underHolding(holding, () => work(lease.connection));
    } finally {
      lease.release();
    }
  }

  return {
    name,
    settings,
    identity,
    ask,
    use,
    acquire,
    stats() {
      const { idle, leased, opening, checking, restoring, closing, waiting } = machine.counts();
      return {
        connectionsMax: settings.connectionsMax,
        overflowMax: settings.overflowMax,
        open: idle + leased + opening + checking + restoring + closing,
        idle,
        used: leased,
        opening,
        testing: checking,
        restoring,
        closing,
        waiting,
        timeouts: measures.timeouts(),
      };
    },
    collect() {
      const { idle, checking, leased, opening, restoring, closing, waiting } = machine.counts();
      const { connectionsMax, overflowMax } = settings;
      return measures.collect({ idle: idle + checking, used: leased + opening + restoring + closing, waiting, idleMax: connectionsMax, max: connectionsMax + overflowMax });
    },
    close: ({ drainMs = 10_000 } = {}) => machine.close(drainMs),
  };
}
