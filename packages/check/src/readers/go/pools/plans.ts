import type { Engine } from '../../../facts/code.ts';

export type PoolKind = 'database/sql' | 'pgxpool' | 'mongo' | 'redis';

export interface PoolOpening {
  readonly library: string;
  readonly kind: PoolKind;
  readonly driver: number | null; // argument that names the driver
  readonly url: number | null; // argument with the connection string
  readonly engine: Engine;
}

const sql = (library: string, driver: number | null, url: number | null, engine: Engine = 'unknown'): PoolOpening => ({ library, kind: 'database/sql', driver, url, engine });

/** Functions that open a pool, by import path without version. */
export const openings: Readonly<Record<string, PoolOpening>> = {
  'database/sql.Open': sql('database/sql', 0, 1),
  'database/sql.OpenDB': sql('database/sql', 0, null),
  'github.com/jmoiron/sqlx.Open': sql('sqlx', 0, 1),
  'github.com/jmoiron/sqlx.MustOpen': sql('sqlx', 0, 1),
  'github.com/jmoiron/sqlx.Connect': sql('sqlx', 0, 1),
  'github.com/jmoiron/sqlx.MustConnect': sql('sqlx', 0, 1),
  'github.com/jmoiron/sqlx.ConnectContext': sql('sqlx', 1, 2),
  'github.com/XSAM/otelsql.Open': sql('otelsql', 0, 1),
  'github.com/XSAM/otelsql.OpenDB': sql('otelsql', 0, null),
  'github.com/uptrace/opentelemetry-go-extra/otelsql.Open': sql('otelsql', 0, 1),
  'github.com/uptrace/opentelemetry-go-extra/otelsqlx.Open': sql('otelsqlx', 0, 1),
  'github.com/uptrace/opentelemetry-go-extra/otelsqlx.Connect': sql('otelsqlx', 0, 1),
  'github.com/nhatthm/otelsql.Open': sql('otelsql', 0, 1),
  'go.nhat.io/otelsql.Open': sql('otelsql', 0, 1),
  'gorm.io/gorm.Open': sql('gorm', 0, null),
  'github.com/jinzhu/gorm.Open': sql('gorm', 0, 1),
  'entgo.io/ent/dialect/sql.Open': sql('ent', 0, 1),
  'xorm.io/xorm.NewEngine': sql('xorm', 0, 1),
  'github.com/jackc/pgx/stdlib.OpenDB': sql('database/sql', null, null, 'postgres'),
  'github.com/jackc/pgx/pgxpool.New': { library: 'pgxpool', kind: 'pgxpool', driver: null, url: 1, engine: 'postgres' },
  'github.com/jackc/pgx/pgxpool.Connect': { library: 'pgxpool', kind: 'pgxpool', driver: null, url: 1, engine: 'postgres' },
  'github.com/jackc/pgx/pgxpool.NewWithConfig': { library: 'pgxpool', kind: 'pgxpool', driver: null, url: 1, engine: 'postgres' },
  'github.com/jackc/pgx/pgxpool.ConnectConfig': { library: 'pgxpool', kind: 'pgxpool', driver: null, url: 1, engine: 'postgres' },
  'go.mongodb.org/mongo-driver/mongo.Connect': { library: 'mongo-driver', kind: 'mongo', driver: null, url: null, engine: 'mongodb' },
  'go.mongodb.org/mongo-driver/mongo.NewClient': { library: 'mongo-driver', kind: 'mongo', driver: null, url: null, engine: 'mongodb' },
  ...Object.fromEntries(
    ['github.com/redis/go-redis', 'github.com/go-redis/redis'].flatMap((path) =>
      ['NewClient', 'NewClusterClient', 'NewFailoverClient', 'NewUniversalClient'].map((name) => [
        `${path}.${name}`,
        { library: 'go-redis', kind: 'redis', driver: null, url: null, engine: 'redis' } as const,
      ]),
    ),
  ),
};

/** Functions that open one connection each time. */
export const connections: Readonly<Record<string, Engine>> = {
  'github.com/jackc/pgx.Connect': 'postgres',
  'github.com/jackc/pgx.ConnectConfig': 'postgres',
  'github.com/gomodule/redigo/redis.Dial': 'redis',
  'github.com/gomodule/redigo/redis.DialURL': 'redis',
};

const engines: readonly (readonly [RegExp, Engine])[] = [
  [/postgres|pgx|\bpq\b|pgdriver|cloudsqlpostgres|cockroach/i, 'postgres'],
  [/mariadb/i, 'mariadb'],
  [/mysql/i, 'mysql'],
  [/sqlite/i, 'sqlite'],
  [/sqlserver|mssql/i, 'sqlserver'],
  [/oracle|godror|oci8/i, 'oracle'],
  [/clickhouse/i, 'clickhouse'],
  [/mongo/i, 'mongodb'],
];

export function engineIn(...texts: readonly (string | undefined)[]): Engine {
  for (const text of texts) {
    const found = text === undefined ? undefined : engines.find(([pattern]) => pattern.test(text));
    if (found) return found[1];
  }
  return 'unknown';
}
