import type { Engine } from '../../facts/index.ts';

/** What ends a statement in each database; where the server has nothing of the kind, the driver does it. */
const hints: Partial<Readonly<Record<Engine, string>>> = {
  postgres: 'Set statement_timeout for the role that the service uses (ALTER ROLE … SET statement_timeout), in the connection options of this pool, or in the parameter group of the database.',
  mysql: 'Set max_execution_time (milliseconds, ends SELECT only) for the sessions of this pool or in the parameter group of the database, and the read timeout of the driver for what writes.',
  mariadb: 'Set max_statement_time (seconds) for the user that the service uses, for the sessions of this pool, or in the configuration of the server.',
  sqlserver: 'SQL Server has no such setting of its own: set the timeout of the driver (CommandTimeout, requestTimeout, setQueryTimeout), which cancels the statement in the server.',
  oracle: "Set the timeout of the driver (setQueryTimeout, callTimeout), which cancels the statement in the server, or a limit in the resource plan of the service's users.",
  mongodb: 'Set timeoutMS for the client, or maxTimeMS on the queries, which the server keeps, too.',
  redis: 'Set the timeout of the client for answers (socket_timeout, ReadTimeout, commandTimeout): the server has none for a command.',
  clickhouse: 'Set max_execution_time (seconds) for the user that the service uses, or among the settings of the client.',
};

export function statementTimeoutHint(engine: Engine): string {
  return hints[engine] ?? 'Set the limit that the database has (statement_timeout in PostgreSQL, max_execution_time in MySQL, max_statement_time in MariaDB), or the query timeout of the driver.';
}
