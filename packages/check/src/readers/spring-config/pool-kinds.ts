import type { Engine } from '../../facts/code.ts';
import type { PooledLibrary } from './defaults.ts';
import { durationMs, wholeNumber } from './number.ts';

/** One kind of pool that a framework opens because configuration says so. */
export interface PoolKind {
  readonly library: PooledLibrary;
  readonly engine: Engine; // 'unknown': told by the URL, the driver or the build file
  readonly at: readonly string[]; // keys that make the pool exist; the first one set is its place
  readonly prefixes: readonly string[]; // with none of those keys, the first line that starts so is the place
  readonly dependency: RegExp; // what the build file must depend on
  readonly url: string;
  readonly host: string | null;
  readonly driver: string | null;
  readonly sizeMax: readonly string[];
  readonly sizeMin: readonly string[];
  readonly acquireTimeout: readonly string[];
  readonly lifetime: readonly string[];
  readonly idleTimeout: readonly string[];
  readonly validation: readonly string[]; // a boolean: is a connection tested before it is handed out
  readonly statementTimeout: readonly StatementKey[]; // the first that is set counts
  readonly parseTime: (text: string) => number | undefined;
}

export interface StatementKey {
  readonly key: string;
  readonly plainUnitMs: number;
}

/** What bounds the statements of a Spring module: JPA's hint, the transactions around them, and what the pool tells the driver. */
const jdbcStatementTimeout: readonly StatementKey[] = [
  { key: 'spring.jpa.properties.jakarta.persistence.query.timeout', plainUnitMs: 1 },
  { key: 'spring.jpa.properties.javax.persistence.query.timeout', plainUnitMs: 1 },
  { key: 'spring.transaction.default-timeout', plainUnitMs: 1_000 },
];
const springJdbc = /starter-(data-)?(jdbc|jpa)|mybatis-spring|starter-jooq|HikariCP/i;

const spring = (library: SpringJdbcLibrary, prefix: string, names: readonly [string, string, string, string | null, string | null, string | null]): PoolKind => ({
  library,
  engine: 'unknown',
  at: [
    'spring.datasource.url',
    'spring.datasource.jdbc-url',
    'spring.datasource.hikari.jdbc-url',
    'spring.datasource.driver-class-name',
    'spring.jpa.database',
    'spring.jpa.database-platform',
    'spring.datasource.platform',
    'spring.datasource.username',
  ],
  prefixes: ['spring.datasource.', 'spring.jpa.'],
  dependency: springJdbc,
  url: 'spring.datasource.url',
  host: null,
  driver: 'spring.datasource.driver-class-name',
  sizeMax: [`${prefix}.${names[0]}`],
  sizeMin: [`${prefix}.${names[1]}`],
  acquireTimeout: [`${prefix}.${names[2]}`],
  lifetime: names[3] ? [`${prefix}.${names[3]}`] : [],
  idleTimeout: names[4] ? [`${prefix}.${names[4]}`] : [],
  validation: names[5] ? [`${prefix}.${names[5]}`] : [],
  statementTimeout: jdbcStatementTimeout,
  parseTime: wholeNumber,
});

export type SpringJdbcLibrary = 'hikaricp' | 'tomcat-jdbc' | 'dbcp2' | 'druid';

export const springJdbcKinds: Readonly<Record<SpringJdbcLibrary, PoolKind>> = {
  hikaricp: spring('hikaricp', 'spring.datasource.hikari', ['maximum-pool-size', 'minimum-idle', 'connection-timeout', 'max-lifetime', 'idle-timeout', null]),
  'tomcat-jdbc': spring('tomcat-jdbc', 'spring.datasource.tomcat', ['max-active', 'min-idle', 'max-wait', 'max-age', 'min-evictable-idle-time-millis', 'test-on-borrow']),
  dbcp2: spring('dbcp2', 'spring.datasource.dbcp2', ['max-total', 'min-idle', 'max-wait-millis', 'max-conn-lifetime-millis', 'min-evictable-idle-time-millis', 'test-on-borrow']),
  druid: spring('druid', 'spring.datasource.druid', ['max-active', 'min-idle', 'max-wait', null, null, 'test-on-borrow']),
};

const milliseconds = (text: string): number | undefined => durationMs(text, 1);

export const otherKinds: readonly PoolKind[] = [
  {
    library: 'r2dbc-pool',
    engine: 'unknown',
    at: ['spring.r2dbc.url'],
    prefixes: [],
    dependency: /r2dbc/i,
    url: 'spring.r2dbc.url',
    host: null,
    driver: null,
    sizeMax: ['spring.r2dbc.pool.max-size'],
    sizeMin: ['spring.r2dbc.pool.min-idle'],
    acquireTimeout: ['spring.r2dbc.pool.max-acquire-time'],
    lifetime: ['spring.r2dbc.pool.max-life-time'],
    idleTimeout: ['spring.r2dbc.pool.max-idle-time'],
    validation: [],
    statementTimeout: [],
    parseTime: milliseconds,
  },
  {
    library: 'mongo-java-driver',
    engine: 'mongodb',
    at: ['spring.data.mongodb.uri', 'spring.mongodb.uri', 'spring.data.mongodb.host', 'spring.mongodb.host'],
    prefixes: [],
    dependency: /mongo/i,
    url: 'spring.data.mongodb.uri',
    host: 'spring.data.mongodb.host',
    driver: null,
    sizeMax: [],
    sizeMin: [],
    acquireTimeout: [],
    lifetime: [],
    idleTimeout: [],
    validation: [],
    statementTimeout: [],
    parseTime: milliseconds,
  },
  {
    library: 'mongo-java-driver',
    engine: 'mongodb',
    at: ['quarkus.mongodb.connection-string', 'quarkus.mongodb.hosts'],
    prefixes: [],
    dependency: /quarkus-mongodb/i,
    url: 'quarkus.mongodb.connection-string',
    host: 'quarkus.mongodb.hosts',
    driver: null,
    sizeMax: ['quarkus.mongodb.max-pool-size'],
    sizeMin: ['quarkus.mongodb.min-pool-size'],
    acquireTimeout: ['quarkus.mongodb.wait-queue-timeout'],
    lifetime: ['quarkus.mongodb.max-connection-lifetime'],
    idleTimeout: [],
    validation: [],
    statementTimeout: [],
    parseTime: (text) => durationMs(text, 1_000),
  },
];

export function quarkusKind(prefix: string): PoolKind {
  return {
    library: 'agroal',
    engine: 'unknown',
    at: [`${prefix}.jdbc.url`, `${prefix}.db-kind`],
    prefixes: [],
    dependency: /quarkus-jdbc|quarkus-agroal/i,
    url: `${prefix}.jdbc.url`,
    host: null,
    driver: `${prefix}.db-kind`,
    sizeMax: [`${prefix}.jdbc.max-size`],
    sizeMin: [`${prefix}.jdbc.min-size`],
    acquireTimeout: [`${prefix}.jdbc.acquisition-timeout`],
    lifetime: [`${prefix}.jdbc.max-lifetime`],
    idleTimeout: [],
    validation: [`${prefix}.jdbc.validate-on-borrow`],
    statementTimeout: [],
    parseTime: (text) => durationMs(text, 1_000),
  };
}

export function redisKind(prefix: string, client: 'lettuce' | 'jedis'): PoolKind {
  return {
    library: client,
    engine: 'redis',
    at: [`${prefix}.url`, `${prefix}.host`, `${prefix}.sentinel.nodes`, `${prefix}.cluster.nodes`],
    prefixes: [],
    dependency: /redis/i,
    url: `${prefix}.url`,
    host: `${prefix}.host`,
    driver: null,
    sizeMax: [`${prefix}.${client}.pool.max-active`],
    sizeMin: [`${prefix}.${client}.pool.min-idle`],
    acquireTimeout: client === 'jedis' ? [`${prefix}.jedis.pool.max-wait`] : [`${prefix}.lettuce.pool.max-wait`, `${prefix}.timeout`],
    lifetime: [],
    idleTimeout: [],
    validation: [],
    statementTimeout: [],
    parseTime: milliseconds,
  };
}
