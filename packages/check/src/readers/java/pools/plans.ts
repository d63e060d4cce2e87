import type { Engine } from '../../../facts/code.ts';
import type { PoolDefaults } from '../../spring-config/index.ts';
import { poolDefaults } from '../../spring-config/index.ts';
import { javaDefaults } from '../defaults.ts';

/** How a library's pool is made and shaped in code. */
export interface PoolPlan {
  readonly library: string;
  readonly engine: Engine;
  readonly defaults: PoolDefaults;
  readonly sizeMax: readonly string[];
  readonly sizeMin: readonly string[];
  readonly acquireTimeout: readonly string[];
  readonly lifetime: readonly string[];
  readonly idleTimeout: readonly string[];
  readonly validation: readonly string[];
  readonly statementSeconds: readonly string[];
  readonly timeUnitMs: number;
  readonly url: readonly string[];
  readonly urlArgument: number | null;
  readonly configType: RegExp | null; // an argument of this type holds the settings and is a pool of its own
}

const plan = (library: string, engine: Engine, defaults: PoolPlan['defaults'], rest: Partial<PoolPlan>): PoolPlan => ({
  library,
  engine,
  defaults,
  sizeMax: [],
  sizeMin: [],
  acquireTimeout: [],
  lifetime: [],
  idleTimeout: [],
  validation: [],
  statementSeconds: [],
  timeUnitMs: 1,
  url: [],
  urlArgument: null,
  configType: null,
  ...rest,
});

const hikari = plan('hikaricp', 'unknown', poolDefaults.hikaricp, {
  sizeMax: ['setMaximumPoolSize'],
  sizeMin: ['setMinimumIdle'],
  acquireTimeout: ['setConnectionTimeout'],
  lifetime: ['setMaxLifetime'],
  idleTimeout: ['setIdleTimeout'],
  url: ['setJdbcUrl', 'url'],
  configType: /^HikariConfig$/,
});

const jedis: PoolPlan['defaults'] = { sizeMax: javaDefaults.jedisPool, acquireTimeoutMs: javaDefaults.jedisPoolWait, lifetimeMs: null };
const mongo = plan('mongo-java-driver', 'mongodb', poolDefaults['mongo-java-driver'], {
  sizeMax: ['maxSize', 'connectionsPerHost'],
  sizeMin: ['minSize'],
  acquireTimeout: ['maxWaitTime'],
  lifetime: ['maxConnectionLifeTime'],
  idleTimeout: ['maxConnectionIdleTime'],
  url: ['applyConnectionString'],
});
const lettuce = plan('lettuce', 'redis', poolDefaults.lettuce, { urlArgument: 0 });

export const plansForNew: Readonly<Record<string, PoolPlan>> = {
  HikariConfig: hikari,
  HikariDataSource: hikari,
  BasicDataSource: plan('dbcp2', 'unknown', poolDefaults.dbcp2, {
    sizeMax: ['setMaxTotal'],
    sizeMin: ['setMinIdle'],
    acquireTimeout: ['setMaxWaitMillis', 'setMaxWait'],
    lifetime: ['setMaxConnLifetimeMillis', 'setMaxConn'],
    idleTimeout: ['setMinEvictableIdleTimeMillis', 'setMinEvictableIdle'],
    validation: ['setTestOnBorrow'],
    statementSeconds: ['setDefaultQueryTimeout'],
    url: ['setUrl'],
  }),
  DruidDataSource: plan('druid', 'unknown', poolDefaults.druid, {
    sizeMax: ['setMaxActive'],
    sizeMin: ['setMinIdle'],
    acquireTimeout: ['setMaxWait'],
    validation: ['setTestOnBorrow'],
    statementSeconds: ['setQueryTimeout'],
    url: ['setUrl'],
  }),
  ComboPooledDataSource: plan(
    'c3p0',
    'unknown',
    { sizeMax: javaDefaults.c3p0, acquireTimeoutMs: javaDefaults.c3p0Wait, lifetimeMs: null },
    { sizeMax: ['setMaxPoolSize'], sizeMin: ['setMinPoolSize'], acquireTimeout: ['setCheckoutTimeout'], url: ['setJdbcUrl'] },
  ),
  JedisPoolConfig: plan('jedis', 'redis', jedis, { sizeMax: ['setMaxTotal'], sizeMin: ['setMinIdle'], acquireTimeout: ['setMaxWait', 'setMaxWaitMillis'] }),
  JedisPool: plan('jedis', 'redis', jedis, { urlArgument: 0, configType: /PoolConfig$/ }),
  JedisPooled: plan('jedis', 'redis', jedis, { urlArgument: 0, configType: /PoolConfig$/ }),
  MongoClient: mongo,
};

export const plansForCalls: Readonly<Record<string, PoolPlan>> = {
  'DataSourceBuilder.create': { ...hikari, url: ['url'], sizeMax: ['setMaximumPoolSize'] },
  'MongoClientSettings.builder': mongo,
  'MongoClients.create': { ...mongo, urlArgument: 0, configType: /Settings$/ },
  'ConnectionPoolConfiguration.builder': plan('r2dbc-pool', 'unknown', poolDefaults['r2dbc-pool'], {
    sizeMax: ['maxSize'],
    sizeMin: ['minIdle'],
    acquireTimeout: ['maxAcquireTime'],
    lifetime: ['maxLifeTime'],
    idleTimeout: ['maxIdleTime'],
  }),
  'RedisClient.create': lettuce,
};
