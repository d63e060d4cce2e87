import type { PgPool, PgQueryable } from '../../stores/postgres.ts';
import { isPlainName } from '../../stores/postgres.ts';
import { wrongOption } from '../../stores/options.ts';
import type { LeaseStore } from './lease-store.ts';

export interface PostgresLeaseOptions {
  readonly pool: PgPool | PgQueryable;
  /** Default `plimsoll_lease`. */
  readonly table?: string;
}

/** The table that `postgresLeases` needs, for a migration. */
export function leaseTableSql(table = 'plimsoll_lease'): string {
  return `create table if not exists ${table} (key text primary key, owner text, token bigint not null, expires_at timestamptz not null)`;
}

/**
 * Leases in a table of PostgreSQL. Each step is one statement, so it works behind a pooler in transaction mode, where advisory locks of a session do not. Rows
 * stay after release, as they keep the last token: one small row for each key that was ever locked.
 */
export function postgresLeases({ pool, table = 'plimsoll_lease' }: PostgresLeaseOptions): LeaseStore {
  if (!isPlainName(table)) throw wrongOption('postgresLeases', 'table', table, 'give a name of lower-case letters, digits and _, with or without a schema');
  const now = 'clock_timestamp()';
  const acquireSql = `insert into ${table} as l (key, owner, token, expires_at) values ($1, $2, $4::bigint + 1, ${now} + $3 * interval '1 ms')
on conflict (key) do update set owner = excluded.owner, token = greatest(l.token, $4::bigint) + 1, expires_at = ${now} + $3 * interval '1 ms'
where l.owner is null or l.expires_at <= ${now} returning token`;
  const leftSql = `select ceil(extract(epoch from expires_at - ${now}) * 1000)::bigint as left_ms from ${table} where key = $1 and owner is not null`;
  const extendSql = `update ${table} set expires_at = ${now} + $3 * interval '1 ms' where key = $1 and owner = $2`;
  const releaseSql = `update ${table} set owner = null where key = $1 and owner = $2`;
  return {
    system: 'postgresql',
    async acquire(key, owner, leaseMs, floor) {
      const granted = (await pool.query(acquireSql, [key, owner, leaseMs, floor])).rows[0];
      if (granted) return { held: false, token: Number(granted['token']) };
      const left = (await pool.query(leftSql, [key])).rows[0];
      return { held: true, freeInMs: left ? Math.max(0, Number(left['left_ms'])) : 0 };
    },
    extend: async (key, owner, leaseMs) => (await pool.query(extendSql, [key, owner, leaseMs])).rowCount === 1,
    release: async (key, owner) => void (await pool.query(releaseSql, [key, owner])),
  };
}
