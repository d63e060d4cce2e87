export type { PoolSize, SizeOptions } from './fleet.ts';
export { sizeOfPool } from './fleet.ts';
export type { DatabaseServer, Fleet, PoolPlan, PoolPlanInput, PoolPolicy } from './plan.ts';
export { connectionsUseful, planPool } from './plan.ts';
