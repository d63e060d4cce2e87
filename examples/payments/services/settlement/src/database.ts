import pg from 'pg';
import { postgresPool } from '@plimsoll/runtime/pool';
import type { Settlement } from './queue/settlement-queue.ts';

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

export interface Movement extends Settlement {
  readonly paymentId: string;
  readonly reference: string;
  readonly amount: number;
}

const tables = { payment: { name: 'payments', paymentId: 'id' }, refund: { name: 'refunds', paymentId: 'payment_id' } } as const;

/**
 * A conditional write: only one instance claims a movement. A claim ends after 30 s, when its handler has given up, and before its message comes back.
 * Null when the movement is settled already. Rejects while another instance has it, so that its message stays.
 */
export async function claim({ kind, id }: Settlement): Promise<Movement | null> {
  const table = tables[kind];
  const claimed = await pool.query<Omit<Movement, 'kind'>>({
    name: `claim-${kind}`,
    text: `UPDATE ${table.name} SET status = 'settling', claimed_at = now()
           WHERE id = $1 AND (status = 'accepted' OR (status = 'settling' AND claimed_at < now() - interval '30 seconds'))
           RETURNING id, ${table.paymentId} AS "paymentId", reference, amount`,
    values: [id],
  });
  if (claimed.rows[0]) return { kind, ...claimed.rows[0] };
  const { rows } = await pool.query<{ status: string }>(`SELECT status FROM ${table.name} WHERE id = $1`, [id]);
  if (rows[0]?.status === 'settling') throw new Error(`another instance settles ${kind} ${id}`);
  return null;
}

/** What could not be transferred may be claimed again at once. */
export async function giveUp({ kind, id }: Settlement): Promise<void> {
  await pool.query(`UPDATE ${tables[kind].name} SET status = 'accepted', claimed_at = NULL WHERE id = $1 AND status = 'settling'`, [id]);
}

export async function markSettled({ kind, id }: Settlement): Promise<void> {
  await pool.query({ name: `settled-${kind}`, text: `UPDATE ${tables[kind].name} SET status = 'settled', settled_at = now() WHERE id = $1`, values: [id] });
}
