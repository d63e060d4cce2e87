import type { Engine } from '../../facts/code.ts';

const engines: readonly (readonly [RegExp, Engine])[] = [
  [/postgres|pgsql|yugabyte|alloydb|redshift/i, 'postgres'],
  [/mariadb/i, 'mariadb'],
  [/mysql/i, 'mysql'],
  [/sqlserver|mssql/i, 'sqlserver'],
  [/oracle/i, 'oracle'],
  [/mongo/i, 'mongodb'],
  [/redis/i, 'redis'],
  [/sqlite/i, 'sqlite'],
  [/clickhouse/i, 'clickhouse'],
  [/\bh2\b|jdbc:h2|hsqldb|derby/i, 'h2'],
];

/** The engine that a connection string, driver class or database name speaks of. */
export function engineOf(...texts: readonly (string | null | undefined)[]): Engine {
  for (const text of texts) {
    const scheme = text ? (/^(?:jdbc|r2dbc):(?:pool:|tracing:|otel:|aws-wrapper:)*([a-z0-9]+)/i.exec(text)?.[1] ?? text) : '';
    const found = engines.find(([pattern]) => pattern.test(scheme));
    if (found) return found[1];
  }
  return 'unknown';
}

/** The only database driver that a build file depends on; with two or none it stays open. */
export function engineFromBuild(buildText: string): Engine {
  const drivers: readonly (readonly [RegExp, Engine])[] = [
    [/org\.postgresql|jdbc-postgresql|r2dbc-postgresql|postgres-socket-factory/, 'postgres'],
    [/mysql-connector|jdbc-mysql|mysql-socket-factory/, 'mysql'],
    [/mariadb-java-client|jdbc-mariadb/, 'mariadb'],
    [/mssql-jdbc|jdbc-mssql/, 'sqlserver'],
    [/com\.oracle\.database\.jdbc|ojdbc\d+|jdbc-oracle/, 'oracle'],
  ];
  const found = drivers.filter(([pattern]) => pattern.test(buildText));
  return found.length === 1 && found[0] ? found[0][1] : 'unknown';
}
