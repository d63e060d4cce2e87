/** A default that a library documents; the citation names library, version and setting. */
export interface Default<T> {
  readonly value: T;
  readonly citation: string;
}

const cite = <T>(value: T, citation: string): Default<T> => ({ value, citation });

export interface PoolDefaults {
  readonly sizeMax: Default<number>;
  readonly sizeMin?: Default<number>;
  readonly acquireTimeoutMs?: Default<number>;
  readonly lifetimeMs?: Default<number>;
  readonly idleTimeoutMs?: Default<number>;
  readonly statementTimeoutMs?: Default<number>;
  readonly validation?: Default<boolean>;
}

type PoolLibrary = 'pg' | 'mysql2' | 'mysql' | 'mariadb' | 'mongodb' | 'mongodb3' | 'knex' | 'sequelize' | 'typeorm' | 'postgresJs' | 'mssql' | 'oracledb' | 'clickhouse';

export const pools: Readonly<Record<PoolLibrary, PoolDefaults>> = {
  pg: {
    sizeMax: cite(10, 'node-postgres 8, pg.Pool: max defaults to 10 (https://node-postgres.com/apis/pool)'),
    sizeMin: cite(0, 'node-postgres 8, pg.Pool: min defaults to 0 (https://node-postgres.com/apis/pool)'),
    acquireTimeoutMs: cite(Infinity, 'node-postgres 8, pg.Pool: connectionTimeoutMillis defaults to 0, no timeout (https://node-postgres.com/apis/pool)'),
    lifetimeMs: cite(Infinity, 'node-postgres 8, pg.Pool: maxLifetimeSeconds defaults to 0, connections are not closed by age (https://node-postgres.com/apis/pool)'),
    statementTimeoutMs: cite(Infinity, 'node-postgres 8, pg.Client: statement_timeout defaults to no timeout (https://node-postgres.com/apis/client)'),
    idleTimeoutMs: cite(10_000, 'node-postgres 8, pg.Pool: idleTimeoutMillis defaults to 10000 ms (https://node-postgres.com/apis/pool)'),
  },
  mysql2: {
    sizeMax: cite(10, 'mysql2 3, createPool: connectionLimit defaults to 10 (https://sidorares.github.io/node-mysql2/docs/examples/connections/create-pool)'),
    acquireTimeoutMs: cite(Infinity, 'mysql2 3, createPool: queueLimit 0 and no acquire timeout, waits for ever (https://sidorares.github.io/node-mysql2/docs/examples/connections/create-pool)'),
    idleTimeoutMs: cite(60_000, 'mysql2 3, createPool: idleTimeout defaults to 60000 ms (https://sidorares.github.io/node-mysql2/docs/examples/connections/create-pool)'),
  },
  mysql: {
    sizeMax: cite(10, 'mysql 2, createPool: connectionLimit defaults to 10 (https://github.com/mysqljs/mysql#pool-options)'),
    acquireTimeoutMs: cite(10_000, 'mysql 2, createPool: acquireTimeout defaults to 10000 ms (https://github.com/mysqljs/mysql#pool-options)'),
    idleTimeoutMs: cite(Infinity, 'mysql 2, createPool: idle connections are not closed (https://github.com/mysqljs/mysql#pool-options)'),
    validation: cite(true, 'mysql 2, createPool: a connection that was used before is pinged when it is taken (https://github.com/mysqljs/mysql#pool-options)'),
  },
  mariadb: {
    sizeMax: cite(10, 'mariadb connector 3, createPool: connectionLimit defaults to 10 (https://mariadb.com/docs/connectors/mariadb-connector-nodejs)'),
    acquireTimeoutMs: cite(10_000, 'mariadb connector 3, createPool: acquireTimeout defaults to 10000 ms (https://mariadb.com/docs/connectors/mariadb-connector-nodejs)'),
    idleTimeoutMs: cite(1_800_000, 'mariadb connector 3, createPool: idleTimeout defaults to 1800 s (https://mariadb.com/docs/connectors/mariadb-connector-nodejs)'),
    statementTimeoutMs: cite(Infinity, 'mariadb connector 3: queryTimeout has no default (https://mariadb.com/docs/connectors/mariadb-connector-nodejs)'),
    validation: cite(
      true,
      'mariadb connector 3, createPool: minDelayValidation defaults to 500 ms, an older connection is checked when it is taken (https://mariadb.com/docs/connectors/mariadb-connector-nodejs)',
    ),
  },
  mongodb: {
    sizeMax: cite(100, 'mongodb driver 4 and later: maxPoolSize defaults to 100 (https://www.mongodb.com/docs/drivers/node/current/connect/connection-options)'),
    sizeMin: cite(0, 'mongodb driver 4 and later: minPoolSize defaults to 0 (https://www.mongodb.com/docs/drivers/node/current/connect/connection-options)'),
    acquireTimeoutMs: cite(Infinity, 'mongodb driver 4 and later: waitQueueTimeoutMS defaults to 0, no timeout (https://www.mongodb.com/docs/drivers/node/current/connect/connection-options)'),
    idleTimeoutMs: cite(Infinity, 'mongodb driver 4 and later: maxIdleTimeMS defaults to 0, no limit (https://www.mongodb.com/docs/drivers/node/current/connect/connection-options)'),
    statementTimeoutMs: cite(Infinity, 'mongodb driver 4 and later: socketTimeoutMS defaults to 0, timeoutMS to none (https://www.mongodb.com/docs/drivers/node/current/connect/connection-options)'),
  },
  mongodb3: {
    sizeMax: cite(5, 'mongodb driver 3: poolSize defaults to 5 (https://mongodb.github.io/node-mongodb-native/3.7/reference/connecting/connection-settings)'),
  },
  knex: {
    sizeMax: cite(10, 'knex 3: pool.max defaults to 10 (https://knexjs.org/guide/#pool)'),
    sizeMin: cite(2, 'knex 3: pool.min defaults to 2 (https://knexjs.org/guide/#pool)'),
    acquireTimeoutMs: cite(60_000, 'knex 3: acquireConnectionTimeout defaults to 60000 ms (https://knexjs.org/guide/#acquireconnectiontimeout)'),
    idleTimeoutMs: cite(30_000, 'knex 3: pool.idleTimeoutMillis of tarn defaults to 30000 ms (https://github.com/vincit/tarn.js#usage)'),
  },
  sequelize: {
    sizeMax: cite(5, 'Sequelize 6: pool.max defaults to 5 (https://sequelize.org/docs/v6/other-topics/connection-pool)'),
    sizeMin: cite(0, 'Sequelize 6: pool.min defaults to 0 (https://sequelize.org/docs/v6/other-topics/connection-pool)'),
    acquireTimeoutMs: cite(60_000, 'Sequelize 6: pool.acquire defaults to 60000 ms (https://sequelize.org/api/v6/class/src/sequelize.js~sequelize)'),
    idleTimeoutMs: cite(10_000, 'Sequelize 6: pool.idle defaults to 10000 ms (https://sequelize.org/api/v6/class/src/sequelize.js~sequelize)'),
  },
  typeorm: {
    sizeMax: cite(10, "TypeORM 0.3: poolSize is the driver's own, 10 for pg and mysql2 (https://typeorm.io/docs/data-source/data-source-options)"),
    acquireTimeoutMs: cite(Infinity, "TypeORM 0.3 over pg: connectTimeoutMS is the driver's own, no timeout (https://typeorm.io/docs/data-source/data-source-options)"),
  },
  postgresJs: {
    sizeMax: cite(10, 'postgres 3: max defaults to 10 (https://github.com/porsager/postgres#connection-details)'),
    acquireTimeoutMs: cite(Infinity, 'postgres 3: queries wait in a queue without limit (https://github.com/porsager/postgres#the-connection-pool)'),
    idleTimeoutMs: cite(Infinity, 'postgres 3: idle_timeout defaults to 0, none (https://github.com/porsager/postgres#connection-details)'),
    lifetimeMs: cite(5_400_000, 'postgres 3: max_lifetime defaults to a random time between 45 and 90 minutes (https://github.com/porsager/postgres#connection-details)'),
    statementTimeoutMs: cite(Infinity, 'postgres 3: connection.statement_timeout has no default (https://github.com/porsager/postgres#connection-details)'),
  },
  mssql: {
    sizeMax: cite(10, 'mssql 11: pool.max defaults to 10 (https://tediousjs.github.io/node-mssql/#general-same-for-all-drivers)'),
    acquireTimeoutMs: cite(15_000, 'mssql 11: connectionTimeout defaults to 15000 ms (https://tediousjs.github.io/node-mssql/#general-same-for-all-drivers)'),
    idleTimeoutMs: cite(30_000, 'mssql 11: pool.idleTimeoutMillis defaults to 30000 ms (https://tediousjs.github.io/node-mssql/#general-same-for-all-drivers)'),
    statementTimeoutMs: cite(15_000, 'mssql 11: requestTimeout defaults to 15000 ms (https://tediousjs.github.io/node-mssql/#general-same-for-all-drivers)'),
  },
  oracledb: {
    sizeMax: cite(4, 'node-oracledb 6: poolMax defaults to 4 (https://node-oracledb.readthedocs.io/en/latest/user_guide/connection_handling.html)'),
    acquireTimeoutMs: cite(60_000, 'node-oracledb 6: queueTimeout defaults to 60000 ms (https://node-oracledb.readthedocs.io/en/latest/user_guide/connection_handling.html)'),
    idleTimeoutMs: cite(60_000, 'node-oracledb 6: poolTimeout defaults to 60 s (https://node-oracledb.readthedocs.io/en/latest/user_guide/connection_handling.html)'),
    validation: cite(
      true,
      'node-oracledb 6: poolPingInterval defaults to 60 s, an older connection is pinged when it is taken (https://node-oracledb.readthedocs.io/en/latest/user_guide/connection_handling.html)',
    ),
  },
  clickhouse: {
    sizeMax: cite(10, '@clickhouse/client 1: max_open_connections defaults to 10 (https://clickhouse.com/docs/integrations/javascript)'),
    idleTimeoutMs: cite(2_500, '@clickhouse/client 1: keep_alive.idle_socket_ttl defaults to 2500 ms (https://clickhouse.com/docs/integrations/javascript)'),
    statementTimeoutMs: cite(30_000, '@clickhouse/client 1: request_timeout defaults to 30000 ms (https://clickhouse.com/docs/integrations/javascript)'),
  },
};

/** Where a library leaves it to the driver of the engine. */
export const statementTimeouts: Readonly<Record<string, Default<number>>> = {
  postgres: cite(Infinity, 'PostgreSQL: statement_timeout defaults to 0, no limit, and the driver sets none (https://www.postgresql.org/docs/current/runtime-config-client.html)'),
};

export const prismaAcquireTimeoutMs: Default<number> = cite(
  10_000,
  'Prisma 6: pool_timeout defaults to 10 s (https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/databases-connections/connection-pool)',
);

export const timeouts: Readonly<Record<string, Default<number>>> = {
  fetch: cite(Infinity, "Fetch Standard: no overall timeout; only undici's headersTimeout and bodyTimeout of 300 s between packets bound it (https://undici.nodejs.org/#/docs/api/Client)"),
  axios: cite(Infinity, 'axios 1: timeout defaults to 0, no timeout (https://axios-http.com/docs/req_config)'),
  got: cite(Infinity, 'got 14: timeout has no default (https://github.com/sindresorhus/got/blob/main/documentation/6-timeout.md)'),
  ky: cite(10_000, 'ky 1: timeout defaults to 10000 ms (https://github.com/sindresorhus/ky#timeout)'),
  undici: cite(300_000, 'undici: headersTimeout and bodyTimeout default to 300 s (https://undici.nodejs.org/#/docs/api/Client)'),
  superagent: cite(Infinity, 'superagent 10: no timeout by default (https://forwardemail.github.io/superagent/#timeouts)'),
  http: cite(Infinity, 'Node http.request: timeout has no default (https://nodejs.org/api/http.html#httprequesturl-options-callback)'),
  request: cite(Infinity, 'request 2: timeout has no default (https://github.com/request/request#requestoptions-callback)'),
  needle: cite(Infinity, 'needle 3: response_timeout and read_timeout have no default, open_timeout 10 s (https://github.com/tomas/needle#overriding-defaults)'),
  'node-fetch': cite(Infinity, 'node-fetch 3: no timeout; node-fetch 2: timeout defaults to 0 (https://github.com/node-fetch/node-fetch#options)'),
  grpc: cite(Infinity, 'gRPC: a call without deadline waits for ever (https://grpc.io/docs/guides/deadlines)'),
  'aws-sdk-v3': cite(
    Infinity,
    'AWS SDK for JavaScript v3: requestTimeout of NodeHttpHandler defaults to 0, no timeout (https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-smithy-node-http-handler)',
  ),
  'aws-sdk-v2': cite(120_000, 'AWS SDK for JavaScript v2: httpOptions.timeout defaults to 120 s (https://docs.aws.amazon.com/AWSJavaScriptSDK/latest/AWS/Config.html)'),
};

export const tries: Readonly<Record<string, Default<number>>> = {
  got: cite(3, 'got 14: retry.limit defaults to 2 for idempotent methods (https://github.com/sindresorhus/got/blob/main/documentation/7-retry.md)'),
  ky: cite(3, 'ky 1: retry.limit defaults to 2 (https://github.com/sindresorhus/ky#retry)'),
  'aws-sdk-v3': cite(3, 'AWS SDK for JavaScript v3: maxAttempts defaults to 3 (https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html)'),
  'aws-sdk-v2': cite(4, 'AWS SDK for JavaScript v2: maxRetries defaults to 3 (https://docs.aws.amazon.com/AWSJavaScriptSDK/latest/AWS/Config.html)'),
};

/** How long an entry lives when nobody says so; 0 stands for ever. */
export const cacheLifetimes: Readonly<Record<string, Default<number>>> = {
  'lru-cache': cite(Infinity, 'lru-cache 11: ttl defaults to 0, entries do not expire (https://github.com/isaacs/node-lru-cache#ttl)'),
  'node-cache': cite(Infinity, 'node-cache 5: stdTTL defaults to 0, unlimited (https://github.com/node-cache/node-cache#options)'),
  'quick-lru': cite(Infinity, 'quick-lru 7: maxAge defaults to Infinity (https://github.com/sindresorhus/quick-lru#maxage)'),
};

export const connectionsPerHost: Readonly<Record<string, Default<number>>> = {
  http: cite(Infinity, 'Node http.Agent: maxSockets defaults to Infinity (https://nodejs.org/api/http.html#new-agentoptions)'),
  undici: cite(Infinity, 'undici Pool: connections defaults to null, no limit (https://undici.nodejs.org/#/docs/api/Pool)'),
  'undici.Client': cite(1, 'undici Client: one connection to one origin (https://undici.nodejs.org/#/docs/api/Client)'),
  'aws-sdk': cite(50, 'AWS SDK for JavaScript: maxSockets is 50 unless an agent is given (https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-maxsockets.html)'),
};

/** Upper bounds of the buckets that nobody set. */
export const histogramBounds: Readonly<Record<string, Default<readonly number[]>>> = {
  'prom-client': cite([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], 'prom-client 15, Histogram: buckets default to 0.005 to 10 (https://github.com/siimon/prom-client#histogram)'),
  'express-prom-bundle': cite(
    [0.003, 0.03, 0.1, 0.3, 1.5, 10],
    'express-prom-bundle 8: buckets of http_request_duration_seconds default to 0.003 to 10 (https://github.com/jochen-schweizer/express-prom-bundle#options)',
  ),
  opentelemetry: cite(
    [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000],
    'OpenTelemetry metrics SDK: default boundaries of the explicit bucket histogram (https://opentelemetry.io/docs/specs/otel/metrics/sdk/#explicit-bucket-histogram-aggregation)',
  ),
};

/** How long a server waits for one whole request. */
/** Our own runtime; `packages/runtime/src/pool/core/options.ts` and `guard/options/defaults.ts` state the same numbers, and a test holds them together. */
export const plimsollPool: Readonly<Record<'overflowMax' | 'acquireTimeoutMs' | 'lifetimeMs' | 'idleTimeoutMs' | 'statementTimeoutMs', Default<number>> & { validation: Default<boolean> }> = {
  overflowMax: cite(0, '@plimsoll/runtime, postgresPool: overflowMax defaults to 0'),
  acquireTimeoutMs: cite(2000, '@plimsoll/runtime, postgresPool: acquireTimeoutMs defaults to 2000'),
  lifetimeMs: cite(3_600_000, '@plimsoll/runtime, postgresPool: lifetimeMs defaults to 3600000'),
  idleTimeoutMs: cite(600_000, '@plimsoll/runtime, postgresPool: idleTimeoutMs defaults to 600000'),
  statementTimeoutMs: cite(5000, '@plimsoll/runtime, postgresPool: statementTimeoutMs defaults to 5000'),
  validation: cite(true, '@plimsoll/runtime, postgresPool: a connection that was idle for longer than pingAfterIdleMs is tested when it is taken'),
};

export const plimsollGuard: Readonly<Record<'timeoutMs' | 'concurrencyMax', Default<number>>> = {
  timeoutMs: cite(1000, '@plimsoll/runtime, guard: timeoutMs defaults to 1000'),
  concurrencyMax: cite(10, '@plimsoll/runtime, guard: bulkhead defaults to 10 calls at the same time'),
};

export const requestTimeoutMs: Default<number> = cite(300_000, 'Node 18 and later, http.Server: requestTimeout defaults to 300 s (https://nodejs.org/api/http.html#serverrequesttimeout)');

/** Retries of libraries that wrap calls; the first try comes on top. */
export const wrapperRetries: Readonly<Record<string, Default<number>>> = {
  'axios-retry': cite(3, 'axios-retry 4: retries defaults to 3 (https://github.com/softonic/axios-retry#options)'),
  'p-retry': cite(10, 'p-retry 6: retries defaults to 10 (https://github.com/sindresorhus/p-retry#options)'),
  'async-retry': cite(10, 'async-retry 1: retries defaults to 10 (https://github.com/vercel/async-retry#api)'),
  'exponential-backoff': cite(9, 'exponential-backoff 3: numOfAttempts defaults to 10 (https://github.com/coveooss/exponential-backoff#backoffoptions)'),
};
