import type { ConnectionUse, Engine, PoolUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, namedChildren, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { byDefault, valueOf as knownValue } from '../../../model/known.ts';
import { defaulted, goDefaults } from '../defaults.ts';
import { evaluate } from '../value/evaluate.ts';
import { originOf } from '../code/origin.ts';
import type { PoolOpening } from './plans.ts';
import { connections, engineIn, openings } from './plans.ts';
import { mongoOptions, pgxOptions, redisOptions } from './options.ts';
import { limitsOf } from './limits.ts';
import { statementTimeout } from './dsn.ts';
import { qualified } from '../code/scope.ts';
import { makingSite } from '../code/site.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, functionAround } from '../code/unit.ts';
import { shown, stringSetting } from '../value/value.ts';

export function poolsOf(unit: GoUnit): readonly (PoolUse | ConnectionUse)[] {
  const found: (PoolUse | ConnectionUse)[] = [];
  for (const node of walk(unit.tree.root)) {
    const name = node.type === 'call_expression' ? qualified(unit, node) : null;
    const opening = name === null ? undefined : openings[name];
    if (opening && !isWrapping(unit, node, opening)) found.push(poolAt(unit, node, opening));
    else if (name !== null && connections[name]) found.push(connectionAt(unit, node, name, connections[name]));
  }
  return found;
}

/** `gorm.Open(postgres.New(postgres.Config{Conn: sqlDB}))` takes over a pool that is opened elsewhere. */
function isWrapping(unit: GoUnit, node: SyntaxNode, opening: PoolOpening): boolean {
  const dialector = opening.library === 'gorm' ? argsOf(node)[0] : undefined;
  const made = dialector && originOf(unit, dialector, 3, false);
  return made ? /\bConn\s*:/.test(textOf(made.node)) : false;
}

function poolAt(unit: GoUnit, node: SyntaxNode, opening: PoolOpening): PoolUse {
  const args = argsOf(node);
  const urlNode = opening.url === null ? urlOf(opening, args) : args[opening.url];
  const driver = opening.driver === null ? undefined : args[opening.driver];
  const engine = opening.engine === 'unknown' ? engineOf(unit, driver, urlNode) : opening.engine;
  const base = {
    kind: 'pool',
    library: opening.library,
    engine,
    site: makingSite(unit, node),
    overflowMax: null,
    validation: validates(unit, opening, engine, node),
    statementTimeoutMs: statementTimeout(unit, urlNode, engine, node),
    url: urlNode ? stringSetting(evaluate(unit, urlNode), urlNode) : null,
  } as const;
  switch (opening.kind) {
    case 'database/sql': {
      const limits = limitsOf(unit, node, opening);
      return {
        ...base,
        sizeMax: limits.sizeMax ?? defaulted(goDefaults.openConnections, node),
        sizeMin: null,
        acquireTimeoutMs: null, // waits as long as the caller's context lasts
        lifetimeMs: limits.lifetimeMs ?? defaulted(goDefaults.sqlLifetime, node),
        idleTimeoutMs: limits.idleTimeoutMs ?? defaulted(goDefaults.sqlIdle, node),
      };
    }
    case 'pgxpool':
      return { ...base, ...pgxOptions(unit, node, args[1]) };
    case 'mongo':
      return { ...base, ...mongoOptions(unit, node, args) };
    default:
      return { ...base, ...redisOptions(unit, node, args[0]) };
  }
}

const sqlChecks = 'go-sql-driver/mysql 1.9, DSN parameters, checkConnLiveness: true';
const pgxChecks = 'pgx v5, pgxpool.Pool.Acquire and stdlib.Conn.ResetSession: a connection that was idle for more than a second is pinged';

const mongoChecks = {
  says: 'the driver watches its servers and drops their connections when one fails',
  citation: 'MongoDB specifications, "Server Discovery and Monitoring" and "Retryable Reads": a network error clears the pool, and the operation is tried once more',
};
const redisChecks = { says: 'go-redis looks at a connection before it hands it out', citation: 'go-redis v9, internal/pool, ConnPool.Get: isHealthyConn with connCheck' };

/** Does the driver look at a connection before it hands it out? */
function validates(unit: GoUnit, opening: PoolOpening, engine: Engine, node: SyntaxNode): Setting<boolean> | null {
  const isPgx = opening.kind === 'pgxpool' || unit.imports.some((each) => /jackc\/pgx(\/v\d+)?\/stdlib$/.test(each.path));
  if (isPgx) return { value: byDefault(true, sourceOf(node), 'pgx pings idle connections', pgxChecks), variables: [] };
  const watched = opening.kind === 'mongo' ? mongoChecks : opening.kind === 'redis' ? redisChecks : null;
  if (watched) return { value: byDefault(true, sourceOf(node), watched.says, watched.citation), variables: [] };
  const isMysql = opening.kind === 'database/sql' && engine === 'mysql';
  return isMysql ? { value: byDefault(true, sourceOf(node), 'the driver checks connections', sqlChecks), variables: [] } : null;
}

/** The connection string inside of `mysql.Open(dsn)`, `pgdriver.NewConnector(pgdriver.WithDSN(dsn))`. */
function urlOf(opening: PoolOpening, args: readonly SyntaxNode[]): SyntaxNode | undefined {
  const first = opening.kind === 'database/sql' ? args[0] : undefined;
  if (first?.type !== 'call_expression') return undefined;
  const inner = argsOf(first)[0];
  return inner?.type === 'call_expression' && textOf(child(inner, 'function') ?? inner).endsWith('WithDSN') ? argsOf(inner)[0] : inner;
}

function engineOf(unit: GoUnit, driver: SyntaxNode | undefined, url: SyntaxNode | undefined): Engine {
  const text = driver && textIn(unit, driver);
  const dialector = driver?.type === 'identifier' ? originOf(unit, driver, 3, false) : null;
  const written = driver && engineIn(text, textOf(driver), dialector ? textOf(dialector.node) : undefined);
  if (written && written !== 'unknown') return written;
  const scheme = url && /^\w+:/.exec(textIn(unit, url) ?? '')?.[0];
  const byUrl = engineIn(scheme);
  // The one driver that the file imports for its side effect.
  return byUrl === 'unknown' ? engineIn(...unit.imports.filter((each) => each.names[0] === '_').map((each) => each.path)) : byUrl;
}

function textIn(unit: GoUnit, node: SyntaxNode): string | undefined {
  const known: Setting<string> = stringSetting(evaluate(unit, node), node);
  return knownValue(known.value);
}

function connectionAt(unit: GoUnit, node: SyntaxNode, name: string, engine: Engine): ConnectionUse {
  const within = functionAround(unit, node);
  const bound = ancestor(node, 'short_var_declaration', 'assignment_statement');
  const handle = bound ? namedChildren(child(bound, 'left') ?? bound)[0] : undefined;
  const url = argsOf(node).at(-1);
  const asPoolCreator = ancestor(node, 'keyed_element') !== null && /\bDial(Context)?\s*:/.test(textOf(ancestor(node, 'keyed_element') ?? node));
  return {
    kind: 'connection',
    library: name.slice(0, name.lastIndexOf('.')),
    engine,
    site: makingSite(unit, node),
    closedInSameFunction: handle !== undefined && within !== null && textOf(within.node).includes(`${shown(handle)}.Close(`),
    asPoolCreator,
    url: url ? stringSetting(evaluate(unit, url), url) : null,
  };
}
