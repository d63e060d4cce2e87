import type { Clock } from '../../clock/index.ts';
import { systemClock } from '../../clock/index.ts';
import { remainingMs } from '../../deadline/scope.ts';
import { RuntimeError } from '../../errors/index.ts';

/** What is left of the request on whose behalf this runs, in milliseconds; null without a deadline, 0 or less when it is over. */
export interface RemainingTime {
  remainingMs(): number | null;
}

export interface PoolOptions {
  /** Name of the dependency, as in `plimsoll.yml`; it stands in errors and in `db.client.connection.pool.name`. */
  readonly name: string;
  /** Connections that the pool keeps. */
  readonly connectionsMax: number;
  /** Connections beyond that under bursts; closed again when idle for a second. Default 0. */
  readonly overflowMax?: number;
  /** How long a caller waits for a connection, opening included. Default 2,000. */
  readonly acquireTimeoutMs?: number;
  /** Callers that may wait at the same time. Default ten for each connection. */
  readonly waitersMax?: number;
  /** Age at which a connection is renewed, less up to a tenth by chance. Default 3,600,000, DP4's hour. */
  readonly lifetimeMs?: number;
  /** An unused connection is closed after this. Default 600,000, as HikariCP's. */
  readonly idleTimeoutMs?: number;
  /** A connection that was idle for longer is tested before it is given out. Default 500, HikariCP's bypass window. */
  readonly pingAfterIdleMs?: number;
  /** How long that test may take. Default 500. */
  readonly pingTimeoutMs?: number;
  /** How long opening may take. Default 2,000. */
  readonly connectTimeoutMs?: number;
  /** A connection held for longer is reported as a leak, with the place that took it; it is not taken away. Default 30,000. */
  readonly leakAfterMs?: number;
  /**
   * Whether a caller that holds a connection may take another one of the same pool. `when-sure` (default): refused inside `use()`, and elsewhere as soon
   * as every connection is held by a caller that waits for another one. `always`: refused wherever the async context says so. `never`.
   */
  readonly refuseNested?: 'when-sure' | 'always' | 'never';
  /** Record the place of each acquisition, for leaks and nested acquisitions; 3 to 10 µs each, by the depth of the calls. Default true. */
  readonly callSites?: boolean;
  /** Default: the travelling deadline of `@plimsoll/runtime/deadline`. */
  readonly deadline?: RemainingTime;
  readonly clock?: Clock;
  /** From 0 up to 1; spreads the ends of connections. Default Math.random. */
  readonly random?: () => number;
}

export type PoolSettings = Required<PoolOptions>;

export const poolDefaults = {
  overflowMax: 0,
  acquireTimeoutMs: 2000,
  waitersPerConnection: 10,
  lifetimeMs: 3_600_000,
  idleTimeoutMs: 600_000,
  pingAfterIdleMs: 500,
  pingTimeoutMs: 500,
  connectTimeoutMs: 2000,
  leakAfterMs: 30_000,
} as const;

const longestMs = 2 ** 31 - 1; // what a timer of Node takes

/** Fills in the defaults. Throws `ERR_PLIMSOLL_OPTION` naming the first option that cannot work. */
export function poolSettings(options: PoolOptions): PoolSettings {
  const { name, connectionsMax } = options;
  if (typeof name !== 'string' || name === '') throw wrongOption('a pool', 'name', name, 'the name of the dependency');
  const count = (option: keyof PoolOptions, value: number, least: number): number => {
    if (!Number.isInteger(value) || value < least || value > 1_000_000) throw wrongOption(name, option, value, `a whole number from ${least}`);
    return value;
  };
  const time = (option: keyof PoolOptions, value: number, least: number): number => {
    if (value === Infinity) return longestMs;
    if (!(value >= least) || value > longestMs) throw wrongOption(name, option, value, `milliseconds from ${least} to ${longestMs}`);
    return value;
  };
  const overflowMax = count('overflowMax', options.overflowMax ?? poolDefaults.overflowMax, 0);
  return {
    name,
    connectionsMax: count('connectionsMax', connectionsMax, 1),
    overflowMax,
    acquireTimeoutMs: time('acquireTimeoutMs', options.acquireTimeoutMs ?? poolDefaults.acquireTimeoutMs, 1),
    waitersMax: count('waitersMax', options.waitersMax ?? poolDefaults.waitersPerConnection * (connectionsMax + overflowMax), 0),
    lifetimeMs: time('lifetimeMs', options.lifetimeMs ?? poolDefaults.lifetimeMs, 1),
    idleTimeoutMs: time('idleTimeoutMs', options.idleTimeoutMs ?? poolDefaults.idleTimeoutMs, 1),
    pingAfterIdleMs: time('pingAfterIdleMs', options.pingAfterIdleMs ?? poolDefaults.pingAfterIdleMs, 0),
    pingTimeoutMs: time('pingTimeoutMs', options.pingTimeoutMs ?? poolDefaults.pingTimeoutMs, 1),
    connectTimeoutMs: time('connectTimeoutMs', options.connectTimeoutMs ?? poolDefaults.connectTimeoutMs, 1),
    leakAfterMs: time('leakAfterMs', options.leakAfterMs ?? poolDefaults.leakAfterMs, 1),
    refuseNested: options.refuseNested ?? 'when-sure',
    callSites: options.callSites ?? true,
    deadline: options.deadline ?? { remainingMs },
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
}

export function wrongOption(pool: string, option: string, value: unknown, right: string): RuntimeError {
  const shown = typeof value === 'number' || value === undefined || value === null ? String(value) : typeof value; // a text may be a secret
  return new RuntimeError('ERR_PLIMSOLL_OPTION', `${pool}: ${option} is ${shown}; give ${right}`, { retryable: false, details: { option } });
}
