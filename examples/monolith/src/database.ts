import { Client, Pool } from 'pg';

export const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });

// reports are slow, they get their own pool
export const reports = new Pool({ connectionString: process.env.DATABASE_URL });

export async function currentStatus(id: string) {
  const client = new Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  const result = await client.query('SELECT id, reference, amount, status FROM payments WHERE id = $1', [id]);
  await client.end();
  return result.rows[0];
}
