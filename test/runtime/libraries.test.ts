import { postgresPool } from '@plimsoll/runtime/pool';
import type { PostgresPool } from '@plimsoll/runtime/pool';
import { PrismaPg } from '@prisma/adapter-pg';
import { sql as drizzleSql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import knex from 'knex';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startPostgres } from './servers/postgres.ts';
import type { RunningServer } from './servers/processes.ts';

let server: RunningServer | null = null;
let pool: PostgresPool<typeof pg>;

beforeAll(async () => {
  server = await startPostgres('debian');
  if (!server) return;
  pool = await postgresPool({
    driver: pg,
    name: 'orders-db',
    connection: { host: '127.0.0.1', port: server.port, user: 'plimsoll', database: 'postgres', application_name: 'libraries' },
    connectionsMax: 2,
    acquireTimeoutMs: 1000,
  });
  await pool.query('create table crates (id int primary key, label text not null)');
});
afterAll(async () => {
  if (server && !pool.ended) await pool.close();
  await server?.stop();
});
beforeEach(async (context) => {
  if (!server) return context.skip();
  return void (await pool.query('truncate crates'));
});

/** Each library gave back what it took. */
const settled = (): void => expect(pool.stats()).toMatchObject({ used: 0, restoring: 0, waiting: 0 });

const stored = async (): Promise<unknown> => (await pool.query('select id, label from crates order by id')).rows;
const undone = new Error('undone');

describe('our pool in', () => {
  it('Drizzle', async () => {
    const crates = pgTable('crates', { id: integer('id').primaryKey(), label: text('label').notNull() });
    const db = drizzle(pool);
    await db.insert(crates).values({ id: 1, label: 'tea' });
    await db.transaction(async (tx) => {
      await tx.insert(crates).values({ id: 2, label: 'rum' });
      await tx.transaction((inner) => inner.insert(crates).values({ id: 3, label: 'salt' }));
    });
    await expect(
      db.transaction(async (tx) => {
        await tx.insert(crates).values({ id: 4, label: 'tar' });
        throw undone;
      }),
    ).rejects.toThrow('undone');
    expect(await db.select().from(crates).orderBy(crates.id)).toEqual(await stored());
    expect(await stored()).toHaveLength(3);
    expect((await db.execute(drizzleSql`select count(*)::int as count from crates`)).rows).toEqual([{ count: 3 }]);
    settled();
  });

  it('Kysely', async () => {
    const db = new Kysely<{ crates: { id: number; label: string } }>({ dialect: new PostgresDialect({ pool }) });
    await db.insertInto('crates').values({ id: 1, label: 'tea' }).execute();
    await db.transaction().execute((tx) => tx.insertInto('crates').values({ id: 2, label: 'rum' }).execute());
    await expect(
      db.transaction().execute(async (tx) => {
        await tx.insertInto('crates').values({ id: 3, label: 'tar' }).execute();
        throw undone;
      }),
    ).rejects.toThrow('undone');
    expect(await db.selectFrom('crates').selectAll().orderBy('id').execute()).toEqual(await stored());
    expect((await sql<{ two: number }>`select ${1}::int + 1 as two`.execute(db)).rows).toEqual([{ two: 2 }]);
    settled();
  });

  it('Knex', async () => {
    const db = knex({ client: 'pg', connectionPool: pool });
    await db('crates').insert({ id: 1, label: 'tea' });
    await db.transaction((tx) => tx('crates').insert({ id: 2, label: 'rum' }));
    await expect(
      db.transaction(async (tx) => {
        await tx('crates').insert({ id: 3, label: 'tar' });
        throw undone;
      }),
    ).rejects.toThrow('undone');
    expect(await db('crates').orderBy('id')).toEqual(await stored());
    await db.destroy();
    settled();
  });

  it("Prisma's adapter", async () => {
    const adapter = await new PrismaPg(pool).connect();
    await adapter.executeScript("insert into crates values (1, 'tea')");
    const argTypes = [{ scalarType: 'int', arity: 'scalar' }] as const;
    const { rows } = await adapter.queryRaw({ sql: 'select label from crates where id = $1', args: [1], argTypes: [...argTypes] });
    expect(rows).toEqual([['tea']]);
    const transaction = await adapter.startTransaction();
    expect(await transaction.executeRaw({ sql: "insert into crates values ($1, 'rum')", args: [2], argTypes: [...argTypes] })).toBe(1);
    await transaction.executeRaw({ sql: 'rollback', args: [], argTypes: [] });
    await transaction.rollback();
    expect(await stored()).toEqual([{ id: 1, label: 'tea' }]);
    await adapter.dispose();
    settled();
  });

  it('TypeORM, which makes its pool itself and is handed ours', async () => {
    const given = pool;
    function OurPool(): typeof pool {
      return given; // `new` gives what a constructor returns
    }
    const source = new DataSource({ type: 'postgres', driver: { ...pg, Pool: OurPool }, installExtensions: false });
    await source.initialize();
    await source.query('insert into crates values ($1, $2)', [1, 'tea']);
    await source.transaction((manager) => manager.query("insert into crates values (2, 'rum')"));
    await expect(
      source.transaction(async (manager) => {
        await manager.query("insert into crates values (3, 'tar')");
        throw undone;
      }),
    ).rejects.toThrow('undone');
    expect(await stored()).toEqual([
      { id: 1, label: 'tea' },
      { id: 2, label: 'rum' },
    ]);
    const raw: unknown = await source.query('select count(*)::int as count from crates');
    expect(raw).toEqual([{ count: 2 }]);
    settled();
  });
});

describe('a blocked event loop', () => {
  it('costs nobody a connection', async () => {
    const running = [pool.query('select 1 as a'), pool.query('select 2 as a'), pool.query('select 3 as a')];
    const until = performance.now() + 300;
    while (performance.now() < until);
    expect((await Promise.all(running)).map(({ rows }) => rows[0] as unknown)).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
    settled();
  });
});
