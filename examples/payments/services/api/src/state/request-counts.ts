import { callbackify } from 'node:util';
import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { pool } from '../database.ts';
import type { Redis } from './redis.ts';

type Count = (key: string, windowMs: number) => Promise<{ readonly current: number; readonly ttl: number }>;

/** Requests of a window, counted over all instances. */
export function redisCounts(redis: Redis): FastifyRateLimitStoreCtor {
  return countedBy(async (key, windowMs) => {
    const [current, , ttl] = await redis.multi().incr(`rate:${key}`).pExpire(`rate:${key}`, windowMs, 'NX').pTTL(`rate:${key}`).execTyped();
    return { current, ttl };
  });
}

export function postgresCounts(database: typeof pool): FastifyRateLimitStoreCtor {
  return countedBy(async (key, windowMs) => {
    const { rows } = await database.query<{ current: number; ttl: number }>({
      name: 'count-request',
      text: `INSERT INTO request_counts AS counted (key, requests, ends_at) VALUES ($1, 1, now() + $2 * interval '1 millisecond')
             ON CONFLICT (key) DO UPDATE SET
               requests = CASE WHEN counted.ends_at > now() THEN counted.requests + 1 ELSE 1 END,
               ends_at = CASE WHEN counted.ends_at > now() THEN counted.ends_at ELSE excluded.ends_at END
             RETURNING requests AS current, ceil(extract(epoch FROM ends_at - now()) * 1000)::int AS ttl`,
      values: [key, windowMs],
    });
    return rows[0] ?? { current: 1, ttl: windowMs };
  });
}

/** The plugin makes its store itself, and asks for a class. */
function countedBy(count: Count): FastifyRateLimitStoreCtor {
  const counted = callbackify(count);
  return class implements FastifyRateLimitStore {
    incr(key: string, done: Parameters<FastifyRateLimitStore['incr']>[1], windowMs: number): void {
      counted(key, windowMs, done);
    }

    child(): FastifyRateLimitStore {
      return this;
    }
  };
}
