import type { Engine } from '../../facts/index.ts';
import { broken, kept, line, lower, undecided } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import type { Rule } from '../../model/rule.ts';
import { say } from '../../model/say.ts';
import type { Pool } from '../../model/system.ts';
import { isHandedIn, poolsThatServe } from './pools-that-serve.ts';

const threaded: ReadonlySet<Engine> = new Set(['mongodb', 'redis', 'clickhouse']);

/** Something does set it, to a number that cannot be computed here (it follows the processors, or a configuration object); nobody was careless. */
function isSetElsewhere(pool: Pool): boolean {
  const { connectionsMax, use } = pool;
  if (isKnown(connectionsMax) || pool.sizeUnset || use.sizeUnset) return false;
  const { source } = connectionsMax;
  return source !== undefined && (source.file !== use.site.source.file || source.line !== use.site.source.line);
}

export const poolSizeNotSet: Rule<Pool> = {
  id: 'dp4/pool-size-not-set',
  severity: 'error', // DP4 says MUST
  summary: 'Every database connection pool has an explicit size.',
  controls: ['WAF-PERF-040'],
  needs: ['code'],
  practice: true,

  subjects: (system) => poolsThatServe(system).filter((pool) => pool.use.library !== 'django' && !isHandedIn(pool.connectionsMax)), // Django keeps one connection a thread: there is no pool to size

  judge(pool) {
    const { use, connectionsMax } = pool;
    if (isSetElsewhere(pool)) return kept(connectionsMax);
    if (pool.sizeUnset && !isKnown(connectionsMax)) {
      return broken({
        at: use.site.source,
        message: `nobody set the size of this ${use.library} pool: ${connectionsMax.reason}`,
        help: 'Set the size explicitly (connection_limit in the connection string, or the pool option of the driver adapter).',
        because: [connectionsMax],
        joins: pool.owner?.joins ?? [],
      });
    }
    if (!isKnown(connectionsMax)) {
      return undecided({
        at: use.site.source,
        message: `the size of this ${use.library} pool is not known`,
        help: 'Set the size where the pool is made, or in a variable that this repository sets.',
        unknowns: [connectionsMax],
        breaksWhen: 'nothing sets it',
        because: [connectionsMax],
      });
    }
    if (connectionsMax.basis !== 'default') return kept(connectionsMax);
    const unlimited = connectionsMax.value === Infinity;
    // The formula is about servers that work off one statement a connection; MongoDB and Redis share theirs among many.
    const countsConnections = !threaded.has(use.engine);
    return broken({
      at: use.site.source,
      severity: lower('error', pool.reach.path === 'startup' ? 2 : countsConnections ? 0 : 1),
      message: unlimited
        ? `this ${use.library} pool has no limit: under load it opens as many connections to ${use.engine === 'unknown' ? 'the database' : use.engine} as there are requests`
        : `this ${use.library} pool takes its library's default of ${say(connectionsMax)} connections${overflowOf(pool)} per process; nobody chose that number for this database`,
      help: `Set the pool's size${unlimited ? '' : ' explicitly'}: ${countsConnections ? '(database cores × 2 + disks) divided among the instances is where to begin (DP4), and the sum' : 'as many as requests wait for it at once, and the sum'} over all instances must stay below the ${countsConnections ? "database's" : "server's"} limit.`,
      // One default of one library is one habit, in however many services.
      together: {
        key: `${use.library} ${unlimited ? use.engine : say(connectionsMax)}${overflowOf(pool)}`,
        name: `${use.site.source.file}:${use.site.source.line}`,
        many: unlimited
          ? `${use.library} pools have no limit: under load each opens as many connections to ${use.engine === 'unknown' ? 'the database' : use.engine} as there are requests`
          : `${use.library} pools take the library's default of ${say(connectionsMax)} connections${overflowOf(pool)} per process; nobody chose that number for their databases`,
        help: `Set the size of each${unlimited ? '' : ' explicitly'}: ${countsConnections ? '(database cores × 2 + disks) divided among the instances is where to begin (DP4), and the sum' : 'as many as requests wait for it at once, and the sum'} over all instances must stay below the ${countsConnections ? "database's" : "server's"} limit.`,
      },
      evidence: pool.reach.entry ? [line(pool.reach.entry, pool.reach.why)] : [],
      joins: pool.owner?.joins ?? [],
    });
  },
};

function overflowOf({ overflowMax }: Pool): string {
  return overflowMax && isKnown(overflowMax) && overflowMax.value > 0 ? ` (${say(overflowMax)} more in bursts)` : '';
}
