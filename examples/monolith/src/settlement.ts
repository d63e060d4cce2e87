import { Queue, Worker } from 'bullmq';
import pLimit from 'p-limit';
import { pool } from './database.ts';

const connection = { host: process.env.REDIS_HOST ?? 'localhost' };
const limit = pLimit(50);

export const settlements = new Queue('settlements', { connection });

export function startSettlement() {
  return new Worker('settlements', async (job) => settle(job.data.id), { connection, concurrency: 50 });
}

async function settle(id: string) {
  const { rows } = await limit(() => pool.query('SELECT * FROM payments WHERE id = $1', [id]));
  const answer = await limit(() => fetch(`${process.env.BANK_API_URL}/transfers`, { method: 'POST', body: JSON.stringify(rows[0]) }));
  if (!answer.ok) throw new Error(`the bank refused ${id}: ${answer.status}`);
  await limit(() => pool.query("UPDATE payments SET status = 'settled' WHERE id = $1", [id]));
}
