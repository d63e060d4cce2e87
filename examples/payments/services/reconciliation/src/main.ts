import pg from 'pg';
import { postgresPool } from '@plimsoll/runtime/pool';
import { batchRole, startWorkload } from '@plimsoll/runtime/workload';
import { statements } from './statements/statements.ts';

const pool = await postgresPool({
  driver: pg,
  name: 'payments-db',
  connection: {
    host: process.env.DB_HOST,
    port: Number(process.env.DB_PORT ?? 5432),
    user: process.env.DB_USER,
    password: process.env.DB_PASSWORD,
    database: 'payments',
    ssl: process.env.DB_TLS !== 'off',
  },
  connectionsMax: 1,
  connectionsReserved: 188, // of the others
  acquireTimeoutMs: 5_000,
  statementTimeoutMs: 60_000,
});

/** Writes the statement of yesterday. The lock holds across instances and ends with the transaction, whatever happens to this one. */
async function reconcile(): Promise<void> {
  await pool.transaction(async (client) => {
    const lock = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_xact_lock(hashtext('reconciliation')) AS taken");
    if (!lock.rows[0]?.taken) return;
    const settled = await client.query<{ id: string; amount: number }>(
      `SELECT id, amount FROM payments WHERE settled_at >= current_date - 1 AND settled_at < current_date
       UNION ALL SELECT id, -amount FROM refunds WHERE settled_at >= current_date - 1 AND settled_at < current_date
       ORDER BY id`,
    );
    const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    await statements.put(`statements/${day}.csv`, settled.rows.map(({ id, amount }) => `${id},${amount}\n`).join(''));
    console.log(`${day}: ${settled.rows.length} movements`);
  });
}

await startWorkload(batchRole({ work: reconcile }), { name: 'reconciliation', closings: [{ name: 'pool', close: () => pool.close() }] });
