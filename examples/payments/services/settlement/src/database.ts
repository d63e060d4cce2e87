import pg from 'pg';
import { postgresPool } from '@plimsoll/runtime/pool';

/** At start the server is asked whether the pools of the whole fleet fit: 50 of these, and the 89 connections of the others. */
export const pool = await postgresPool({
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
  connectionsMax: Number(process.env.DB_POOL_MAX ?? 2),
  fleet: { instances: 50 },
  connectionsReserved: 89,
  acquireTimeoutMs: 2_000,
  statementTimeoutMs: 2_000,
  lifetimeMs: 1_800_000,
});

export interface Claimed {
  readonly id: string;
  readonly reference: string;
  readonly amount: number;
}

/**
 * A conditional write: only one instance claims a payment. A claim ends after 30 s, when its handler has given up, and before its message comes back.
 * Null when the payment is settled already. Rejects while another instance has it, so that its message stays.
 */
export async function claim(id: string): Promise<Claimed | null> {
  const claimed = await pool.query<Claimed>(
    `UPDATE payments SET status = 'settling', claimed_at = now()
     WHERE id = $1 AND (status = 'accepted' OR (status = 'settling' AND claimed_at < now() - interval '30 seconds'))
     RETURNING id, reference, amount`,
    [id],
  );
  if (claimed.rows[0]) return claimed.rows[0];
  const { rows } = await pool.query<{ status: string }>('SELECT status FROM payments WHERE id = $1', [id]);
  if (rows[0]?.status === 'settling') throw new Error(`another instance settles ${id}`);
  return null;
}

/** What could not be transferred may be claimed again at once. */
export async function giveUp(id: string): Promise<void> {
  await pool.query("UPDATE payments SET status = 'accepted', claimed_at = NULL WHERE id = $1 AND status = 'settling'", [id]);
}

export async function markSettled(id: string): Promise<void> {
  await pool.query("UPDATE payments SET status = 'settled', settled_at = now() WHERE id = $1", [id]);
}
