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
  acquireTimeoutMs: 200,
  statementTimeoutMs: 250,
  lifetimeMs: 1_800_000,
});

export type Status = 'accepted' | 'review' | 'settling' | 'settled';

export interface Payment {
  readonly id: string;
  readonly reference: string;
  readonly amount: number;
  readonly status: Status;
}

/** A conditional write: of two instances that take the same reference, one inserts and both get the one payment. */
export async function insertOnce(reference: string, amount: number, status: Status): Promise<Payment> {
  const result = await pool.query<Payment>(
    `INSERT INTO payments (reference, amount, status) VALUES ($1, $2, $3)
     ON CONFLICT (reference) DO UPDATE SET reference = excluded.reference
     RETURNING id, reference, amount, status`,
    [reference, amount, status],
  );
  const [payment] = result.rows;
  if (!payment) throw new Error(`${reference} was neither inserted nor found`);
  return payment;
}

export async function findPayment(id: string): Promise<Payment | undefined> {
  const result = await pool.query<Payment>('SELECT id, reference, amount, status FROM payments WHERE id = $1', [id]);
  return result.rows[0];
}
