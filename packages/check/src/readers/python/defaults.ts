import type { Engine } from '../../facts/code.ts';
import type { Default } from './value/setting.ts';

const requestsDocs = 'requests 2.32, Advanced usage, Timeouts: "By default, requests do not time out unless a timeout value is set explicitly"';
const aiohttpDocs = 'aiohttp 3.13, Client quickstart, Timeouts: "By default aiohttp uses a total 300 seconds (5min) timeout"';
const httpxDocs = 'HTTPX 0.28, Timeouts: "the default timeout … is 5 seconds for network inactivity"';
const botoDocs = 'botocore 1.40, Config reference: connect_timeout and read_timeout default to 60 seconds';
const engineDocs = 'SQLAlchemy 2.0, create_engine';
const psycopgPoolDocs = 'psycopg_pool 3.2, ConnectionPool';
const psycopg2PoolDocs = 'psycopg2 2.9, psycopg2.pool: getconn raises PoolError when the pool is exhausted';
const asyncpgDocs = 'asyncpg 0.30, asyncpg.pool.create_pool';
const aiomysqlDocs = 'aiomysql 0.2, create_pool';
const pymongoDocs = 'PyMongo 4.15, MongoClient';
const redisDocs = 'redis-py 6.4, ConnectionPool';
const djangoDocs = 'Django 5.2, Settings, DATABASES';

const none = (says: string, citation: string): Default<number> => ({ value: Infinity, says, citation });
const seconds = (count: number, says: string, citation: string): Default<number> => ({ value: count * 1000, says, citation });

/** What holds when nobody set it. */
type ClientDefault = 'requests' | 'urlopen' | 'httpConnection' | 'urllib3' | 'httpx' | 'aiohttp' | 'botoRead' | 'botoConnect' | 'botoTries' | 'botoStandardTries' | 'urllib3Tries' | 'openai' | 'grpc';

export const clientDefaults: Readonly<Record<ClientDefault, Default<number>>> = {
  requests: none('no timeout', requestsDocs),
  urlopen: none('no timeout', 'Python 3.13, urllib.request.urlopen: the global default timeout, which is none'),
  httpConnection: none('no timeout', 'Python 3.13, http.client.HTTPConnection: the global default timeout, which is none'),
  urllib3: none('no timeout', 'urllib3 2.5, Timeout: None, which waits for ever, unless set'),
  httpx: seconds(5, '5 seconds by default', httpxDocs),
  aiohttp: seconds(300, '300 seconds in all by default', aiohttpDocs),
  botoRead: seconds(60, 'read_timeout 60 seconds by default', botoDocs),
  botoConnect: seconds(60, 'connect_timeout 60 seconds by default', botoDocs),
  botoTries: { value: 5, says: '5 attempts by default', citation: 'Boto3 1.40, Retries: legacy mode makes 5 attempts in all' },
  botoStandardTries: { value: 3, says: '3 attempts by default', citation: 'Boto3 1.40, Retries: standard and adaptive mode make 3 attempts in all' },
  urllib3Tries: { value: 4, says: '3 retries by default', citation: 'urllib3 2.5, PoolManager.urlopen: retries None means Retry.DEFAULT, which is Retry(3)' },
  openai: seconds(600, '10 minutes by default', 'openai-python 2 and anthropic-sdk-python, Timeouts: "By default requests time out after 10 minutes"'),
  grpc: none('no deadline', 'gRPC 1.75, Deadlines: "By default, gRPC does not set a deadline"'),
};

/** How many connections a client keeps or opens when nobody says it. */
export const connectionDefaults: Readonly<Record<'requests' | 'urllib3' | 'httpx' | 'aiohttp' | 'boto', Default<number>>> = {
  requests: {
    value: 10,
    says: 'pool_maxsize 10 by default',
    citation: 'requests 2.32, HTTPAdapter(pool_connections=10, pool_maxsize=10, pool_block=False): further connections are opened, and thrown away after use',
  },
  urllib3: { value: 1, says: 'maxsize 1 by default', citation: 'urllib3 2.5, HTTPConnectionPool(maxsize=1, block=False): further connections are opened, and thrown away after use' },
  httpx: { value: 100, says: 'max_connections 100 by default', citation: 'HTTPX 0.28, Resource limits: max_connections 100, max_keepalive_connections 20' },
  aiohttp: { value: 100, says: 'limit 100 by default', citation: 'aiohttp 3.13, TCPConnector(limit=100, limit_per_host=0)' },
  boto: { value: 10, says: 'max_pool_connections 10 by default', citation: 'botocore 1.40, Config reference: max_pool_connections defaults to 10' },
};

export interface EngineDefaults {
  readonly poolSize: Default<number>;
  readonly maxOverflow: Default<number>;
  readonly poolTimeout: Default<number>;
  readonly poolRecycle: Default<number>;
  readonly prePing: Default<boolean>;
}

export const engineDefaults: EngineDefaults = {
  poolSize: { value: 5, says: 'pool_size 5 by default', citation: `${engineDocs}, pool_size` },
  maxOverflow: { value: 10, says: 'max_overflow 10 by default', citation: `${engineDocs}, max_overflow` },
  poolTimeout: seconds(30, 'pool_timeout 30 seconds by default', `${engineDocs}, pool_timeout`),
  poolRecycle: none('connections are never recycled', `${engineDocs}, pool_recycle=-1`),
  prePing: { value: false, says: 'pool_pre_ping off by default', citation: `${engineDocs}, pool_pre_ping=False` },
};

export interface PoolDefaults {
  readonly sizeMax: Default<number>;
  readonly sizeMin: Default<number> | null;
  readonly acquireTimeoutMs: Default<number> | null;
  readonly lifetimeMs: Default<number> | null;
  readonly validation: Default<boolean> | null;
  readonly idleTimeoutMs?: Default<number>;
  readonly statementTimeoutMs?: Default<number>; // of the driver; that of the server stands in statementDefaults
}

/** What a server lets a statement take when nobody says it. */
export const statementDefaults: Readonly<Partial<Record<Engine, Default<number>>>> = {
  postgres: none('statement_timeout is not set', 'PostgreSQL 17, Client connection defaults, statement_timeout: "A value of zero (the default) disables the timeout"'),
  mysql: none('max_execution_time is not set', 'MySQL 8.4, Server system variables, max_execution_time: 0, the default, disables timeouts'),
  mariadb: none('max_statement_time is not set', 'MariaDB 11, Server system variables, max_statement_time: 0, the default, is no limit'),
  unknown: none('no statement timeout is set', 'PostgreSQL 17, statement_timeout; MySQL 8.4, max_execution_time: no limit by default'),
};

export const psycopgPool: PoolDefaults = {
  sizeMax: { value: 4, says: 'max_size 4 by default', citation: `${psycopgPoolDocs}: max_size is min_size, 4, unless set` },
  sizeMin: { value: 4, says: 'min_size 4 by default', citation: `${psycopgPoolDocs}, min_size` },
  acquireTimeoutMs: seconds(30, 'timeout 30 seconds by default', `${psycopgPoolDocs}, timeout`),
  lifetimeMs: seconds(3600, 'max_lifetime one hour by default', `${psycopgPoolDocs}, max_lifetime`),
  validation: { value: false, says: 'no check before use', citation: `${psycopgPoolDocs}, check=None` },
  idleTimeoutMs: seconds(600, 'max_idle 10 minutes by default', `${psycopgPoolDocs}, max_idle`),
};

export const psycopg2Pool: PoolDefaults = {
  sizeMax: { value: Infinity, says: 'no maxconn', citation: psycopg2PoolDocs },
  sizeMin: null,
  acquireTimeoutMs: { value: 0, says: 'fails at once when exhausted', citation: psycopg2PoolDocs },
  lifetimeMs: none('connections are never renewed', psycopg2PoolDocs),
  validation: { value: false, says: 'no check before use', citation: psycopg2PoolDocs },
};

export const asyncpgPool: PoolDefaults = {
  sizeMax: { value: 10, says: 'max_size 10 by default', citation: `${asyncpgDocs}, max_size` },
  sizeMin: { value: 10, says: 'min_size 10 by default', citation: `${asyncpgDocs}, min_size` },
  acquireTimeoutMs: none('acquire waits for ever', 'asyncpg 0.30, Pool.acquire: timeout=None'),
  lifetimeMs: null, // connections are renewed after max_queries, and when they were closed
  validation: null,
  idleTimeoutMs: seconds(300, 'max_inactive_connection_lifetime 5 minutes by default', `${asyncpgDocs}, max_inactive_connection_lifetime`),
};

export const aiomysqlPool: PoolDefaults = {
  sizeMax: { value: 10, says: 'maxsize 10 by default', citation: `${aiomysqlDocs}, maxsize` },
  sizeMin: { value: 1, says: 'minsize 1 by default', citation: `${aiomysqlDocs}, minsize` },
  acquireTimeoutMs: none('acquire waits for ever', aiomysqlDocs),
  lifetimeMs: none('connections are never recycled', `${aiomysqlDocs}, pool_recycle=-1`),
  validation: null,
};

export const mysqlConnectorPool: PoolDefaults = {
  sizeMax: { value: 5, says: 'pool_size 5 by default', citation: 'MySQL Connector/Python 9, Connection pooling, pool_size' },
  sizeMin: null,
  acquireTimeoutMs: { value: 0, says: 'fails at once when exhausted', citation: 'MySQL Connector/Python 9, PooledMySQLConnection: PoolError when no connection is available' },
  lifetimeMs: null,
  validation: null,
};

export const mongoPool: PoolDefaults = {
  sizeMax: { value: 100, says: 'maxPoolSize 100 by default', citation: `${pymongoDocs}, maxPoolSize` },
  sizeMin: { value: 0, says: 'minPoolSize 0 by default', citation: `${pymongoDocs}, minPoolSize` },
  acquireTimeoutMs: none('waitQueueTimeoutMS is not set', `${pymongoDocs}, waitQueueTimeoutMS=None`),
  lifetimeMs: none('connections are never renewed', pymongoDocs),
  validation: { value: true, says: 'connections that were idle for a second are checked', citation: 'PyMongo 4.15, pool: _check_interval_seconds 1' },
  idleTimeoutMs: none('maxIdleTimeMS is not set', `${pymongoDocs}, maxIdleTimeMS=None`),
  statementTimeoutMs: none('timeoutMS is not set', `${pymongoDocs}, timeoutMS=None`),
};

export const redisPool: PoolDefaults = {
  sizeMax: { value: Infinity, says: 'max_connections is not set', citation: `${redisDocs}: max_connections is 2**31 unless set` },
  sizeMin: null,
  acquireTimeoutMs: { value: 0, says: 'fails at once when exhausted', citation: `${redisDocs}: MaxConnectionsError` },
  lifetimeMs: null,
  validation: { value: false, says: 'health_check_interval 0 by default', citation: `${redisDocs}, health_check_interval` },
  statementTimeoutMs: none('socket_timeout is not set', `${redisDocs}: socket_timeout=None`),
};

export const redisBlockingPool: PoolDefaults = {
  ...redisPool,
  sizeMax: { value: 50, says: 'max_connections 50 by default', citation: 'redis-py 6.4, BlockingConnectionPool, max_connections' },
  acquireTimeoutMs: seconds(20, 'timeout 20 seconds by default', 'redis-py 6.4, BlockingConnectionPool, timeout'),
};

export const djangoDefaults: { readonly connMaxAge: Default<number>; readonly healthChecks: Default<boolean> } = {
  connMaxAge: seconds(0, 'CONN_MAX_AGE 0: a connection for each request', `${djangoDocs}, CONN_MAX_AGE`),
  healthChecks: { value: false, says: 'CONN_HEALTH_CHECKS off by default', citation: `${djangoDocs}, CONN_HEALTH_CHECKS` },
};

export const executorDefault: { readonly thread: string; readonly process: string } = {
  thread: 'Python 3.13, concurrent.futures.ThreadPoolExecutor: max_workers is min(32, process_cpu_count + 4)',
  process: 'Python 3.13, concurrent.futures.ProcessPoolExecutor: max_workers is the number of processors',
};

/** Upper bounds of buckets without +Inf. */
export const histogramDefaults: Readonly<Record<'prometheus' | 'openTelemetry', Default<readonly number[]>>> = {
  prometheus: {
    value: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    says: 'default buckets, from 5 ms to 10 s',
    citation: 'prometheus_client 0.23, Histogram.DEFAULT_BUCKETS: .005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10',
  },
  openTelemetry: {
    value: [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000],
    says: 'default boundaries, from 0 to 10000',
    citation: 'OpenTelemetry, Metrics SDK, Explicit bucket histogram aggregation: 0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000',
  },
};

export const cacheTimeouts: Readonly<Record<'django' | 'flaskCaching', Default<number>>> = {
  django: seconds(300, 'TIMEOUT 300 seconds by default', 'Django 5.2, Settings, CACHES, TIMEOUT: 300'),
  flaskCaching: seconds(300, 'CACHE_DEFAULT_TIMEOUT 300 seconds by default', 'Flask-Caching 2.3, Configuring, CACHE_DEFAULT_TIMEOUT: 300 seconds'),
};
