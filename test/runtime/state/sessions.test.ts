import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresSessions, sessionTableSql } from '../../../packages/runtime/src/state/index.ts';
import type { RunningServer } from '../servers/processes.ts';
import { startPostgres } from '../servers/postgres.ts';
import { startRedis } from '../servers/redis.ts';
import { startService } from './service.ts';
import { ask, loseNoSession } from './sessions.ts';

let redis: RunningServer | null = null;
let postgres: RunningServer | null = null;
let pool: pg.Pool | null = null;

beforeAll(async () => {
  [redis, postgres] = await Promise.all([startRedis(), startPostgres('debian')]);
  if (!postgres) return;
  pool = new pg.Pool({ host: '127.0.0.1', port: postgres.port, user: 'plimsoll', database: 'postgres', max: 2 });
  pool.on('error', () => {});
  await pool.query(sessionTableSql());
});
afterAll(async () => {
  await pool?.end();
  await Promise.all([redis?.stop(), postgres?.stop()]);
});

describe.each(['express', 'fastify'] as const)('sessions of %s', (framework) => {
  it('outlive the instance that made them, 500 of 500, in Redis', async ({ skip }) => {
    if (!redis) return skip();
    expect(await loseNoSession({ framework, port: redis.port, sessions: 500 })).toMatchObject({ sessions: 500, lost: 0 });
  });

  it('are made, known, made anew and kept in PostgreSQL', async ({ skip }) => {
    if (!postgres) return skip();
    const service = await startService({ framework, backend: 'postgres', port: postgres.port });
    const origin = `http://127.0.0.1:${service.port}`;
    try {
      const { cookie } = await ask(origin, '/login?user=anna', null);
      expect(cookie).toMatch(/^connect\.sid=/);
      expect(await ask(origin, '/who', cookie)).toMatchObject({ user: 'anna' });
      expect(await ask(origin, '/who', null)).toMatchObject({ user: null });
      expect(await ask(origin, '/who', `${cookie}x`)).toMatchObject({ user: null });
      expect(await ask(origin, '/again', cookie)).toMatchObject({ user: null });
      expect(await ask(origin, '/who', cookie)).toMatchObject({ user: null });
    } finally {
      await service.stop();
    }
  });
});

describe('sessions in PostgreSQL', () => {
  it('end with their time, and are pruned', async ({ skip }) => {
    if (!pool) return skip();
    const store = postgresSessions({ pool, lifeMs: 60_000 });
    const set = (id: string, session: object): Promise<unknown> =>
      new Promise((resolve) => {
        store.set(id, session, resolve);
      });
    const get = (id: string): Promise<unknown> =>
      new Promise((resolve) => {
        store.get(id, (error, session) => resolve(error ?? session));
      });
    await pool.query('delete from plimsoll_session');
    await set('past', { cookie: { expires: new Date(Date.now() - 1000) }, user: 1 });
    await set('short', { cookie: { maxAge: 3_600_000 }, user: 2 });
    await set('browser', { cookie: { expires: null }, user: 3 });
    expect([await get('past'), await get('short'), await get('browser')]).toMatchObject([null, { user: 2 }, { user: 3 }]);
    await new Promise((resolve) => {
      store.touch('short', { cookie: { expires: new Date(Date.now() - 1000) } }, resolve);
    });
    expect(await get('short')).toBeNull();
    expect(await store.prune()).toBe(2);
    await new Promise((resolve) => {
      store.destroy('browser', resolve);
    });
    expect(await get('browser')).toBeNull();
  });

  it('give failures of the database to the callback', async () => {
    const store = postgresSessions({ pool: { query: () => Promise.reject(new Error('57P01')) } });
    for (const call of [
      (done: (error: unknown) => void) => store.get('a', done),
      (done: (error: unknown) => void) => store.set('a', {}, done),
      (done: (error: unknown) => void) => store.destroy('a', done),
    ]) {
      expect(await new Promise(call)).toEqual(new Error('57P01'));
    }
    expect(() => postgresSessions({ pool: { query: () => Promise.reject(new Error('57P01')) }, table: 'a; drop table b' })).toThrow('table is');
  });
});
