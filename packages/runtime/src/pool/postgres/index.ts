export type { ServerLimits } from './limits.ts';
export { connectionsAvailable, limitsOf, limitsQuery } from './limits.ts';
export type { PgModule } from './pg.ts';
export type { PostgresPool, PostgresPoolOptions } from './pool.ts';
export { postgresPool } from './pool.ts';
