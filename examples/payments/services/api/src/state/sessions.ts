import { RedisStore } from 'connect-redis';
import { guardSessions, postgresSessions } from '@plimsoll/runtime/state';
import { pool } from '../database.ts';
import { redis } from './redis.ts';

declare module 'fastify' {
  interface Session {
    merchant?: string;
  }
}

export const sessionLifeMs = 3_600_000;

/** A session belongs to no instance: any of them may answer the next request. */
export const sessions = guardSessions(redis ? new RedisStore({ client: redis, prefix: 'session:' }) : postgresSessions({ pool }));
