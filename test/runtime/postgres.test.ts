import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { detached, postgresPool } from '@plimsoll/runtime/pool';
import type { PostgresPool, PostgresPoolOptions } from '@plimsoll/runtime/pool';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { watchBackends } from './servers/backends.ts';
import { startPostgres } from './servers/postgres.ts';
import type { RunningServer } from './servers/processes.ts';
import { toxicProxy } from './servers/toxic.ts';
import type { ToxicProxy } from './servers/toxic.ts';

describe.each(['debian', 'npm'] as const)('a pool for PostgreSQL of %s', (variant) => {
  let server: RunningServer | null = null;
  let proxy: ToxicProxy | null = null;
  let opened: PostgresPool<typeof pg>[] = [];
  let remainingMs: number | null = null;

  beforeAll(async () => {
    server = await startPostgres(variant);
    proxy = server && (await toxicProxy(server.port));
  });
  beforeEach((context) => {
    if (!server) context.skip();
  });
  afterEach(async () => {
    remainingMs = null;
    proxy?.set('pass');
    proxy?.delay(0);
    await Promise.all(opened.map((pool) => pool.close({ drainMs: 0 })));
    opened = [];
  });
  afterAll(async () => {
    await proxy?.stop();
    await server?.stop();
  });

  const connectionOf = (application: string): object => ({ host: '127.0.0.1', port: server?.port, user: 'plimsoll', database: 'postgres', application_name: application });
  async function poolOf(options: Partial<PostgresPoolOptions<typeof pg>> = {}, through: 'server' | 'proxy' = 'server'): Promise<PostgresPool<typeof pg>> {
    const pool = await postgresPool({
      driver: pg,
      name: 'orders-db',
      connection: { ...connectionOf('orders'), ...(through === 'proxy' && proxy ? { port: proxy.port } : {}) },
      connectionsMax: 2,
      deadline: { remainingMs: () => remainingMs },
      ...options,
    });
    opened.push(pool);
    return pool;
  }
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await work();
    return performance.now() - began;
  };
  const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => 'fulfilled',
      (error: unknown) => (error as { code?: string }).code ?? String(error),
    );
  const pidOf = async (pool: PostgresPool<typeof pg>): Promise<number> => (await pool.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0;

  describe('at start', () => {
    it('asks the live server for its limits', async () => {
      const pool = await poolOf();
      expect(pool.serverLimits).toMatchObject({ connectionsMax: 40, connectionsReserved: 3, roleMax: null, databaseMax: null });
      expect(pool.stats()).toMatchObject({ open: 0, connectionsMax: 2 });
    });

    it('refuses when the fleet would exceed them, with the numbers', async () => {
      await expect(poolOf({ connectionsMax: 10, fleet: { instances: 4 } })).rejects.toMatchObject({
        code: 'ERR_PLIMSOLL_POOL_FLEET',
        message: "orders-db: 4 pools of 10 would open 40 connections, and the server has 37 for them; lower connectionsMax to 9, raise the server's limit by 3, or set onExcess to shrink",
      });
    });

    it('or shrinks, where that was chosen; what is left of the share may be overflow', async () => {
      expect((await poolOf({ connectionsMax: 10, overflowMax: 5, fleet: { instances: 4 }, onExcess: 'shrink' })).stats()).toMatchObject({ connectionsMax: 9, overflowMax: 0 });
      expect((await poolOf({ connectionsMax: 8, overflowMax: 5, fleet: { instances: 4 } })).stats()).toMatchObject({ connectionsMax: 8, overflowMax: 1 });
    });

    it('takes cores × 2 + disks, and never more than its share', async () => {
      const dp4 = { connectionsMax: undefined, server: { cores: 4, disks: 2 } } as unknown as Partial<PostgresPoolOptions<typeof pg>>;
      expect((await poolOf({ ...dp4, fleet: { instances: 3 } })).stats().connectionsMax).toBe(10);
      expect((await poolOf({ ...dp4, fleet: { instances: 10 } })).stats().connectionsMax).toBe(3);
      expect((await poolOf({ ...dp4, fleet: { instances: 5 }, policy: 'database' })).stats().connectionsMax).toBe(2);
      await expect(poolOf({ ...dp4, fleet: { instances: 38 } })).rejects.toMatchObject({
        code: 'ERR_PLIMSOLL_POOL_FLEET',
        message: expect.stringContaining('put a connection pooler in front') as string,
      });
    });

    it('says when the server cannot be asked, without the password', async () => {
      const connection = 'postgres://plimsoll:hush-hush@127.0.0.1:1/postgres';
      const error = await poolOf({ connection, startWithinMs: 0 }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'ERR_PLIMSOLL_POOL_CONNECT', retryable: true, message: 'orders-db: the server could not be asked for its limits: connect ECONNREFUSED 127.0.0.1:1' });
      expect((await poolOf({ connection, startCheck: 'when-reachable' })).serverLimits).toBeNull();
      const nowhere = { ...connectionOf('orders'), database: 'nowhere' };
      await expect(poolOf({ connection: nowhere })).rejects.toMatchObject({
        code: 'ERR_PLIMSOLL_POOL_CONNECT',
        retryable: false,
        message: expect.stringContaining('database "nowhere" does not exist') as string,
      });
      await expect((await poolOf({ connection: nowhere, startCheck: 'off' })).query('select 1')).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_POOL_CONNECT', retryable: false });
    });
  });

  describe('stands where a pg.Pool does', () => {
    it('in its class, its counts and both styles', async () => {
      const pool = await poolOf();
      expect(pool).toBeInstanceOf(pg.Pool);
      expect((await pool.query('select $1::int + 1 as sum', [41])).rows).toEqual([{ sum: 42 }]);
      expect((await pool.query({ text: 'select $1::text as said', values: ['aye'], rowMode: 'array' })).rows).toEqual([['aye']]);
      const rows = await new Promise((resolve, reject) => {
        pool.query('select 7 as seven', (error: Error | null, result: pg.QueryResult) => (error ? reject(error) : resolve(result.rows)));
      });
      expect(rows).toEqual([{ seven: 7 }]);
      const client = await pool.connect();
      expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([1, 0, 0]);
      client.release();
      expect(pool.idleCount).toBe(1);
    });

    it('keeps a connection on which a statement failed', async () => {
      const pool = await poolOf({ connectionsMax: 1 });
      const pid = await pidOf(pool);
      expect(await codeOf(pool.query('select 1 / 0'))).toBe('22012');
      expect(await pidOf(pool)).toBe(pid);
    });

    it('the stack of an error leads to the statement', async () => {
      const pool = await poolOf();
      const error = await pool.query('select nonsense').catch((reason: unknown) => reason);
      expect((error as Error).stack).toContain('postgres.test.ts');
    });

    it('ends with the server rid of all its sessions', async () => {
      const pool = await poolOf();
      const monitor = new pg.Client({ host: '127.0.0.1', port: server?.port ?? 0, user: 'plimsoll', database: 'postgres' });
      await monitor.connect();
      await Promise.all([pool.query('select pg_sleep(0.02)'), pool.query('select pg_sleep(0.02)')]);
      await pool.end();
      const { rows } = await monitor.query("select 1 from pg_stat_activity where application_name = 'orders'");
      await monitor.end();
      expect(rows).toEqual([]);
      expect(await codeOf(pool.query('select 1'))).toBe('ERR_PLIMSOLL_POOL_CLOSED');
    });
  });

  describe('transactions', () => {
    it('are rolled back when a client comes back inside of one', async () => {
      const pool = await poolOf({ connectionsMax: 1 });
      await pool.query('create table if not exists crates (id int)');
      const client = await pool.connect();
      await client.query('begin');
      await client.query('insert into crates values (1)');
      client.release();
      expect((await pool.query('select * from crates')).rows).toEqual([]);
      const failed = await pool.connect();
      await failed.query('begin');
      await codeOf(failed.query('select 1 / 0'));
      failed.release();
      expect((await pool.query('select 1 as fine')).rows).toEqual([{ fine: 1 }]);
      expect(pool.stats().open).toBe(1);
    });

    it('commit what resolves and roll back what rejects', async () => {
      const pool = await poolOf();
      await pool.query('create table if not exists barrels (id int)');
      expect(await pool.transaction(async (client) => (await client.query('insert into barrels values (1) returning id')).rows)).toEqual([{ id: 1 }]);
      await expect(
        pool.transaction(async (client) => {
          await client.query('insert into barrels values (2)');
          throw new Error('changed my mind');
        }),
      ).rejects.toThrow('changed my mind');
      expect((await pool.query('select id from barrels')).rows).toEqual([{ id: 1 }]);
    });
  });

  describe('P1: nested acquisition', () => {
    it('ends at once with both places, where pg hangs', async () => {
      const pool = await poolOf();
      const request = async (): Promise<unknown> => {
        const client = await pool.connect();
        try {
          await client.query('select 1');
          return await pool.query('select 2').then(() => 'served');
        } catch (error) {
          return error;
        } finally {
          client.release();
        }
      };
      const outcomes = await Promise.all([detached(request), detached(request), detached(request)]);
      const refused = outcomes.filter((outcome) => outcome instanceof Error);
      expect(refused.length).toBeGreaterThan(0);
      for (const error of refused) expect(error).toMatchObject({ code: 'ERR_PLIMSOLL_POOL_NESTED', message: expect.stringMatching(/postgres\.test\.ts:\d+.*postgres\.test\.ts:\d+/) as string });
      expect(pool.stats()).toMatchObject({ used: 0, waiting: 0 });
    });
  });

  describe('P2: idle connections that died', () => {
    it('terminated by the server: no caller notices', async () => {
      const pool = await poolOf();
      const errors: unknown[] = [];
      pool.on('error', (error: unknown) => errors.push(error));
      const killer = new pg.Client({ host: '127.0.0.1', port: server?.port ?? 0, user: 'plimsoll', database: 'postgres' });
      await killer.connect();
      for (let round = 0; round < 5; round += 1) {
        await Promise.all([pool.query('select 1'), pool.query('select 1')]);
        await killer.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'orders'");
        await sleep(20);
        expect((await pool.query('select 1 as alive')).rows).toEqual([{ alive: 1 }]);
      }
      await killer.end();
      expect(errors.length).toBeGreaterThanOrEqual(5);
    });

    it('cut off by a firewall that says nothing: replaced within the time of a test and a connect', async () => {
      const pool = await poolOf({ pingAfterIdleMs: 50, pingTimeoutMs: 200 }, 'proxy');
      await Promise.all([pool.query('select 1'), pool.query('select 1')]);
      await sleep(100);
      proxy?.set('silence', 'pass');
      expect(await timed(() => pool.query('select 1'))).toBeLessThan(1500); // pg waits without end
      expect(await timed(() => pool.query('select 1'))).toBeLessThan(500);
    });
  });

  describe('P3: a server that is away', () => {
    it('refused and stalled connections end in bounded time', async () => {
      const pool = await poolOf({ connectTimeoutMs: 300, acquireTimeoutMs: 1000 }, 'proxy');
      proxy?.set('pass', 'refuse');
      expect(await codeOf(pool.query('select 1'))).toBe('ERR_PLIMSOLL_POOL_CONNECT');
      proxy?.set('pass', 'stall');
      let code: unknown;
      expect(await timed(async () => (code = await codeOf(pool.query('select 1'))))).toBeLessThan(1500);
      expect(code).toBe('ERR_PLIMSOLL_POOL_CONNECT');
      proxy?.set('pass', 'pass');
      expect((await pool.query('select 1 as back')).rows).toEqual([{ back: 1 }]);
    });

    it('a server at its limit refuses what is too much, and all are served by the rest', async () => {
      const admin = await poolOf();
      await admin.query('do $$ begin create role sailor login connection limit 2; exception when duplicate_object then null; end $$');
      const pool = await poolOf({ connectionsMax: 5, startCheck: 'off', connection: { ...connectionOf('orders'), user: 'sailor' } });
      const codes = await Promise.all(Array.from({ length: 30 }, () => codeOf(pool.query('select pg_sleep(0.01)'))));
      expect(new Set(codes)).toEqual(new Set(['fulfilled']));
      expect(pool.stats().open).toBe(2);
    });

    it('a connection that is cut under a statement fails it, and not the next one', async () => {
      const pool = await poolOf({ connectionsMax: 1 }, 'proxy');
      const cut = codeOf(pool.query('select pg_sleep(5)'));
      await sleep(50);
      proxy?.cut();
      expect(await cut).not.toBe('fulfilled');
      expect((await pool.query("select count(*)::int as count from pg_stat_activity where application_name = 'orders' and state = 'active' and pid <> pg_backend_pid()")).rows).toEqual([{ count: 0 }]);
    });
  });

  describe('P4: statements that take too long', () => {
    it('the server never has more sessions than the pool may open, whatever callers give up', async () => {
      const monitor = await watchBackends(server?.port ?? 0, 'givers-up');
      const pool = await poolOf({ statementTimeoutMs: 2000, waitersMax: 1000, connection: connectionOf('givers-up') });
      remainingMs = 60;
      const codes: unknown[] = [];
      for (let round = 0; round < 6; round += 1) codes.push(...(await Promise.all(Array.from({ length: 8 }, () => codeOf(pool.query('select pg_sleep(5)'))))));
      remainingMs = null;
      const after = await pool.query('select 1 as fine');
      const { peak, looks } = await monitor.stop();
      expect(codes.filter((code) => code !== '57014' && code !== 'ERR_PLIMSOLL_DEADLINE')).toEqual([]); // ended by the server, or on the client's clock where that was first
      expect(after.rows).toEqual([{ fine: 1 }]);
      expect(looks).toBeGreaterThan(3);
      expect(peak).toBeLessThanOrEqual(2);
      expect(peak).toBeGreaterThan(0);
    });

    it('one that switches the timeout of its session off is cancelled from outside, and its connection held until it has ended', async () => {
      const monitor = await watchBackends(server?.port ?? 0, 'stubborn');
      const pool = await poolOf({ statementTimeoutMs: 100, connection: connectionOf('stubborn') });
      const stubborn = (): Promise<unknown> => codeOf(pool.query('set statement_timeout = 0; select pg_sleep(20)'));
      expect(await timed(async () => expect(await Promise.all([stubborn(), stubborn(), stubborn()])).toEqual(Array.from({ length: 3 }, () => 'ERR_PLIMSOLL_POOL_STATEMENT')))).toBeLessThan(3000);
      expect((await pool.query("select current_setting('statement_timeout') as timeout")).rows).toEqual([{ timeout: '100ms' }]);
      expect((await monitor.stop()).peak).toBeLessThanOrEqual(2);
    });

    it('every session has the statement timeout, and the travelling deadline shortens it for its statement alone', async () => {
      const pool = await poolOf({ connectionsMax: 1, statementTimeoutMs: 3000 });
      const setting = "select current_setting('statement_timeout') as timeout";
      const timeoutOf = async (query: pg.QueryConfig | string): Promise<unknown> => (await pool.query<{ timeout: string }>(query)).rows[0]?.timeout;
      expect(await timeoutOf(setting)).toBe('3s');
      remainingMs = 505;
      expect(await timeoutOf(setting)).toBe('500ms');
      expect(await timeoutOf({ text: `${setting}, $1::int as given`, values: [1] })).toBe('500ms');
      const prepared = { name: 'setting', text: `${setting}, $1::int as given`, values: [1] };
      expect([await timeoutOf(prepared), await timeoutOf(prepared)]).toEqual(['500ms', '500ms']);
      expect(await timeoutOf(`-- a comment\n${setting}`)).toBe('500ms');
      expect(await timeoutOf('show statement_timeout').catch(() => 'shown')).toBe(undefined); // its column has another name
      remainingMs = null;
      expect(await timeoutOf(setting)).toBe('3s');
    });

    it('inside a transaction, too, which stays one', async () => {
      const pool = await poolOf({ connectionsMax: 1, statementTimeoutMs: 3000 });
      await pool.query('create table if not exists sails (id int primary key)');
      const client = await pool.connect();
      remainingMs = 1005;
      expect((await client.query('begin isolation level serializable')).command).toBe('BEGIN');
      const { rows } = await client.query("select current_setting('statement_timeout') as timeout, current_setting('transaction_isolation') as isolation");
      expect(rows).toEqual([{ timeout: '1s', isolation: 'serializable' }]);
      const timeout = async (left: number | null): Promise<unknown> => {
        remainingMs = left;
        return (await client.query<{ timeout: string }>("select current_setting('statement_timeout') as timeout")).rows[0]?.timeout;
      };
      expect([await timeout(305), await timeout(2005), await timeout(null), await timeout(305)]).toEqual(['300ms', '2s', '3s', '300ms']); // each its own
      expect((await client.query('insert into sails values ($1) returning id', [1])).rows).toEqual([{ id: 1 }]);
      expect(await codeOf(client.query('insert into sails values ($1)', [1]))).toBe('23505');
      expect(await codeOf(client.query('select 1'))).toBe('25P02');
      remainingMs = null;
      for (const text of ['rollback', 'begin']) await client.query(text);
      expect([await timeout(null), await timeout(305)]).toEqual(['3s', '300ms']); // and nothing of the transaction before
      client.release();
      remainingMs = null;
      expect((await pool.query('select count(*)::int as count from sails')).rows).toEqual([{ count: 0 }]);
    });

    it('what cannot stand in a transaction is sent as it is', async () => {
      const pool = await poolOf({ connectionsMax: 1 });
      remainingMs = 2000;
      await pool.query('vacuum pg_class');
      await pool.query('create table if not exists ropes (id int)');
      await pool.query('create index concurrently if not exists ropes_id on ropes (id)');
      expect((await pool.query('select 1 as a; select 2 as b')) as unknown as unknown[]).toMatchObject([{ rows: [{ a: 1 }] }, { rows: [{ b: 2 }] }]);
    });

    it('errors in prepared statements leave the name usable', async () => {
      const pool = await poolOf({ connectionsMax: 1 });
      remainingMs = 2000;
      const divide = { name: 'divide', text: 'select 6 / $1::int as result' };
      expect(await codeOf(pool.query({ ...divide, values: [0] }))).toBe('22012');
      expect((await pool.query({ ...divide, values: [3] })).rows).toEqual([{ result: 2 }]);
      const wrong = { name: 'wrong', text: 'select nonsense from nowhere where id = $1', values: [1] };
      expect([await codeOf(pool.query(wrong)), await codeOf(pool.query(wrong))]).toEqual(['42P01', '42P01']);
    });

    it('in the same round trip as the statement', async () => {
      const pool = await poolOf({ connectionsMax: 1, pingAfterIdleMs: 60_000 }, 'proxy');
      await pool.query('select 1');
      proxy?.delay(40);
      remainingMs = 4000;
      for (const query of ['select 1', { text: 'select $1::int', values: [1] }])
        expect(Math.min(await timed(() => pool.query(query)), await timed(() => pool.query(query)), await timed(() => pool.query(query)))).toBeLessThan(150); // two trips take 160 ms
    });

    it('answers the caller at the deadline when the server is silent, and sends nothing when it has passed', async () => {
      const pool = await poolOf({ connectionsMax: 1, statementTimeoutMs: 400 }, 'proxy');
      await pool.query('select 1');
      remainingMs = 100;
      proxy?.set('silence', 'pass');
      let code: unknown;
      expect(await timed(async () => (code = await codeOf(pool.query('select 1'))))).toBeLessThan(250);
      expect(code).toBe('ERR_PLIMSOLL_DEADLINE');
      remainingMs = 0;
      expect(await codeOf(pool.query('select 1'))).toBe('ERR_PLIMSOLL_DEADLINE');
      proxy?.cut();
    });
  });

  describe('P5: the async context', () => {
    it('is that of the caller in every style, for those who waited, too', async () => {
      const pool = await poolOf({ connectionsMax: 1, waitersMax: 20 });
      const request = new AsyncLocalStorage<string>();
      const seen: Promise<unknown>[] = [];
      for (const name of ['A', 'B', 'C']) {
        request.run(name, () => {
          seen.push(pool.query('select pg_sleep(0.005)').then(() => [name, request.getStore()]));
          seen.push(
            new Promise((resolve) => {
              pool.query('select 1', () => resolve([name, request.getStore()]));
            }),
          );
          seen.push(
            new Promise((resolve) => {
              pool.connect((_, client, done) => {
                const connected = request.getStore();
                client?.query('select 1', () => {
                  done();
                  resolve([name, connected === request.getStore() ? connected : 'another']);
                });
              });
            }),
          );
          seen.push(detached(() => pool.use(() => [name, request.getStore()])));
        });
      }
      for (const [asked, had] of (await Promise.all(seen)) as [string, string][]) expect(had).toBe(asked);
    });
  });
});
