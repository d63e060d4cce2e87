import type { Engine, PoolUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import { stated } from '../../../model/known.ts';
import type { CallSite, Context } from '../code/context.ts';
import { pools, statementTimeouts } from '../defaults.ts';
import type { Default, PoolDefaults } from '../defaults.ts';
import { majorOf } from '../modules/packages.ts';
import { objectAt } from '../values/object.ts';
import type { ObjectView } from '../values/object.ts';
import { fact, gap, optionNumber, optionText, textAt } from '../values/setting.ts';
import type { Place } from '../values/follow.ts';
import { engineOfUrl } from './engines.ts';
import { prismaPool } from './prisma-client.ts';
import { runtimePool } from './runtime.ts';
import type { UseOfCall } from './use.ts';

type Path = readonly string[];

/** How one library names what a pool has. `options` says which argument holds them; a text argument before it is the URL. */
interface PoolShape {
  readonly library: string;
  readonly engine: Engine | null; // null: from `client`, `dialect`, `type` or the URL
  readonly symbol: RegExp;
  readonly options: readonly number[]; // argument positions to look at, the first object counts
  readonly sizeMax: readonly Path[];
  readonly sizeMin?: readonly Path[];
  readonly acquire?: readonly Path[];
  readonly lifetime?: readonly Path[];
  readonly lifetimeFactor?: number;
  readonly idle?: readonly Path[];
  readonly idleFactor?: number;
  readonly statement?: readonly Path[];
  readonly url: readonly Path[];
  readonly dialect?: readonly Path[];
  readonly defaults: PoolDefaults;
}

const hosts: readonly Path[] = [['connectionString'], ['uri'], ['url'], ['host']];

const shapes: readonly PoolShape[] = [
  {
    library: 'pg',
    engine: 'postgres',
    symbol: /^(?:pg|pg-pool|@neondatabase\/serverless|@vercel\/postgres)(?:\.native)?\.(?:Pool|createPool)$|^pg-pool$/,
    options: [0],
    sizeMax: [['max'], ['poolSize']],
    sizeMin: [['min']],
    acquire: [['connectionTimeoutMillis']],
    lifetime: [['maxLifetimeSeconds']],
    lifetimeFactor: 1_000,
    idle: [['idleTimeoutMillis']],
    statement: [['statement_timeout'], ['query_timeout']],
    url: hosts,
    defaults: pools.pg,
  },
  {
    library: 'mysql2',
    engine: 'mysql',
    symbol: /^mysql2(?:\/promise)?(?:\.default)?\.createPool(?:Cluster)?$/,
    options: [0],
    sizeMax: [['connectionLimit']],
    idle: [['idleTimeout']],
    url: hosts,
    defaults: pools.mysql2,
  },
  {
    library: 'mysql',
    engine: 'mysql',
    symbol: /^(?:mysql|promise-mysql)\.createPool$/,
    options: [0],
    sizeMax: [['connectionLimit']],
    acquire: [['acquireTimeout']],
    url: hosts,
    defaults: pools.mysql,
  },
  {
    library: 'mariadb',
    engine: 'mariadb',
    symbol: /^mariadb\.createPool$/,
    options: [0],
    sizeMax: [['connectionLimit']],
    acquire: [['acquireTimeout']],
    idle: [['idleTimeout']],
    idleFactor: 1_000,
    statement: [['queryTimeout'], ['socketTimeout']],
    url: hosts,
    defaults: pools.mariadb,
  },
  {
    library: 'knex',
    engine: null,
    symbol: /^knex(?:\.knex)?$/,
    options: [0],
    sizeMax: [['pool', 'max']],
    sizeMin: [['pool', 'min']],
    acquire: [['acquireConnectionTimeout'], ['pool', 'acquireTimeoutMillis']],
    idle: [['pool', 'idleTimeoutMillis']],
    statement: [
      ['connection', 'statement_timeout'],
      ['connection', 'query_timeout'],
      ['connection', 'requestTimeout'],
    ],
    url: [
      ['connection', 'connectionString'],
      ['connection', 'host'],
      ['connection', 'uri'],
    ],
    dialect: [['client'], ['dialect']],
    defaults: pools.knex,
  },
  {
    library: 'sequelize',
    engine: null,
    symbol: /^(?:sequelize|sequelize-typescript|@sequelize\/core)(?:\.Sequelize)?$/,
    options: [3, 2, 1, 0],
    sizeMax: [['pool', 'max']],
    sizeMin: [['pool', 'min']],
    acquire: [['pool', 'acquire']],
    idle: [['pool', 'idle']],
    statement: [
      ['dialectOptions', 'statement_timeout'],
      ['dialectOptions', 'query_timeout'],
      ['dialectOptions', 'options', 'requestTimeout'],
    ],
    url: [['host'], ['url']],
    dialect: [['dialect']],
    defaults: pools.sequelize,
  },
  {
    library: 'typeorm',
    engine: null,
    symbol: /^typeorm\.(?:DataSource|createConnection|createConnections)$|^@nestjs\/typeorm\.TypeOrmModule\.forRoot$/,
    options: [0],
    sizeMax: [['poolSize'], ['extra', 'max'], ['extra', 'connectionLimit']],
    acquire: [['connectTimeoutMS'], ['extra', 'connectionTimeoutMillis']],
    idle: [
      ['extra', 'idleTimeoutMillis'],
      ['extra', 'idleTimeout'],
    ],
    statement: [
      ['extra', 'statement_timeout'],
      ['extra', 'query_timeout'],
    ],
    url: [['url'], ['host']],
    dialect: [['type']],
    defaults: pools.typeorm,
  },
  {
    library: 'postgres',
    engine: 'postgres',
    symbol: /^postgres$/,
    options: [1, 0],
    sizeMax: [['max']],
    lifetime: [['max_lifetime']],
    lifetimeFactor: 1_000,
    idle: [['idle_timeout']],
    idleFactor: 1_000,
    statement: [['connection', 'statement_timeout']],
    url: [['host']],
    defaults: pools.postgresJs,
  },
  {
    library: 'drizzle-orm',
    engine: 'postgres',
    symbol: /^drizzle-orm\/node-postgres\.drizzle$/,
    options: [0],
    sizeMax: [['connection', 'max']],
    acquire: [['connection', 'connectionTimeoutMillis']],
    lifetime: [['connection', 'maxLifetimeSeconds']],
    lifetimeFactor: 1_000,
    idle: [['connection', 'idleTimeoutMillis']],
    statement: [
      ['connection', 'statement_timeout'],
      ['connection', 'query_timeout'],
    ],
    url: [['connection', 'connectionString'], ['connection', 'host'], ['connection']],
    defaults: pools.pg,
  },
  {
    library: 'mongodb',
    engine: 'mongodb',
    symbol: /^mongodb\.MongoClient$|^mongoose\.(?:connect|createConnection)$|^@nestjs\/mongoose\.MongooseModule\.forRoot$/,
    options: [1],
    sizeMax: [['maxPoolSize'], ['poolSize'], ['server', 'poolSize']],
    sizeMin: [['minPoolSize']],
    acquire: [['waitQueueTimeoutMS']],
    idle: [['maxIdleTimeMS']],
    statement: [['timeoutMS'], ['socketTimeoutMS']],
    url: [],
    defaults: pools.mongodb,
  },
  {
    library: 'mssql',
    engine: 'sqlserver',
    symbol: /^mssql(?:\/msnodesqlv8)?\.(?:ConnectionPool|connect)$/,
    options: [0],
    sizeMax: [['pool', 'max']],
    sizeMin: [['pool', 'min']],
    acquire: [['pool', 'acquireTimeoutMillis'], ['connectionTimeout']],
    idle: [['pool', 'idleTimeoutMillis']],
    statement: [['requestTimeout']],
    url: [['server']],
    defaults: pools.mssql,
  },
  {
    library: 'oracledb',
    engine: 'oracle',
    symbol: /^oracledb\.createPool$/,
    options: [0],
    sizeMax: [['poolMax']],
    sizeMin: [['poolMin']],
    acquire: [['queueTimeout']],
    idle: [['poolTimeout']],
    idleFactor: 1_000,
    url: [['connectString'], ['connectionString']],
    defaults: pools.oracledb,
  },
  {
    library: '@clickhouse/client',
    engine: 'clickhouse',
    symbol: /^@clickhouse\/client(?:-web)?\.createClient$/,
    options: [0],
    sizeMax: [['max_open_connections']],
    idle: [['keep_alive', 'idle_socket_ttl']],
    statement: [['request_timeout']],
    url: [['url'], ['host']],
    defaults: pools.clickhouse,
  },
];

export const poolUses: UseOfCall = (call, context) => {
  if (call.symbol === null) return [];
  const prisma = prismaPool(call, context);
  if (prisma) return [prisma];
  const ours = runtimePool(call, context);
  if (ours) return [ours];
  const shape = shapes.find((candidate) => candidate.symbol.test(call.symbol ?? ''));
  if (!shape) return [];
  if (shape.library === 'mongodb' && handsOverConnection(call)) return [];
  if (shape.library === 'drizzle-orm' && !opensPool(call, context)) return [];
  const pool = poolOf(call, context, shape);
  return pool.engine === 'sqlite' ? [] : [pool];
};

function poolOf(call: CallSite, context: Context, shape: PoolShape): PoolUse {
  const { repository } = context;
  const { view, url: urlPlace } = optionsOf(call, context, shape);
  const here = call.place;
  const unset: Place = { ...here, node: call.node };
  const read = (paths: readonly Path[] | undefined, fallback: Default<number> | undefined, factor: number = 1): Setting<number> | null =>
    paths || fallback ? optionNumber(repository, view, unset, paths ?? [], fallback ?? null, factor) : null;
  const url = urlPlace ? textAt(repository, urlPlace) : (optionText(repository, view, shape.url) ?? textOption(repository, view, ['connection']));
  const inUrl = limitInUrl(url);
  const sizeMax = inUrl ?? read(shape.sizeMax, sizeDefault(call, context, shape));
  const engine = shape.engine ?? engineOf(optionText(repository, view, shape.dialect ?? []), url);
  const statement = read(shape.statement, shape.defaults.statementTimeoutMs ?? (shape.statement ? statementTimeouts[engine] : undefined));
  const { validation } = shape.defaults;
  return {
    kind: 'pool',
    library: shape.library,
    engine,
    site: context.site(call.node),
    sizeMax: endless(sizeMax ?? { value: stated(shape.defaults.sizeMax.value, here.module.source(call.node), call.callee), variables: [] }),
    sizeMin: read(shape.sizeMin, shape.defaults.sizeMin),
    overflowMax: null,
    acquireTimeoutMs: endless(read(shape.acquire, shape.defaults.acquireTimeoutMs)),
    lifetimeMs: endless(read(shape.lifetime, shape.defaults.lifetimeMs, shape.lifetimeFactor)),
    idleTimeoutMs: endless(read(shape.idle, shape.defaults.idleTimeoutMs, shape.idleFactor)),
    validation: validation ? { value: fact(validation, unset), variables: [] } : null,
    statementTimeoutMs: endless(setByQuery(statement, call, context)),
    url,
  };
}

/** `pool.on('connect', (client) => client.query('SET statement_timeout = …'))`: a default would be wrong, the value stands in a text. */
function setByQuery(statement: Setting<number> | null, call: CallSite, context: Context): Setting<number> | null {
  if (!statement || !('value' in statement.value) || statement.value.basis !== 'default') return statement;
  const isSet = /\bSET\s+(?:SESSION\s+)?(?:statement_timeout|max_execution_time)\b|\bstatement_timeout=/i.test(context.module.text);
  return isSet ? gap({ ...call.place, node: call.node }, 'a query of this file sets statement_timeout', `the statement timeout of ${call.callee}`) : statement;
}

function textOption(repository: Context['repository'], view: ObjectView | null, path: Path): Setting<string> | null {
  const found = view?.get(...path);
  if (found?.kind !== 'found' || found.value.node.type === 'ObjectExpression') return null;
  return textAt(repository, found.value);
}

/** The first argument that is an object, and the text argument that is the URL. */
function optionsOf(call: CallSite, context: Context, shape: PoolShape): { view: ObjectView | null; url: Place | null } {
  const places = call.node.arguments.map((_, index) => call.argument(index));
  let view: ObjectView | null = null;
  for (const index of shape.options) {
    const place = places[index];
    if (!place || view) continue;
    const known = context.repository;
    const text = index === 0 && shape.options.length === 1 && looksLikeText(place, context);
    if (!text && !(shape.options.length > 1 && looksLikeText(place, context))) view = objectAt(known, place);
  }
  const first = places[0] ?? null;
  const isUrlFirst = first && (shape.library === 'mongodb' || looksLikeText(first, context));
  return { view, url: isUrlFirst ? first : null };
}

/** A URL rather than an options object: a literal, a template, an environment variable, or a name that says so. */
function looksLikeText(place: Place, context: Context): boolean {
  const scalar = textAt(context.repository, place);
  if ('value' in scalar.value || scalar.variables.length > 0) return true;
  return /(?:url|uri|dsn|connectionString)$/i.test(place.module.words(place.node));
}

function engineOf(dialect: Setting<string> | null, url: Setting<string> | null): Engine {
  const named = dialect && 'value' in dialect.value ? dialect.value.value : null;
  if (named !== null) return engineOfUrl(`${named}:`);
  return url && 'value' in url.value ? engineOfUrl(url.value.value) : 'unknown';
}

function sizeDefault(call: CallSite, context: Context, shape: PoolShape): Default<number> {
  if (shape.library !== 'mongodb') return shape.defaults.sizeMax;
  const library = call.symbol?.startsWith('mongoose') ? 'mongoose' : 'mongodb';
  const major = majorOf(context.repository.manifests.dependency(context.module.path, library));
  const before = library === 'mongoose' ? 6 : 4; // mongoose 6 carries driver 4
  return major !== null && major < before ? pools.mongodb3.sizeMax : shape.defaults.sizeMax;
}

/** `?connection_limit=5`, `?maxPoolSize=20` in a literal URL. */
function limitInUrl(url: Setting<string> | null): Setting<number> | null {
  if (!url || !('value' in url.value)) return null;
  const match = url.value.value.match(/[?&](?:connection_limit|maxPoolSize|connectionLimit|pool_max)=(\d+)/);
  return match ? { value: { ...url.value, value: Number(match[1]), says: match[0].slice(1) }, variables: [] } : null;
}

/** A timeout or age of 0 means none. */
function endless<T extends Setting<number> | null>(setting: T): T {
  return setting && 'value' in setting.value && setting.value.value === 0 ? { ...setting, value: { ...setting.value, value: Infinity } } : setting;
}

/** `drizzle(url)` and `drizzle({ connection })` open a pool; `drizzle(pool)` is given one. */
function opensPool(call: CallSite, context: Context): boolean {
  const first = call.argument(0);
  return first !== null && (looksLikeText(first, context) || objectAt(context.repository, first).get('connection').kind === 'found');
}

/** `MongoClient.connect` that is closed again is a connection, not a pool; connections.ts has it. */
function handsOverConnection(call: CallSite): boolean {
  return call.callee.endsWith('MongoClient.connect');
}
