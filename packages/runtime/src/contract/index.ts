export type { GuardOptionsStated, PoolOptionsStated, RuntimeContract, WorkloadOptions } from './load.ts';
export { load } from './load.ts';
