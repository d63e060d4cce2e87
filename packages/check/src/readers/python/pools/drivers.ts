import type { Engine, PoolUse } from '../../../facts/code.ts';
import { argument } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import { siteOf } from '../code/site.ts';
import type { PythonCall } from '../code/types.ts';
import { aiomysqlPool, asyncpgPool, mongoPool, mysqlConnectorPool, psycopg2Pool, psycopgPool, redisBlockingPool, redisPool } from '../defaults.ts';
import type { PoolDefaults } from '../defaults.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import type { Setting } from '../../../facts/setting.ts';
import { sourceOf } from '../../syntax/index.ts';
import { saysOf } from '../value/says.ts';
import { stringSetting } from '../value/setting.ts';
import { milliseconds, optionsOfCall, pick, plainCount, secondsOrNever, truth } from './values.ts';

interface PoolLibrary {
  readonly names: RegExp;
  readonly library: string;
  readonly engine: Engine;
  readonly defaults: PoolDefaults;
  readonly sizeMax: string;
  readonly sizeMin?: string;
  readonly acquire?: string;
  readonly lifetime?: string;
  readonly validation?: string;
  readonly statement?: string;
  readonly positions?: Readonly<Record<string, number>>;
  readonly time: (node: SyntaxNode) => Setting<number>;
  readonly url: readonly string[];
  readonly unless?: readonly string[]; // given: the pool is made elsewhere
}

const libraries: readonly PoolLibrary[] = [
  {
    names: /^psycopg_pool\.(\w+\.)?(Async)?(Null)?ConnectionPool$/,
    library: 'psycopg_pool',
    engine: 'postgres',
    defaults: psycopgPool,
    sizeMax: 'max_size',
    sizeMin: 'min_size',
    acquire: 'timeout',
    lifetime: 'max_lifetime',
    validation: 'check',
    time: secondsOrNever,
    url: ['conninfo'],
  },
  {
    names: /^psycopg2\.pool\.(Simple|Threaded|Abstract)ConnectionPool$/,
    library: 'psycopg2',
    engine: 'postgres',
    defaults: psycopg2Pool,
    sizeMax: 'maxconn',
    sizeMin: 'minconn',
    positions: { minconn: 0, maxconn: 1 },
    time: secondsOrNever,
    url: ['dsn', 'host'],
  },
  {
    names: /^asyncpg\.(pool\.)?create_pool$/,
    library: 'asyncpg',
    engine: 'postgres',
    defaults: asyncpgPool,
    sizeMax: 'max_size',
    sizeMin: 'min_size',
    lifetime: 'max_inactive_connection_lifetime',
    statement: 'command_timeout',
    time: secondsOrNever,
    url: ['dsn', 'host'],
  },
  {
    names: /^(aiomysql|asyncmy)\.create_pool$/,
    library: 'aiomysql',
    engine: 'mysql',
    defaults: aiomysqlPool,
    sizeMax: 'maxsize',
    sizeMin: 'minsize',
    lifetime: 'pool_recycle',
    positions: { minsize: 0, maxsize: 1 },
    time: secondsOrNever,
    url: ['host'],
  },
  { names: /^aiopg\.create_pool$/, library: 'aiopg', engine: 'postgres', defaults: aiomysqlPool, sizeMax: 'maxsize', sizeMin: 'minsize', lifetime: 'pool_recycle', time: secondsOrNever, url: ['dsn'] },
  {
    names: /^mysql\.connector\.pooling\.MySQLConnectionPool$/,
    library: 'mysql-connector',
    engine: 'mysql',
    defaults: mysqlConnectorPool,
    sizeMax: 'pool_size',
    positions: { pool_size: 0 },
    time: secondsOrNever,
    url: ['host'],
  },
  {
    names: /^(pymongo\.(\w+\.)?(Async)?MongoClient|motor\.motor_asyncio\.AsyncIOMotorClient|motor\.MotorClient|flask_pymongo\.PyMongo)$/,
    library: 'pymongo',
    engine: 'mongodb',
    defaults: mongoPool,
    sizeMax: 'maxPoolSize',
    sizeMin: 'minPoolSize',
    acquire: 'waitQueueTimeoutMS',
    lifetime: 'maxIdleTimeMS',
    time: milliseconds,
    url: ['host'],
  },
  {
    names:
      /^(aio)?redis\.(asyncio\.)?(client\.|connection\.)?(Redis|StrictRedis|ConnectionPool|SSLConnectionPool|RedisCluster|from_url|Redis\.from_url|StrictRedis\.from_url|ConnectionPool\.from_url)$/,
    library: 'redis',
    engine: 'redis',
    defaults: redisPool,
    sizeMax: 'max_connections',
    time: secondsOrNever,
    url: ['url', 'host'],
    unless: ['connection_pool'],
  },
  {
    names: /^redis\.(asyncio\.)?(connection\.)?BlockingConnectionPool(\.from_url)?$/,
    library: 'redis',
    engine: 'redis',
    defaults: redisBlockingPool,
    sizeMax: 'max_connections',
    acquire: 'timeout',
    time: secondsOrNever,
    url: ['url', 'host'],
    positions: { max_connections: 0, timeout: 1 },
  },
];

/** Pools and pooling clients of the database drivers. */
export function driverPools(call: PythonCall): readonly PoolUse[] {
  const name = calleeName(call);
  const library = name === null ? undefined : libraries.find((each) => each.names.test(name));
  if (!library || library.unless?.some((keyword) => call.keywords.has(keyword))) return [];
  const options = optionsOfCall(call, library.positions);
  const { defaults, sizeMin, acquire, lifetime, validation, statement } = library;
  const address = library.url.map((keyword) => call.keywords.get(keyword)).find((each) => each !== undefined) ?? (library.positions ? null : argument(call, 'url', 0));
  const sizeMax = options(library.sizeMax);
  const least = sizeMin === undefined ? null : options(sizeMin);
  // psycopg_pool: without max_size the pool does not grow beyond min_size.
  const fixed = library.library === 'psycopg_pool' && sizeMax.given === 'no' && least?.given === 'yes' ? least : sizeMax;
  return [
    {
      kind: 'pool',
      library: library.library,
      engine: library.engine,
      site: siteOf(call),
      sizeMax: pick(fixed, call, plainCount, defaults.sizeMax),
      sizeMin: least && defaults.sizeMin ? pick(least, call, plainCount, defaults.sizeMin) : least?.given === 'yes' ? plainCount(least.value) : null,
      overflowMax: null,
      acquireTimeoutMs: defaults.acquireTimeoutMs && pick(acquire === undefined ? { given: 'no' } : options(acquire), call, library.time, defaults.acquireTimeoutMs),
      lifetimeMs: defaults.lifetimeMs && pick(lifetime === undefined ? { given: 'no' } : options(lifetime), call, library.time, defaults.lifetimeMs),
      validation: defaults.validation && pick(validation === undefined ? { given: 'no' } : options(validation), call, validates, defaults.validation),
      statementTimeoutMs: statement !== undefined && call.keywords.has(statement) ? pick(options(statement), call, library.time, { value: Infinity, says: '', citation: '' }) : null,
      url: address ? stringSetting(address) : null,
    },
  ];
}

/** A function given as `check` is a check. */
function validates(node: SyntaxNode): Setting<boolean> {
  if (node.type === 'none' || node.type === 'false' || node.type === 'true') return truth(node);
  const setting = stringSetting(node);
  return { ...setting, value: { value: true, basis: 'stated', source: sourceOf(node), says: saysOf(node), from: [] } };
}
