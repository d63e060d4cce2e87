import { compare, product, sum } from '../../model/arithmetic.ts';
import { broken, kept } from '../../model/judgement.ts';
import { isKnown, stated } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { say } from '../../model/say.ts';
import type { Database, Pool, System } from '../../model/system.ts';
import { poolsThatServe } from './pools-that-serve.ts';

interface SizedPool {
  readonly id: string;
  readonly pool: Pool;
  readonly database: Database;
  readonly cores: Known<number>;
  readonly disks: Known<number>;
}

export const poolLargerThanDatabaseCanUse: Rule<SizedPool> = {
  id: 'dp4/pool-larger-than-database-can-use',
  severity: 'info', // DP4 gives the formula as where to begin; more connections wait in the database instead of in the service
  summary: 'The pool of one instance is no larger than cores × 2 + disks of its database.',
  controls: ['WAF-PERF-040'],
  needs: ['code', 'infrastructure'],

  subjects: (system) => sizedPools(system),

  judge({ pool, database, cores, disks }) {
    const useful = sum([product(cores, stated(2, database.source, '2')), disks]);
    const own = product(pool.connectionsMax, pool.processesPerInstance);
    const fits = compare(own, '<=', useful);
    const because = [pool.connectionsMax, pool.processesPerInstance, cores, disks];
    // Of a size that is not known, the other rules on pools speak.
    if (fits.answer !== 'no') return kept(...because);
    return broken({
      at: isKnown(pool.connectionsMax) ? pool.connectionsMax.source : pool.use.site.source,
      message: `one instance of ${pool.owner?.name ?? 'this service'} may open ${say(own)} connections to ${database.name}, which works on ${say(useful)} at once (${say(cores)} ${isKnown(cores) && cores.value === 1 ? 'core' : 'cores'} × 2 + ${say(disks)}): the others wait inside the database, where they cost memory`,
      help: `Begin with ${say(useful)} connections for each instance (DP4's formula), measure, and let requests wait in the pool with a short acquire timeout.`,
      because,
      joins: pool.owner?.joins ?? [],
    });
  },
};

/** Only sizes that somebody chose: a default is a finding of dp4/pool-size-not-set. */
function sizedPools(system: System): readonly SizedPool[] {
  return poolsThatServe(system).flatMap((pool) => {
    const database = system.databases.find(({ id }) => id === pool.database?.id);
    if (!database?.cores || database.pooler || (isKnown(pool.connectionsMax) && pool.connectionsMax.basis === 'default')) return [];
    // Managed databases sit on one volume; the contract may say more.
    const disks = database.disks ?? stated(1, database.source, 'one volume');
    return [{ id: pool.id, pool, database, cores: database.cores, disks }];
  });
}
