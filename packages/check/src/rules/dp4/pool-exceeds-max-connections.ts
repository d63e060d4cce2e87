import { compare, difference, sum } from '../../model/arithmetic.ts';
import { broken, kept, keptBy, line, undecided } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { say, sayLeast } from '../../model/say.ts';
import type { Database } from '../../model/system.ts';
import { availableOn, demandOf, largestPool, sizedPools, runsHere } from './pool-demand.ts';

export const poolExceedsMaxConnections: Rule<Database> = {
  id: 'dp4/pool-exceeds-max-connections',
  severity: 'error', // DP4 says MUST
  summary: 'The pools of all instances together fit within the connection limit of their database.',
  controls: ['WAF-PERF-040'],
  needs: ['code', 'infrastructure'],

  // A database for developers carries no load, and a pool without any limit is the finding of dp4/pool-size-not-set.
  subjects: (system) => system.databases.filter((database) => !database.local && sizedPools(database).length > 0 && (runsHere(database) || isDecided(database))),

  judge(database) {
    if (database.pooler) return keptBy([line(database.pooler.source, `${database.pooler.name} stands between`)]);
    const pools = sizedPools(database);
    const available = availableOn(database);
    const demand = sum(pools.map(demandOf));
    const fits = compare(demand, '<=', available); // bounds count: "at least 150" already breaks 97
    const largest = largestPool(pools);
    const because = [...pools.flatMap((pool) => [pool.connectionsMax, pool.instancesMax]), database.connectionsMax];
    if (fits.answer === 'yes') return kept(...because);
    const at = 'source' in largest.connectionsMax && largest.connectionsMax.source ? largest.connectionsMax.source : largest.use.site.source;
    if (fits.answer === 'undecided') {
      return undecided({
        at,
        message: `whether the pools on ${database.name} fit is not known: they can open ${say(demand)}, and it serves ${say(available)}`,
        help: `State max_connections of ${database.name} and the largest number of instances.`,
        unknowns: fits.unknowns,
        breaksWhen: isKnown(available) ? `the pools together open more than ${say(available)}` : `${database.name} serves fewer than ${say(demand)}`,
        because,
        joins: database.joins,
      });
    }
    return broken({
      at,
      message: `${database.name} serves ${say(available)} connections to applications, but its pools can open ${say(demand)}`,
      help: `Lower the pools by ${sayLeast(difference(demand, available))} in total, or put a connection pooler in front of ${database.name}.`,
      because,
      joins: database.joins,
    });
  },
};

function isDecided(database: Database): boolean {
  return compare(sum(sizedPools(database).map(demandOf)), '<=', availableOn(database)).answer !== 'undecided';
}
