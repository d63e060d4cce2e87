import { setTimeout as sleep } from 'node:timers/promises';
import { detached, mysqlPool } from '@plimsoll/runtime/pool';
import type { MysqlPool, MysqlPoolOptions } from '@plimsoll/runtime/pool';
import { drizzle } from 'drizzle-orm/mysql2';
import { int, mysqlTable, text } from 'drizzle-orm/mysql-core';
import { Kysely, MysqlDialect } from 'kysely';
import mysql from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startMariadb } from './servers/mariadb.ts';
import type { RunningServer } from './servers/processes.ts';
import { toxicProxy } from './servers/toxic.ts';
import type { ToxicProxy } from './servers/toxic.ts';

let server: RunningServer | null = null;
let proxy: ToxicProxy | null = null;
let opened: MysqlPool<typeof mysql>[] = [];
let remainingMs: number | null = null;

beforeAll(async () => {
  server = await startMariadb({ max_connections: 40 });
  proxy = server && (await toxicProxy(server.port));
});
beforeEach((context) => {
  if (!server) context.skip();
});
afterEach(async () => {
  remainingMs = null;
  proxy?.set('pass');
  await Promise.all(opened.map((pool) => pool.close({ drainMs: 0 })));
  opened = [];
});
afterAll(async () => {
  await proxy?.stop();
  await server?.stop();
});

async function poolOf(options: Partial<MysqlPoolOptions<typeof mysql>> = {}, port: number | undefined = server?.port): Promise<MysqlPool<typeof mysql>> {
  const pool = await mysqlPool({
    driver: mysql,
    name: 'ledger-db',
    connection: { host: '127.0.0.1', port, user: 'root', database: 'mysql' },
    connectionsMax: 2,
    deadline: { remainingMs: () => remainingMs },
    ...options,
  });
  opened.push(pool);
  return pool;
}
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'fulfilled',
    (error: unknown) => (error as { code?: string }).code ?? (error as { errno?: number }).errno,
  );
const statementTooLong = 1969; // ER_STATEMENT_TIMEOUT of MariaDB
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

describe('a pool for MariaDB', () => {
  it('stands where a pool of mysql2 does', async () => {
    const pool = await poolOf();
    expect((await pool.query('select ? + 1 as sum', [41]))[0]).toEqual([{ sum: 42 }]);
    expect((await pool.execute('select ? as said', ['aye']))[0]).toEqual([{ said: 'aye' }]);
    expect(pool.escape("o'clock")).toBe(String.raw`'o\'clock'`);
    const connection = await pool.getConnection();
    expect((await connection.query('select 7 as seven'))[0]).toEqual([{ seven: 7 }]);
    connection.release();
    expect(pool.stats()).toMatchObject({ open: 1, idle: 1 });
    await pool.end();
    expect(await codeOf(pool.query('select 1'))).toBe('ERR_PLIMSOLL_POOL_CLOSED');
  });

  it('refuses when the fleet would exceed max_connections', async () => {
    await expect(poolOf({ connectionsMax: 10, fleet: { instances: 4 } })).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_POOL_FLEET', details: { total: 40, available: 37 } });
  });

  it('gives every caller an end, where mysql2 has no acquire timeout', async () => {
    const pool = await poolOf({ connectionsMax: 1, acquireTimeoutMs: 100 });
    const connection = await detached(() => pool.getConnection());
    expect(await codeOf(detached(() => pool.query('select 1')))).toBe('ERR_PLIMSOLL_POOL_TIMEOUT');
    connection.release();
  });

  it('names both places of a nested acquisition, where mysql2 hangs', async () => {
    const pool = await poolOf({ connectionsMax: 1 });
    const connection = await pool.getConnection();
    await expect(pool.query('select 1')).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_POOL_NESTED', message: expect.stringMatching(/mariadb\.test\.ts:\d+.*mariadb\.test\.ts:\d+/) as string });
    connection.release();
  });

  it('has the server end statements, so that connections come back', async () => {
    const pool = await poolOf({ statementTimeoutMs: 1000 });
    remainingMs = 100;
    const codes = await Promise.all(Array.from({ length: 3 }, () => codeOf(pool.query('select sleep(5)'))));
    expect(codes.every((code) => code === statementTooLong || code === 'ERR_PLIMSOLL_DEADLINE')).toBe(true);
    remainingMs = null;
    expect(await timed(async () => expect(await codeOf(pool.query('select sleep(5)'))).toBe(statementTooLong))).toBeLessThan(2500);
    const [rows] = await pool.query<mysql.RowDataPacket[]>("select count(*) as count from information_schema.processlist where info like 'select sleep%' and id <> connection_id()");
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('rolls back what comes back in a transaction', async () => {
    const pool = await poolOf({ connectionsMax: 1 });
    await pool.query('create table if not exists crates (id int primary key, label text) engine = innodb');
    const connection = await pool.getConnection();
    await connection.beginTransaction();
    await connection.query("insert into crates values (1, 'tea')");
    connection.release();
    expect((await pool.query('select * from crates'))[0]).toEqual([]);
  });

  it('sends nothing when the deadline has passed, and says so when it passes later', async () => {
    const pool = await poolOf({ connectionsMax: 1 });
    await pool.query('create table if not exists bales (id int primary key) engine = innodb');
    await pool.query('delete from bales');
    const connection = await pool.getConnection();
    remainingMs = 0;
    await expect(connection.query('insert into bales values (1)')).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_DEADLINE', message: 'ledger-db: the deadline passed before the database was asked' });
    await expect(connection.execute('insert into bales values (?)', [2])).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_DEADLINE' });
    remainingMs = null;
    expect((await connection.query('select * from bales'))[0]).toEqual([]);
    connection.release();
    remainingMs = 60;
    await expect(pool.execute('select sleep(0.3)')).rejects.toMatchObject({
      code: 'ERR_PLIMSOLL_DEADLINE',
      message: expect.stringContaining('while the server worked on a statement that was given 60 ms') as string,
    });
  });

  it('keeps the connection of a transaction that was left when its deadline had passed', async () => {
    const pool = await poolOf({ connectionsMax: 1 });
    await pool.query('create table if not exists kegs (id int primary key) engine = innodb');
    const connection = await pool.getConnection();
    const [session] = await connection.query('select connection_id() as id');
    await connection.beginTransaction();
    await connection.query('insert into kegs values (1)');
    remainingMs = 0;
    connection.release();
    await expect.poll(() => pool.stats()).toMatchObject({ restoring: 0, closing: 0 });
    remainingMs = null;
    expect((await pool.query('select connection_id() as id'))[0]).toEqual(session);
    expect((await pool.query('select * from kegs'))[0]).toEqual([]);
  });

  it('replaces idle connections that the server ended or a firewall forgot', async () => {
    const pool = await poolOf({ pingAfterIdleMs: 30, pingTimeoutMs: 200 }, proxy?.port);
    await Promise.all([pool.query('select 1'), pool.query('select 1')]);
    proxy?.cut();
    await sleep(20);
    expect(await codeOf(pool.query('select 1'))).toBe('fulfilled');
    await sleep(50);
    proxy?.set('silence', 'pass');
    expect(await timed(() => pool.query('select 1'))).toBeLessThan(1500);
  });

  it('works in Drizzle and in Kysely, which calls back', async () => {
    const pool = await poolOf();
    await pool.query('create table if not exists barrels (id int primary key, label text) engine = innodb');
    const barrels = mysqlTable('barrels', { id: int('id').primaryKey(), label: text('label') });
    const db = drizzle(pool as never);
    await db.insert(barrels).values({ id: 1, label: 'rum' });
    await db.transaction((tx) => tx.insert(barrels).values({ id: 2, label: 'tar' }));
    const other = new Kysely<{ barrels: { id: number; label: string } }>({ dialect: new MysqlDialect({ pool: pool as never }) });
    await other.transaction().execute((tx) => tx.insertInto('barrels').values({ id: 3, label: 'salt' }).execute());
    expect(await db.select().from(barrels)).toEqual(await other.selectFrom('barrels').selectAll().execute());
    expect(pool.stats()).toMatchObject({ used: 0, waiting: 0 });
  });
});
