export type { Driver } from './driver.ts';
export type { PoolEvents } from './events.ts';
export { poolChannels } from './events.ts';
export { detached } from './holding.ts';
export type { PoolOptions, RemainingTime } from './options.ts';
export { poolDefaults } from './options.ts';
export type { AcquireOptions, Lease, Pool, PoolStats } from './pool.ts';
export { createPool } from './pool.ts';
