import type { PoolPlan } from '@plimsoll/runtime/pool';

/** One place to set the size, and what to write there. */
export interface Setting {
  readonly where: string;
  readonly set: string;
}

/** The same numbers in the words of each library: acquire timeout 2 s, renewal after an hour, a test before use where the library has one. `reserved` is null where the server's limit is known. */
export function settingsOf({ perPool, overflowPerPool, totalWithOverflow, connectionsMaxNeeded }: PoolPlan, reserved: number | null): readonly Setting[] {
  const all = perPool + overflowPerPool;
  return [
    { where: '@plimsoll/runtime', set: `connectionsMax: ${perPool}, overflowMax: ${overflowPerPool}, acquireTimeoutMs: 2000, lifetimeMs: 3600000` },
    { where: 'pg', set: `max: ${all}, connectionTimeoutMillis: 2000, maxLifetimeSeconds: 3600, statement_timeout: 5000` },
    { where: 'mysql2', set: `connectionLimit: ${all}, maxIdle: ${perPool}, queueLimit: ${all * 10}` },
    { where: 'HikariCP', set: `maximumPoolSize=${all}, connectionTimeout=2000, maxLifetime=3600000` },
    { where: 'SQLAlchemy', set: `pool_size=${perPool}, max_overflow=${overflowPerPool}, pool_timeout=2, pool_recycle=3600, pool_pre_ping=True` },
    { where: 'Go database/sql', set: `SetMaxOpenConns(${all}), SetMaxIdleConns(${perPool}), SetConnMaxLifetime(time.Hour)` },
    { where: 'PgBouncer', set: `max_db_connections = ${totalWithOverflow}, query_wait_timeout = 2` },
    ...(reserved === null ? [] : [{ where: 'the server', set: `max_connections = ${connectionsMaxNeeded} at least: ${connectionsMaxNeeded - reserved} for the pools and ${reserved} for others` }]),
  ];
}
