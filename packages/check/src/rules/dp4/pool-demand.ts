import { compare, difference, product, sum } from '../../model/arithmetic.ts';
import { isKnown } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import type { Database, Pool } from '../../model/system.ts';

/** Every process of every instance opens its own pool, so demand follows the largest instance count a workload may reach. */
export function demandOf(pool: Pool): Known<number> {
  return product(pool.connectionsMax, pool.instancesMax, pool.processesPerInstance);
}

/** The same with what a pool may open beyond its size in a burst. */
export function burstOf(pool: Pool): Known<number> {
  if (!pool.overflowMax) return demandOf(pool);
  return product(sum([pool.connectionsMax, pool.overflowMax]), pool.instancesMax, pool.processesPerInstance);
}

/** Connections that a database serves to applications. */
export function availableOn(database: Database): Known<number> {
  return difference(database.connectionsMax, database.connectionsReserved);
}

/** Whether all pools of a database fit its limit, bursts included; beside one without any limit that is not known. */
export function fitOf(database: Database): 'yes' | 'no' | 'undecided' {
  if (database.pools.some((pool) => isKnown(pool.connectionsMax) && pool.connectionsMax.value === Infinity)) return 'undecided';
  return compare(sum(sizedPools(database).map(burstOf)), '<=', availableOn(database)).answer;
}

/** The pool whose code is the place to mend: the one that asks for most. */
export function largestPool(pools: readonly Pool[]): Pool {
  const sizes = pools.map((pool) => {
    const demand = demandOf(pool);
    return isKnown(demand) ? demand.value : (demand.bounds?.min ?? 0);
  });
  const largest = pools[sizes.indexOf(Math.max(...sizes))];
  if (!largest) throw new Error('a database with pools has a largest one');
  return largest;
}

export function sizedPools(database: Database): readonly Pool[] {
  return database.pools.filter((pool) => pool.reach.path !== 'script' && !(isKnown(pool.connectionsMax) && pool.connectionsMax.value === Infinity));
}

/** Whether anything here runs the pools of a database: without, how many there are is no question that this repository can answer. */
export function runsHere(database: Database): boolean {
  return database.pools.some((pool) => pool.owner?.units.some((unit) => !unit.local));
}
