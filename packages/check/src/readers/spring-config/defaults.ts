import type { Engine } from '../../facts/code.ts';

/** What a framework does when nobody sets a property, with the documentation that says so. */
export interface Default<T = number> {
  readonly value: T;
  readonly says: string;
  readonly citation: string;
}

const hikari = 'HikariCP 6 README, "Configuration (knobs, baby!)"';
const mongo = 'MongoDB Java driver 5, "Connection pools"';

export interface PoolDefaults {
  readonly sizeMax: Default;
  readonly acquireTimeoutMs: Default | null;
  readonly lifetimeMs: Default | null;
  readonly idleTimeoutMs?: Default;
  readonly validation?: Default<boolean>;
}

export type PooledLibrary = 'hikaricp' | 'tomcat-jdbc' | 'dbcp2' | 'druid' | 'agroal' | 'r2dbc-pool' | 'mongo-java-driver' | 'lettuce' | 'jedis';

export const poolDefaults: Readonly<Record<PooledLibrary, PoolDefaults>> = {
  hikaricp: {
    sizeMax: { value: 10, says: 'maximumPoolSize not set: 10', citation: `${hikari}, maximumPoolSize` },
    acquireTimeoutMs: { value: 30_000, says: 'connectionTimeout not set: 30000 ms', citation: `${hikari}, connectionTimeout` },
    lifetimeMs: { value: 1_800_000, says: 'maxLifetime not set: 1800000 ms', citation: `${hikari}, maxLifetime` },
    idleTimeoutMs: { value: 600_000, says: 'idleTimeout not set: 600000 ms', citation: `${hikari}, idleTimeout; it counts only where minimumIdle is below maximumPoolSize` },
    validation: {
      value: true,
      says: 'HikariCP tests a connection before it hands it out',
      citation: 'HikariCP 6 README, connectionTestQuery: JDBC 4 drivers are tested with Connection.isValid()',
    },
  },
  'tomcat-jdbc': {
    sizeMax: { value: 100, says: 'maxActive not set: 100', citation: 'Tomcat JDBC Connection Pool 10.1, maxActive' },
    acquireTimeoutMs: { value: 30_000, says: 'maxWait not set: 30000 ms', citation: 'Tomcat JDBC Connection Pool 10.1, maxWait' },
    lifetimeMs: { value: Infinity, says: 'maxAge not set: connections never expire', citation: 'Tomcat JDBC Connection Pool 10.1, maxAge' },
    idleTimeoutMs: { value: 60_000, says: 'minEvictableIdleTimeMillis not set: 60000 ms', citation: 'Tomcat JDBC Connection Pool 10.1, minEvictableIdleTimeMillis' },
    validation: { value: false, says: 'testOnBorrow not set: no test before use', citation: 'Tomcat JDBC Connection Pool 10.1, testOnBorrow' },
  },
  dbcp2: {
    sizeMax: { value: 8, says: 'maxTotal not set: 8', citation: 'Apache Commons DBCP 2, BasicDataSource configuration, maxTotal' },
    acquireTimeoutMs: { value: Infinity, says: 'maxWaitMillis not set: waits for ever', citation: 'Apache Commons DBCP 2, BasicDataSource configuration, maxWaitMillis' },
    lifetimeMs: { value: Infinity, says: 'maxConnLifetimeMillis not set: connections never expire', citation: 'Apache Commons DBCP 2, BasicDataSource configuration, maxConnLifetimeMillis' },
    idleTimeoutMs: {
      value: Infinity,
      says: 'timeBetweenEvictionRunsMillis not set: idle connections stay',
      citation: 'Apache Commons DBCP 2, BasicDataSource configuration, timeBetweenEvictionRunsMillis: -1',
    },
    validation: { value: true, says: 'testOnBorrow not set: tested before use', citation: 'Apache Commons DBCP 2, BasicDataSource configuration, testOnBorrow: true' },
  },
  druid: {
    sizeMax: { value: 8, says: 'maxActive not set: 8', citation: 'Alibaba Druid, DruidDataSource configuration, maxActive' },
    acquireTimeoutMs: { value: Infinity, says: 'maxWait not set: waits for ever', citation: 'Alibaba Druid, DruidDataSource configuration, maxWait' },
    lifetimeMs: null,
    validation: { value: false, says: 'testOnBorrow not set: no test before use', citation: 'Alibaba Druid, DruidDataSource configuration, testOnBorrow' },
  },
  agroal: {
    sizeMax: { value: 20, says: 'max-size not set: 20', citation: 'Quarkus 3.15, all configuration options, quarkus.datasource.jdbc.max-size' },
    acquireTimeoutMs: { value: 5_000, says: 'acquisition-timeout not set: 5 s', citation: 'Quarkus 3.15, all configuration options, quarkus.datasource.jdbc.acquisition-timeout' },
    lifetimeMs: { value: Infinity, says: 'max-lifetime not set: connections never expire', citation: 'Quarkus 3.15, all configuration options, quarkus.datasource.jdbc.max-lifetime' },
    validation: { value: false, says: 'validate-on-borrow not set: no test before use', citation: 'Quarkus 3.15, all configuration options, quarkus.datasource.jdbc.validate-on-borrow' },
  },
  'r2dbc-pool': {
    sizeMax: { value: 10, says: 'max-size not set: 10', citation: 'Spring Boot 3.5, common application properties, spring.r2dbc.pool.max-size' },
    acquireTimeoutMs: { value: Infinity, says: 'max-acquire-time not set: waits for ever', citation: 'Spring Boot 3.5, common application properties, spring.r2dbc.pool.max-acquire-time' },
    lifetimeMs: { value: Infinity, says: 'max-life-time not set: connections never expire', citation: 'Spring Boot 3.5, common application properties, spring.r2dbc.pool.max-life-time' },
    idleTimeoutMs: { value: 1_800_000, says: 'max-idle-time not set: 30 min', citation: 'Spring Boot 3.5, common application properties, spring.r2dbc.pool.max-idle-time' },
  },
  'mongo-java-driver': {
    sizeMax: { value: 100, says: 'maxPoolSize not set: 100', citation: `${mongo}, maxPoolSize` },
    acquireTimeoutMs: { value: 120_000, says: 'waitQueueTimeoutMS not set: 2 minutes', citation: `${mongo}, waitQueueTimeoutMS` },
    lifetimeMs: { value: Infinity, says: 'maxIdleTimeMS not set: connections never expire', citation: `${mongo}, maxIdleTimeMS` },
    validation: {
      value: true,
      says: 'the driver watches its servers and drops their connections when one fails',
      citation: 'MongoDB specifications, "Server Discovery and Monitoring" and "Retryable Reads": a network error clears the pool, and the operation is tried once more',
    },
  },
  lettuce: {
    sizeMax: { value: 1, says: 'no pool configured: one shared connection', citation: 'Lettuce 6 reference guide, "Connection pooling"' },
    acquireTimeoutMs: { value: 60_000, says: 'timeout not set: 60 s', citation: 'Lettuce 6, RedisURI.DEFAULT_TIMEOUT' },
    lifetimeMs: null,
  },
  jedis: {
    sizeMax: { value: 8, says: 'max-active not set: 8', citation: 'Spring Boot 3.5, common application properties, spring.data.redis.jedis.pool.max-active' },
    acquireTimeoutMs: { value: Infinity, says: 'max-wait not set: waits for ever', citation: 'Spring Boot 3.5, common application properties, spring.data.redis.jedis.pool.max-wait' },
    lifetimeMs: null,
  },
};

/** JDBC drivers wait for an answer without end, and databases let a statement run on, unless one of them is told a time. */
export const statementDefaults: Readonly<Partial<Record<Engine, Default>>> = {
  postgres: {
    value: Infinity,
    says: 'no statement_timeout, socketTimeout or query timeout: no limit',
    citation: 'PostgreSQL 17, statement_timeout: "A value of zero (the default) disables the timeout"; pgJDBC 42.7, socketTimeout: 0',
  },
  mysql: { value: Infinity, says: 'no socketTimeout or query timeout: no limit', citation: 'MySQL Connector/J 9, configuration properties, socketTimeout: 0' },
  mariadb: { value: Infinity, says: 'no socketTimeout or query timeout: no limit', citation: 'MariaDB Connector/J 3, socketTimeout: 0' },
  sqlserver: { value: Infinity, says: 'no queryTimeout or socketTimeout: no limit', citation: 'Microsoft JDBC Driver 12, connection properties, queryTimeout: -1, socketTimeout: 0' },
};
