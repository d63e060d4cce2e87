import type { Known } from '../model/known.ts';

/**
 * A configuration value in code. `value` is what holds when none of `variables` is set (unknown when the code gives no default);
 * assemble replaces it by what the unit sets. `process.env.DB_POOL_MAX ?? 10` is { value: 10, variables: ['DB_POOL_MAX'] }.
 */
export interface Setting<T> {
  readonly value: Known<T>;
  readonly variables: readonly string[];
  readonly scale?: number; // a set variable counts times this: `Number(process.env.SECONDS ?? 5) * 1000` has 1000
}
