import { AsyncLocalStorage } from 'node:async_hooks';
import { postgresPool } from '@plimsoll/runtime/pool';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres } from './servers/postgres.ts';
import type { RunningServer } from './servers/processes.ts';

let server: RunningServer | null = null;
beforeAll(async () => {
  server = await startPostgres('npm');
});
afterAll(() => server?.stop());

it('a statement that waited runs under the deadline of its caller, not of whoever hands the connection on', async (context) => {
  if (!server) return context.skip();
  const left = new AsyncLocalStorage<number>();
  const pool = await postgresPool({
    driver: pg,
    name: 'orders-db',
    connection: { host: '127.0.0.1', port: server.port, user: 'plimsoll', database: 'postgres' },
    connectionsMax: 1,
    statementTimeoutMs: 5_000,
    deadline: { remainingMs: () => left.getStore() ?? null },
  });
  try {
    const first = left.run(2_000, () => pool.query('select pg_sleep(0.2)'));
    const { rows } = await pool.query("select current_setting('statement_timeout') as timeout");
    expect(rows).toEqual([{ timeout: '5s' }]);
    await first;
  } finally {
    await pool.close({ drainMs: 0 });
  }
  return undefined;
});
