import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createPool, detached } from '../pool/core/index.ts';
import type { AcquireOptions, Lease, Pool, PoolEvent, PoolOptions } from '../pool/core/index.ts';
import { fakeDatabase } from './fake-database.ts';
import type { FakeDatabase, FakeSession } from './fake-database.ts';
import { manualClock } from './manual-clock.ts';
import type { ManualClock } from './manual-clock.ts';

/** A clock, a database in memory and what the pools over it tell. */
export interface PoolFixture {
  readonly clock: ManualClock;
  readonly database: FakeDatabase;
  readonly events: readonly PoolEvent[];
  pool(options?: Partial<PoolOptions>): Pool<FakeSession>;
  stop(): void;
}

export function poolFixture(): PoolFixture {
  const clock = manualClock();
  const database = fakeDatabase();
  const events: PoolEvent[] = [];
  const hear = (event: unknown): void => void events.push(event as PoolEvent);
  subscribe('plimsoll:pool', hear);
  return {
    clock,
    database,
    events,
    pool: (options = {}) => createPool(database.driver, { name: 'orders-db', connectionsMax: 2, clock, random: () => 0, ...options }),
    stop: () => void unsubscribe('plimsoll:pool', hear),
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
