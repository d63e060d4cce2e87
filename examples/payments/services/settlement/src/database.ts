import { Pool } from 'pg';

export const pool = new Pool({
  host: process.env.DB_HOST,
  user: process.env.DB_USER,
  password: process.env.DB_PASSWORD,
  database: 'payments',
  ssl: true,
  max: Number(process.env.DB_POOL_MAX ?? 2),
  connectionTimeoutMillis: 2_000,
  query_timeout: 2_000,
  statement_timeout: 1_500,
  maxLifetimeSeconds: 1_800,
});

export interface Claimed {
  readonly id: string;
  readonly reference: string;
  readonly amount: number;
}

/** A conditional write: only one instance claims a payment, and a claim that came to nothing ends with the message's visibility. */
export async function claim(id: string): Promise<Claimed | undefined> {
  const result = await pool.query<Claimed>(
    `UPDATE payments SET status = 'settling', claimed_at = now()
     WHERE id = $1 AND (status = 'accepted' OR (status = 'settling' AND claimed_at < now() - interval '60 seconds'))
     RETURNING id, reference, amount`,
    [id],
  );
  return result.rows[0];
}

export async function markSettled(id: string): Promise<void> {
  await pool.query("UPDATE payments SET status = 'settled', settled_at = now() WHERE id = $1", [id]);
}
