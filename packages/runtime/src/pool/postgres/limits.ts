/** What a live PostgreSQL allows. */
export interface ServerLimits {
  readonly version: string;
  readonly connectionsMax: number;
  /** `superuser_reserved_connections` and, from PostgreSQL 16, `reserved_connections`: not for a service. */
  readonly connectionsReserved: number;
  /** The limit of this role (`ALTER ROLE … CONNECTION LIMIT`); null without one. */
  readonly roleMax: number | null;
  /** The limit of this database; null without one. */
  readonly databaseMax: number | null;
}

export const limitsQuery = `select current_setting('server_version') as version,
  current_setting('max_connections')::int as connections_max,
  current_setting('superuser_reserved_connections')::int + coalesce(current_setting('reserved_connections', true), '0')::int as connections_reserved,
  (select rolconnlimit from pg_roles where rolname = current_user) as role_max,
  (select datconnlimit from pg_database where datname = current_database()) as database_max`;

export function limitsOf(row: Readonly<Record<string, unknown>>): ServerLimits {
  const limit = (value: unknown): number | null => (typeof value === 'number' && value >= 0 ? value : null); // -1: none
  return {
    version: String(row['version']),
    connectionsMax: Number(row['connections_max']),
    connectionsReserved: Number(row['connections_reserved']),
    roleMax: limit(row['role_max']),
    databaseMax: limit(row['database_max']),
  };
}

/** What the services of this role may open in this database, all together. */
export function connectionsAvailable({ connectionsMax, connectionsReserved, roleMax, databaseMax }: ServerLimits, reservedAtLeast: number): number {
  return Math.min(connectionsMax - Math.max(connectionsReserved, reservedAtLeast), roleMax ?? Infinity, databaseMax ?? Infinity);
}
