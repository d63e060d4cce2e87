import { EventEmitter } from 'node:events';
import type { PgQueryable } from '../../stores/postgres.ts';
import { isPlainName } from '../../stores/postgres.ts';
import { numberWithin, wrongOption } from '../../stores/options.ts';
import type { SessionCallback, SessionContent } from './store.ts';
import { lifeOf } from './store.ts';

export interface PostgresSessionsOptions<Base extends object = EventEmitter> {
  readonly pool: PgQueryable;
  /** `Store` of express-session, whose methods Express needs; left out for Fastify. */
  readonly Store?: abstract new () => Base;
  /** Default `plimsoll_session`. */
  readonly table?: string;
  /** Life of sessions whose cookie ends with the browser; default one day. */
  readonly lifeMs?: number;
}

export interface PostgresSessionMethods {
  get(id: string, callback: (error?: unknown, session?: never) => void): void;
  set(id: string, session: object, callback?: (error?: unknown) => void): void;
  touch(id: string, session: object, callback?: (error?: unknown) => void): void;
  destroy(id: string, callback?: (error?: unknown) => void): void;
  /** Deletes sessions that have ended, and says how many. Call it on one instance, now and then (`singletonSchedule`). */
  prune(): Promise<number>;
}

/** The table that `postgresSessions` needs, for a migration. */
export function sessionTableSql(table = 'plimsoll_session'): string {
  return `create table if not exists ${table} (id text primary key, content text not null, expires_at timestamptz not null);
create index if not exists ${table.replace('.', '_')}_expires_at on ${table} (expires_at)`;
}

/** Sessions in a table of PostgreSQL. Their end is by the clock of the database. */
export function postgresSessions<Base extends object = EventEmitter>({ pool, Store, table = 'plimsoll_session', lifeMs = 86_400_000 }: PostgresSessionsOptions<Base>): Base & PostgresSessionMethods {
  if (!isPlainName(table)) throw wrongOption('postgresSessions', 'table', table, 'give a name of lower-case letters, digits and _, with or without a schema');
  numberWithin('postgresSessions', 'lifeMs', lifeMs, 1000, 400 * 86_400_000);
  const lifeFor = (session: SessionContent): number => Math.round(lifeOf(session.cookie, Date.now()) ?? lifeMs);
  const end = (place: string): string => `now() + ${place} * interval '1 ms'`;

  /** The frameworks call back; what a callback throws is not taken for a failure of the database. */
  async function answer<T>(work: Promise<T>, callback: SessionCallback<T> | undefined): Promise<void> {
    let value: T;
    try {
      value = await work;
    } catch (error) {
      return callback?.(error);
    }
    callback?.(null, value);
  }
  const run = async (text: string, values: unknown[]): Promise<void> => void (await pool.query(text, values));
  const find = async (id: string): Promise<SessionContent | null> => {
    const row = (await pool.query(`select content from ${table} where id = $1 and expires_at > now()`, [id])).rows[0];
    return row ? (JSON.parse(String(row['content'])) as SessionContent) : null;
  };

  const methods = {
    get: (id: string, callback: SessionCallback<SessionContent | null>): void => void answer(find(id), callback),
    set(id: string, session: SessionContent, callback?: SessionCallback): void {
      const text = `insert into ${table} (id, content, expires_at) values ($1, $2, ${end('$3')}) on conflict (id) do update set content = excluded.content, expires_at = excluded.expires_at`;
      void answer(run(text, [id, JSON.stringify(session), lifeFor(session)]), callback);
    },
    touch: (id: string, session: SessionContent, callback?: SessionCallback): void => void answer(run(`update ${table} set expires_at = ${end('$2')} where id = $1`, [id, lifeFor(session)]), callback),
    destroy: (id: string, callback?: SessionCallback): void => void answer(run(`delete from ${table} where id = $1`, [id]), callback),
    prune: async (): Promise<number> => (await pool.query(`delete from ${table} where expires_at <= now()`)).rowCount ?? 0,
  };
  return Object.assign(Store ? new (Store as new () => Base)() : new EventEmitter(), methods) as unknown as Base & PostgresSessionMethods;
}
