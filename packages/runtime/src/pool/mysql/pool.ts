import type { Clock } from '../../clock/index.ts';
import { RuntimeError } from '../../errors/index.ts';
import type { PoolOptions } from '../core/options.ts';
import { poolDefaults, poolSettings } from '../core/options.ts';
import type { Pool } from '../core/pool.ts';
import { poolCore } from '../core/pool.ts';
import { isForGood, reasonOf } from '../core/refusals.ts';
import { openedAtStart, startWithinMsByDefault } from '../core/starting.ts';
import type { SizeOptions } from '../sizing/index.ts';
import { sizeOfPool } from '../sizing/index.ts';
import { mysqlDriver } from './driver.ts';
import { mysqlFacade } from './facade.ts';
import type { MysqlConnection, MysqlModule } from './mysql.ts';

export interface MysqlPoolOptions<Module extends MysqlModule> extends Omit<PoolOptions, 'connectionsMax' | 'overflowMax'>, SizeOptions {
  /** The module `mysql2/promise` that the program imports. */
  readonly driver: Module;
  /** A connection string, or what `createConnection` of mysql2 takes. */
  readonly connection: string | object;
  /**
   * Default 5,000. MariaDB ends every statement at it, MySQL each SELECT and each wait for a lock; another statement of MySQL may go on in the
   * server after its caller got an error. A travelling deadline shortens it.
   */
  readonly statementTimeoutMs?: number;
  /** As for `postgresPool`. */
  readonly startCheck?: 'required' | 'when-reachable' | 'off';
  /** As for `postgresPool`. */
  readonly startWithinMs?: number;
}

type ConnectionOf<Module extends MysqlModule> = Awaited<ReturnType<Module['createConnection']>>;

/** A pool of `mysql2/promise` to whoever takes one, and a `Pool` of this package. `getConnection` takes a callback as well, as the plain pools of mysql2 do. */
export type MysqlPool<Module extends MysqlModule> = ReturnType<Module['createPool']> & Pick<Pool<ConnectionOf<Module>>, 'name' | 'use' | 'stats' | 'collect' | 'close'>;

/** A pool for MySQL and MariaDB over connections of `mysql2`. Sized, checked and limited as `postgresPool`; rejects with the same errors. */
export async function mysqlPool<Module extends MysqlModule>(options: MysqlPoolOptions<Module>): Promise<MysqlPool<Module>> {
  const { name, driver: module, statementTimeoutMs = 5000, startCheck = 'required', startWithinMs = startWithinMsByDefault } = options;
  const settings = poolSettings({ ...options, connectionsMax: 1, overflowMax: 0 });
  if (!(statementTimeoutMs >= 1) || statementTimeoutMs > 2 ** 31 - 1)
    throw new RuntimeError('ERR_PLIMSOLL_OPTION', `${name}: statementTimeoutMs is ${statementTimeoutMs}; give milliseconds from 1`, { retryable: false });
  sizeOfPool(name, options, null);
  const config = typeof options.connection === 'string' ? { uri: options.connection } : options.connection;
  const driver = mysqlDriver({
    name,
    module,
    config,
    clock: settings.clock,
    deadline: settings.deadline,
    statementTimeoutMs,
    connectTimeoutMs: options.connectTimeoutMs ?? poolDefaults.connectTimeoutMs,
  });
  const available =
    startCheck === 'off' ? null : await askServer(name, driver, { required: startCheck === 'required', reserved: options.connectionsReserved ?? 3, clock: settings.clock, startWithinMs });
  const size = sizeOfPool(name, options, available);
  const facade = mysqlFacade(module, config, size.connectionsMax + size.overflowMax);
  return facade(poolCore(driver, { ...options, ...size })) as unknown as MysqlPool<Module>;
}

interface Asking {
  readonly required: boolean;
  readonly reserved: number;
  readonly clock: Clock;
  readonly startWithinMs: number;
}

async function askServer(name: string, driver: ReturnType<typeof mysqlDriver>, { required, reserved, clock, startWithinMs }: Asking): Promise<number | null> {
  let connection: MysqlConnection | null = null;
  try {
    connection = await openedAtStart(() => driver.open(), { clock, withinMs: required ? startWithinMs : 0 });
    const [rows] = await connection.query('select @@max_connections + 0 as connectionsMax, @@max_user_connections + 0 as userMax');
    const row = (rows as readonly { readonly connectionsMax: number; readonly userMax: number }[])[0];
    if (!row) return null;
    const forAll = row.connectionsMax - reserved;
    return row.userMax > 0 ? Math.min(forAll, row.userMax) : forAll; // 0: no limit for one user
  } catch (error) {
    if (!required) return null;
    throw new RuntimeError('ERR_PLIMSOLL_POOL_CONNECT', `${name}: the server could not be asked for its limits: ${reasonOf(error)}`, {
      retryable: !isForGood(error),
      cause: error,
    });
  } finally {
    if (connection) await driver.close(connection, true);
  }
}
