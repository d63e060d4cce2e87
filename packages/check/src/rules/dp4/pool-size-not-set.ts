import type { Engine } from '../../facts/index.ts';
import { broken, kept, lower, undecided } from '../../model/judgement.ts';
import { isKnown } from '../../model/known.ts';
import { wayTo } from '../../model/reach.ts';
import type { Broken, Rule } from '../../model/rule.ts';
import { say } from '../../model/say.ts';
import type { Database, Pool, System } from '../../model/system.ts';
import { availableOn, fitOf } from './pool-demand.ts';
import { isHandedIn, poolsThatServe } from './pools-that-serve.ts';

/** A pool with the database that it opens connections to, where that is known. */
interface Sized {
  readonly id: string;
  readonly pool: Pool;
  readonly database: Database | null;
}

/** Drivers that open connections as they are needed, to servers that share theirs among many statements and allow thousands. */
const multiplexed: ReadonlySet<Engine> = new Set(['mongodb', 'redis', 'clickhouse']);

export const poolSizeNotSet: Rule<Sized> = {
  id: 'dp4/pool-size-not-set',
  severity: 'error', // DP4 says MUST; a default that bounds the pool is milder, below
  summary: 'Every database connection pool has an explicit size.',
  controls: ['WAF-PERF-040'],
  needs: ['code'],
  practice: true,

  subjects: (system) =>
    poolsThatServe(system)
      .filter((pool) => pool.use.library !== 'django' && !isHandedIn(pool.connectionsMax)) // Django keeps one connection a thread: there is no pool to size
      .map((pool) => ({ id: pool.id, pool, database: databaseOf(pool, system) })),

  judge(sized) {
    const { pool } = sized;
    const { use, connectionsMax } = pool;
    if (isSetElsewhere(pool)) return kept(connectionsMax);
    if (pool.sizeUnset && !isKnown(connectionsMax)) {
      return broken({
        at: use.site.source,
        severity: 'warning', // bounded, if by a number that nobody chose
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
    return connectionsMax.value === Infinity ? withoutLimit(pool) : byDefault(sized);
  },
};

function withoutLimit(pool: Pool): Broken {
  const { use } = pool;
  return broken({
    at: use.site.source,
    severity: lower('error', pool.reach.path === 'startup' ? 2 : multiplexed.has(use.engine) ? 1 : 0),
    message: `this ${use.library} pool has no limit: under load it opens as many connections to ${use.engine === 'unknown' ? 'the database' : use.engine} as there are requests`,
    help: `Set the pool's size: ${begin(use.engine)}.`,
    together: {
      key: `${use.library} ${use.engine} without limit`,
      name: `${use.site.source.file}:${use.site.source.line}`,
      many: `${use.library} pools have no limit: under load each opens as many connections to ${use.engine === 'unknown' ? 'the database' : use.engine} as there are requests`,
    },
    evidence: wayTo(pool.reach),
    joins: pool.owner?.joins ?? [],
  });
}

/** A default bounds the pool: what is wrong is that nobody chose it, and how much that matters follows from what the server allows. */
function byDefault({ pool, database }: Sized): Broken {
  const { use, connectionsMax } = pool;
  const fit = database === null ? 'undecided' : fitOf(database);
  const lazy = multiplexed.has(use.engine);
  const fits = fit === 'yes' && database !== null;
  const said = `library's default of ${say(connectionsMax)} connections${overflowOf(pool)} per process`;
  const choice = lazy ? ', opened as they are needed; nobody chose that number' : fits ? '; nobody chose that number' : '; nobody chose that number for this database';
  return broken({
    at: use.site.source,
    severity: pool.reach.path === 'startup' || fits || (lazy && fit !== 'no') ? 'info' : 'warning',
    message: `this ${use.library} pool takes its ${said}${choice}${fits ? `, though all pools on ${database.name} fit into the ${say(availableOn(database))} that it serves` : ''}`,
    help: `Set the pool's size explicitly: ${begin(use.engine)}.`,
    because: fits ? [pool.instancesMax, database.connectionsMax] : [],
    evidence: wayTo(pool.reach),
    // A whole system on the defaults of one driver is one thing to know; those that fit name what they fit into.
    ...(fits
      ? {}
      : {
          together: {
            key: `${use.library} ${said} ${lazy && fit !== 'no'}`,
            name: `${use.site.source.file}:${use.site.source.line}`,
            many: `${use.library} pools take their ${said}${lazy ? ', opened as they are needed; nobody chose that number' : '; nobody chose that number for their databases'}`,
          },
        }),
    joins: pool.owner?.joins ?? [],
  });
}

/** The formula is about servers that work off one statement a connection; MongoDB and Redis share theirs among many. */
function begin(engine: Engine): string {
  return multiplexed.has(engine)
    ? "as many as requests wait for it at once, and the sum over all instances must stay below the server's limit"
    : "(database cores × 2 + disks) divided among the instances is where to begin (DP4), and the sum over all instances must stay below the database's limit";
}

/** Something does set it, to a number that cannot be computed here (it follows the processors, or a configuration object); nobody was careless. */
function isSetElsewhere(pool: Pool): boolean {
  const { connectionsMax, use } = pool;
  if (isKnown(connectionsMax) || pool.sizeUnset || use.sizeUnset) return false;
  const { source } = connectionsMax;
  return source !== undefined && (source.file !== use.site.source.file || source.line !== use.site.source.line);
}

/** A database for developers says nothing of the one that carries load. */
function databaseOf(pool: Pool, system: System): Database | null {
  return system.databases.find(({ id, local }) => id === pool.database?.id && !local) ?? null;
}

function overflowOf({ overflowMax }: Pool): string {
  return overflowMax && isKnown(overflowMax) && overflowMax.value > 0 ? ` (${say(overflowMax)} more in bursts)` : '';
}
