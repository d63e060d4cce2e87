import { callbackify } from 'node:util';
import type { SessionStore } from '@fastify/session';
import type { Session } from 'fastify';
import type { pool } from '../database.ts';
import type { Redis } from './redis.ts';

declare module 'fastify' {
  interface Session {
    merchant?: string;
  }
}

export const sessionLifeMs = 3_600_000;

/** A session belongs to no instance: any of them may answer the next request. */
export function redisSessions(redis: Redis): SessionStore {
  return {
    get: callbackify(async (id: string) => parsed(await redis.get(`session:${id}`))),
    set: callbackify(async (id: string, session: Session) => void (await redis.set(`session:${id}`, JSON.stringify(session), { expiration: { type: 'PX', value: sessionLifeMs } }))),
    destroy: callbackify(async (id: string) => void (await redis.del(`session:${id}`))),
  };
}

export function postgresSessions(database: typeof pool): SessionStore {
  return {
    get: callbackify(async (id: string) => {
      const { rows } = await database.query<{ content: string }>('SELECT content FROM sessions WHERE id = $1 AND ends_at > now()', [id]);
      return parsed(rows[0]?.content ?? null);
    }),
    set: callbackify(async (id: string, session: Session) => {
      await database.query(
        `INSERT INTO sessions (id, content, ends_at) VALUES ($1, $2, now() + $3 * interval '1 millisecond')
         ON CONFLICT (id) DO UPDATE SET content = excluded.content, ends_at = excluded.ends_at`,
        [id, JSON.stringify(session), sessionLifeMs],
      );
    }),
    destroy: callbackify(async (id: string) => void (await database.query('DELETE FROM sessions WHERE id = $1', [id]))),
  };
}

function parsed(content: string | null): Session | null {
  return content === null ? null : (JSON.parse(content) as Session);
}
