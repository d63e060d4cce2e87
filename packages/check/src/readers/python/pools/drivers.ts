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
import { map } from '../../../model/known.ts';
import type { Option } from '../clients/options.ts';
import { numberSetting, stringSetting } from '../value/setting.ts';
import { statementTimeout } from './statement-timeout.ts';
import type { Options } from './values.ts';
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
  readonly statement?: readonly string[];
  readonly idle?: string;
  readonly handedOn?: readonly string[]; // dictionaries of options for each connection
  readonly validates?: (node: SyntaxNode) => Setting<boolean>;
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
    idle: 'max_idle',
    validation: 'check',
    handedOn: ['kwargs', 'conninfo'],
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
    idle: 'max_inactive_connection_lifetime',
    statement: ['command_timeout'],
    handedOn: ['server_settings'],
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
    idle: 'maxIdleTimeMS',
    statement: ['timeoutMS', 'socketTimeoutMS'],
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
    statement: ['socket_timeout'],
    validation: 'health_check_interval',
    validates: aboveZero,
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
    statement: ['socket_timeout'],
    validation: 'health_check_interval',
    validates: aboveZero,
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
  const { defaults, sizeMin, acquire, lifetime, validation } = library;
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
      validation: defaults.validation && pick(validation === undefined ? { given: 'no' } : options(validation), call, library.validates ?? validates, defaults.validation),
      idleTimeoutMs: defaults.idleTimeoutMs ? pick(library.idle === undefined ? { given: 'no' } : options(library.idle), call, library.time, defaults.idleTimeoutMs) : null,
      statementTimeoutMs: statementOf(call, library, options),
      url: address ? stringSetting(address) : null,
    },
  ];
}

/** A timeout of the driver itself, else the one that it hands to its server. */
function statementOf(call: PythonCall, library: PoolLibrary, options: Options): Setting<number> | null {
  const given = (library.statement ?? []).map((keyword) => options(keyword));
  const own: Option = given.find((option) => option.given === 'yes') ?? given[0] ?? { given: 'no' };
  if (own.given === 'yes') return library.time(own.value);
  const { statementTimeoutMs } = library.defaults;
  if (statementTimeoutMs) return pick(own, call, library.time, statementTimeoutMs);
  return statementTimeout(
    call,
    library.engine,
    [own, ...(library.handedOn ?? []).map((keyword) => options(keyword))].filter((option) => option.given !== 'yes' || option.value.type !== 'string'),
  );
}

/** `health_check_interval=30`: zero is off. */
function aboveZero(node: SyntaxNode): Setting<boolean> {
  const setting = numberSetting(node);
  return { value: map(setting.value, (seconds) => seconds > 0), variables: setting.variables };
}

/** A function given as `check` is a check. */
function validates(node: SyntaxNode): Setting<boolean> {
  if (node.type === 'none' || node.type === 'false' || node.type === 'true') return truth(node);
  const setting = stringSetting(node);
  return { ...setting, value: { value: true, basis: 'stated', source: sourceOf(node), says: saysOf(node), from: [] } };
}
