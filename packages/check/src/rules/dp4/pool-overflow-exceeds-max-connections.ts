import { compare, difference, sum } from '../../model/arithmetic.ts';
import { broken, kept, keptBy, undecided } from '../../model/judgement.ts';
import type { Rule } from '../../model/rule.ts';
import { say, sayLeast } from '../../model/say.ts';
import type { Database } from '../../model/system.ts';
import { availableOn, burstOf, demandOf, runsHere } from './pool-demand.ts';

export const poolOverflowExceedsMaxConnections: Rule<Database> = {
  id: 'dp4/pool-overflow-exceeds-max-connections',
  severity: 'warning', // reached in bursts only
  summary: 'Pools with their overflow fit within the connection limit, too.',
  controls: ['WAF-PERF-040'],
  needs: ['code', 'infrastructure'],

  subjects: (system) =>
    system.databases.filter((database) => !database.pooler && !database.local && database.pools.some((pool) => pool.overflowMax !== null) && (runsHere(database) || isDecided(database))),

  judge(database) {
    const available = availableOn(database);
    const steady = compare(sum(database.pools.map(demandOf)), '<=', available);
    if (steady.answer === 'no') return keptBy([]); // dp4/pool-exceeds-max-connections says so already
    const burst = sum(database.pools.map(burstOf));
    const fits = compare(burst, '<=', available);
    const because = [...database.pools.flatMap((pool) => [pool.connectionsMax, pool.overflowMax, pool.instancesMax]), database.connectionsMax];
    if (fits.answer === 'yes') return kept(...because);
    const pool = database.pools.find((candidate) => candidate.overflowMax !== null);
    const at = pool ? (pool.overflowMax && 'source' in pool.overflowMax && pool.overflowMax.source ? pool.overflowMax.source : pool.use.site.source) : database.source;
    if (fits.answer === 'undecided') {
      return undecided({
        at,
        message: `whether the pools on ${database.name} fit in a burst is not known: with overflow they can open ${say(burst)}, and it serves ${say(available)}`,
        help: `State max_connections of ${database.name} and the largest number of instances.`,
        unknowns: fits.unknowns,
        breaksWhen: `with overflow they open more than ${database.name} serves`,
        because,
        joins: database.joins,
      });
    }
    return broken({
      at,
      message: `${database.name} serves ${say(available)} connections to applications, but with overflow its pools can open ${say(burst)} in a burst`,
      help: `Lower the overflow by ${sayLeast(difference(burst, available))} in total, or raise the limit of ${database.name}.`,
      because,
      joins: database.joins,
    });
  },
};

function isDecided(database: Database): boolean {
  return compare(sum(database.pools.map(burstOf)), '<=', availableOn(database)).answer !== 'undecided';
}
