export type { AcquireOptions, Driver, Lease, Pool, PoolEvents, PoolOptions, PoolStats, RemainingTime } from './core/index.ts';
export { createPool, detached, poolChannels, poolDefaults } from './core/index.ts';
export type { MysqlModule, MysqlPool, MysqlPoolOptions } from './mysql/index.ts';
export { mysqlPool } from './mysql/index.ts';
export type { PgModule, PostgresPool, PostgresPoolOptions, ServerLimits } from './postgres/index.ts';
export { connectionsAvailable, limitsOf, limitsQuery, postgresPool } from './postgres/index.ts';
export type { DatabaseServer, Fleet, PoolPlan, PoolPlanInput, PoolPolicy, PoolSize, SizeOptions } from './sizing/index.ts';
export { connectionsUseful, planPool, sizeOfPool } from './sizing/index.ts';
