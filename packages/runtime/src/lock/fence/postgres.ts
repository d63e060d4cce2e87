import type { PgPool, PgQueryable } from '../../stores/postgres.ts';
import { inTransaction, isPlainName } from '../../stores/postgres.ts';
import { wrongOption } from '../../stores/options.ts';
import type { Fence, FencePass } from './fence.ts';
import { staleWrite } from './fence.ts';

export interface PostgresFenceOptions<Client extends PgQueryable> {
  /** Of the database that is written to. */
  readonly pool: PgPool<Client>;
  /** Default `plimsoll_fence`. */
  readonly table?: string;
}

export interface PostgresWriter<Client extends PgQueryable> {
  /** Runs `work` in a transaction that no newer holder has overtaken, and that none can overtake until it ends. */
  transaction<T>(work: (client: Client) => Promise<T>): Promise<T>;
  /** One statement, in such a transaction. */
  query(text: string, values?: unknown[]): ReturnType<PgQueryable['query']>;
}

/** The table that `postgresFence` needs, for a migration. */
export function fenceTableSql(table = 'plimsoll_fence'): string {
  return `create table if not exists ${table} (key text primary key, token bigint not null)`;
}

/**
 * Refuses stale writers of a PostgreSQL database. Each transaction begins with a conditional update of the lock's row in the fence table: it matches no row when a newer
 * token stands there, and it locks the row until the transaction ends, so that a newer holder waits for a write that has begun. Where more than `query` is asked of
 * the client, name its type: `postgresFence<pg.PoolClient>({ pool })`.
 */
export function postgresFence<Client extends PgQueryable>({ pool, table = 'plimsoll_fence' }: PostgresFenceOptions<Client>): Fence<PostgresWriter<Client>> {
  if (!isPlainName(table)) throw wrongOption('postgresFence', 'table', table, 'give a name of lower-case letters, digits and _, with or without a schema');
  const raiseSql = `insert into ${table} as f (key, token) values ($1, $2)
on conflict (key) do update set token = excluded.token where f.token <= excluded.token returning token`;

  const highest = async (key: string): Promise<number> => Number((await pool.query(`select token from ${table} where key = $1`, [key])).rows[0]?.['token'] ?? 0);

  async function raise(queryable: PgQueryable, pass: FencePass): Promise<void> {
    const { rows } = await queryable.query(raiseSql, [pass.key, pass.token]);
    if (rows.length === 0) throw staleWrite(pass, await highest(pass.key).catch(() => null));
  }

  return {
    system: 'postgresql',
    highest,
    async open(pass) {
      await raise(pool, pass);
      const transaction = <T>(work: (client: Client) => Promise<T>): Promise<T> =>
        inTransaction(pool, async (client) => {
          await raise(client, pass);
          return work(client);
        });
      return { transaction, query: (text, values) => transaction((client) => client.query(text, values)) };
    },
  };
}
