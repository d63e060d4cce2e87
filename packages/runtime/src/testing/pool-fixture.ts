import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createPool, detached, poolChannels } from '../pool/core/index.ts';
import type { AcquireOptions, Lease, Pool, PoolOptions } from '../pool/core/index.ts';
import { fakeDatabase } from './fake-database.ts';
import type { FakeDatabase, FakeSession } from './fake-database.ts';
import { manualClock } from './manual-clock.ts';
import type { ManualClock } from './manual-clock.ts';

/** A clock, a database in memory and what the pools over it tell. */
export interface PoolFixture {
  readonly clock: ManualClock;
  readonly database: FakeDatabase;
  /** With the last part of the channel's name as `kind`. */
  readonly events: readonly { readonly kind: string; readonly [detail: string]: unknown }[];
  pool(options?: Partial<PoolOptions>): Pool<FakeSession>;
  stop(): void;
}

export function poolFixture(): PoolFixture {
  const clock = manualClock();
  const database = fakeDatabase();
  const events: { kind: string; [detail: string]: unknown }[] = [];
  const hear = (message: unknown, name: string | symbol): void => void events.push({ kind: String(name).replace('plimsoll:pool:', ''), ...(message as object) });
  for (const name of poolChannels) subscribe(name, hear);
  return {
    clock,
    database,
    events,
    pool: (options = {}) => createPool(database.driver, { name: 'orders-db', connectionsMax: 2, clock, random: () => 0, ...options }),
    stop() {
      for (const name of poolChannels) unsubscribe(name, hear);
    },
  };
}

/** As a caller of a request of its own: it holds nothing that another one took. */
export function taken<Connection>(pool: Pool<Connection>, options?: AcquireOptions): Promise<Lease<Connection>> {
  return detached(() => pool.acquire(options));
}

export function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'fulfilled',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
}
