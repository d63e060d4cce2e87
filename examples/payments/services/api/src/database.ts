import pg from 'pg';
import { postgresPool } from '@plimsoll/runtime/pool';

/** At start the server is asked whether the pools of the whole fleet fit: 20 of these, and the 109 connections of the others. */
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
  connectionsMax: Number(process.env.DB_POOL_MAX ?? 4),
  fleet: { instances: 20 },
  connectionsReserved: 109,
  waitersMax: 200, // a burst waits its turn for 200 ms, and is not refused
  acquireTimeoutMs: 200,
  statementTimeoutMs: 250,
  lifetimeMs: 1_800_000,
});

export type Status = 'accepted' | 'review' | 'settling' | 'settled';

export interface Payment {
  readonly id: string;
  readonly reference: string;
  readonly amount: number;
  /** What was asked back so far; never more than the amount. */
  readonly refunded: number;
  readonly status: Status;
}

/**
 * A conditional write: of two instances that take the same reference, one inserts and both get the one payment. What has to be settled goes into the outbox with
 * it, in one statement: whatever happens to this process afterwards, it will be settled.
 */
export async function insertOnce(reference: string, amount: number, status: Status): Promise<Payment> {
  const inserted = await pool.query<Payment>({
    name: 'insert-payment',
    text: `WITH created AS (
             INSERT INTO payments (reference, amount, status) VALUES ($1, $2, $3)
             ON CONFLICT (reference) DO NOTHING
             RETURNING id, reference, amount, refunded, status
           ), queued AS (
             INSERT INTO outbox (kind, movement_id) SELECT 'payment', id FROM created WHERE status = 'accepted'
           )
           SELECT * FROM created`,
    values: [reference, amount, status],
  });
  if (inserted.rows[0]) return inserted.rows[0];
  const found = await pool.query<Payment>('SELECT id, reference, amount, refunded, status FROM payments WHERE reference = $1', [reference]);
  if (!found.rows[0]) throw new Error(`${reference} was neither inserted nor found`);
  return found.rows[0];
}

export async function findPayment(id: string): Promise<Payment | undefined> {
  const result = await pool.query<Payment>({ name: 'find-payment', text: 'SELECT id, reference, amount, refunded, status FROM payments WHERE id = $1', values: [id] });
  return result.rows[0];
}
