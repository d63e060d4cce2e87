import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Pool } from 'pg';

const pool = new Pool({
  host: process.env.DB_HOST,
  user: process.env.DB_USER,
  password: process.env.DB_PASSWORD,
  database: 'payments',
  ssl: true,
  max: 1,
  connectionTimeoutMillis: 5_000,
  statement_timeout: 60_000,
});
const s3 = new S3Client({ requestHandler: { connectionTimeout: 1_000, requestTimeout: 30_000 } });

/** Writes the statement of yesterday. The lock holds across instances and ends with the transaction, whatever happens to this one. */
async function reconcile(): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const lock = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_xact_lock(hashtext('reconciliation')) AS taken");
    if (!lock.rows[0]?.taken) return;
    const settled = await client.query<{ id: string; amount: number }>('SELECT id, amount FROM payments WHERE settled_at >= current_date - 1 AND settled_at < current_date ORDER BY id');
    const statement = settled.rows.map(({ id, amount }) => `${id},${amount}\n`).join('');
    const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    await s3.send(new PutObjectCommand({ Bucket: process.env.STATEMENTS_BUCKET, Key: `statements/${day}.csv`, Body: statement }));
  } finally {
    await client.query('COMMIT');
    client.release();
  }
}

await reconcile();
await pool.end();
