import { Pool } from 'pg';

export const pool = new Pool({
  host: process.env.DB_HOST,
  user: process.env.DB_USER,
  password: process.env.DB_PASSWORD,
  database: 'payments',
  ssl: true,
  max: Number(process.env.DB_POOL_MAX ?? 4),
  connectionTimeoutMillis: 50,
  query_timeout: 250,
  statement_timeout: 200, // the server ends the statement before the client gives up on it
  maxLifetimeSeconds: 1_800,
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
