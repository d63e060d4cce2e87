import type { Clock } from '../../clock/index.ts';
import { RuntimeError } from '../../errors/index.ts';
import type { PoolOptions } from '../core/options.ts';
import { poolDefaults, poolSettings } from '../core/options.ts';
import type { Pool } from '../core/pool.ts';
import { poolCore } from '../core/pool.ts';
import { isForGood, reasonOf } from '../core/refusals.ts';
import { openedAtStart, startWithinMsByDefault } from '../core/starting.ts';
import type { PoolSize, SizeOptions } from '../sizing/index.ts';
import { sizeOfPool } from '../sizing/index.ts';
import { postgresDriver } from './driver.ts';
import { pgFacade } from './facade.ts';
import type { ServerLimits } from './limits.ts';
import { connectionsAvailable, limitsOf, limitsQuery } from './limits.ts';
import type { PgClient, PgModule } from './pg.ts';

export interface PostgresPoolOptions<Module extends PgModule> extends Omit<PoolOptions, 'connectionsMax' | 'overflowMax'>, SizeOptions {
  /** The module `pg` that the program imports. */
  readonly driver: Module;
  /** A connection string, or what `pg.Client` takes. */
  readonly connection: string | object;
  /** Every statement ends within this, on the server, too. Default 5,000. A travelling deadline shortens it. */
  readonly statementTimeoutMs?: number;
  /**
   * Asking the live server for its limits at start: `required` (default), `when-reachable`, or `off`. A limit that is exceeded
   * counts in the first two.
   */
  readonly startCheck?: 'required' | 'when-reachable' | 'off';
  /** With `required`: how long a server that cannot be reached yet is asked again, as it may start with the service. Default 10,000; 0 asks once. */
  readonly startWithinMs?: number;
}

type ClientOf<Module extends PgModule> = InstanceType<Module['Client']>;

/** A `pg.Pool` to whoever takes one, and a `Pool` of this package. */
export type PostgresPool<Module extends PgModule> = InstanceType<Module['Pool']> &
  Pick<Pool<ClientOf<Module>>, 'name' | 'use' | 'stats' | 'collect' | 'close'> & {
    /** Runs `work` in a transaction: committed when it resolves, rolled back when it rejects. Rejects as `use` does. */
    transaction<T>(work: (client: ClientOf<Module>) => T | Promise<T>): Promise<T>;
    /** What the live server allows; null where it was not asked. */
    readonly serverLimits: ServerLimits | null;
  };

/**
 * A pool for PostgreSQL that stands wherever a `pg.Pool` does. Its size is `connectionsMax`, or cores × 2 + disks of the database server (DP4,
 * "Configure Connection Pools Explicitly"), and never above this pool's share of what the live server allows.
 *
 * Rejects with `ERR_PLIMSOLL_OPTION`, `ERR_PLIMSOLL_POOL_CONNECT` (the server cannot be asked), `ERR_PLIMSOLL_POOL_FLEET` (the fleet does not fit).
 */
export async function postgresPool<Module extends PgModule>(options: PostgresPoolOptions<Module>): Promise<PostgresPool<Module>> {
  const { name, driver: module, statementTimeoutMs = 5000, startCheck = 'required', startWithinMs = startWithinMsByDefault } = options;
  const settings = poolSettings({ ...options, connectionsMax: 1, overflowMax: 0 }); // what is wrong is said before the server is asked
  if (!(statementTimeoutMs >= 1) || statementTimeoutMs > 2 ** 31 - 1)
    throw new RuntimeError('ERR_PLIMSOLL_OPTION', `${name}: statementTimeoutMs is ${statementTimeoutMs}; give milliseconds from 1`, { retryable: false });
  sizeOfPool(name, options, null);
  const config = typeof options.connection === 'string' ? { connectionString: options.connection } : options.connection;
  const session = { name, driver: module, clock: settings.clock, deadline: settings.deadline, statementTimeoutMs };
  const driver = postgresDriver({ ...session, config, connectTimeoutMs: options.connectTimeoutMs ?? poolDefaults.connectTimeoutMs });
  const limits = startCheck === 'off' ? null : await askServer(name, driver, { required: startCheck === 'required', clock: settings.clock, startWithinMs });
  const available = limits && connectionsAvailable(limits, options.connectionsReserved ?? 3);
  const size: PoolSize = sizeOfPool(name, options, available);

  const facade = pgFacade(module, config, size.connectionsMax + size.overflowMax);
  const core = poolCore(driver, { ...options, ...size }, facade.hooks);
  return Object.assign(facade.over(core), { serverLimits: limits }) as unknown as PostgresPool<Module>;
}

interface Asking {
  readonly required: boolean;
  readonly clock: Clock;
  readonly startWithinMs: number;
}

/** On a connection of its own, before the pool has any. */
async function askServer(name: string, driver: ReturnType<typeof postgresDriver>, { required, clock, startWithinMs }: Asking): Promise<ServerLimits | null> {
  let client: PgClient | null = null;
  try {
    client = await openedAtStart(() => driver.open(), { clock, withinMs: required ? startWithinMs : 0 });
    const { rows } = (await client.query(limitsQuery)) as { readonly rows: readonly Record<string, unknown>[] };
    return limitsOf(rows[0] ?? {});
  } catch (error) {
    if (!required) return null;
    throw new RuntimeError('ERR_PLIMSOLL_POOL_CONNECT', `${name}: the server could not be asked for its limits: ${reasonOf(error)}`, {
      retryable: !isForGood(error),
      cause: error,
    });
  } finally {
    if (client) await driver.close(client, true);
  }
}
