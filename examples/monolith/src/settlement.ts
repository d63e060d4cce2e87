import { Queue, Worker } from 'bullmq';
import pLimit from 'p-limit';
import { pool } from './database.ts';

const connection = { host: process.env.REDIS_HOST ?? 'localhost' };
const transfers = `${process.env.BANK_API_URL}/transfers`;
const limit = pLimit(50);

export const settlements = new Queue('settlements', { connection });

export function startSettlement() {
  return new Worker('settlements', (job) => settle(job.data.id), { connection });
}

async function settle(id: string) {
  const { rows } = await limit(() => pool.query('SELECT * FROM payments WHERE id = $1', [id]));
  const body = JSON.stringify(rows[0]);
  const answer = await limit(() => fetch(transfers, { method: 'POST', body }));
  if (!answer.ok) throw new Error(`the bank refused ${id}: ${answer.status}`);
  await limit(() => pool.query("UPDATE payments SET status = 'settled' WHERE id = $1", [id]));
}
