import type { Known } from '../../model/known.ts';
import { isKnown } from '../../model/known.ts';
import type { Pool, System } from '../../model/system.ts';

/** Engines inside the process have no connections to ration, and a Redis client multiplexes all calls over one. */
const embedded: ReadonlySet<string> = new Set(['sqlite', 'h2', 'redis']);

/** Pools that live as long as a process that serves load. */
export function poolsThatServe(system: System): readonly Pool[] {
  return system.pools.filter((pool) => !embedded.has(pool.use.engine) && isRun(pool, system) && pool.use.site.lifetime === 'process');
}

/** What no program loads is a helper of tests or of nobody; where no program was found at all, that says nothing. */
function isRun(pool: Pool, system: System): boolean {
  if (pool.reach.path === 'script') return false;
  return pool.reach.path !== 'unreached' || !system.workloads.some((workload) => workload.entryPoints.length > 0);
}

/** Whoever hands in the options of a pool has chosen them, in a place that is not followed yet. */
export function isHandedIn(value: Known<number>): boolean {
  return !isKnown(value) && value.needs.cause === 'not-supported-yet' && /\bgiven by the caller$/.test(value.reason);
}
