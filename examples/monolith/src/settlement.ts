import { Mutex } from 'async-mutex';
import cron from 'node-cron';
import pLimit from 'p-limit';
import { pool } from './database.ts';

const transfers = `${process.env.BANK_API_URL}/transfers`;
const limit = pLimit(50);
const settling = new Mutex();

export function startSettlement() {
  cron.schedule('*/2 * * * * *', () => settling.runExclusive(settleAccepted));
}

// nobody else settles while we do
async function settleAccepted() {
  const { rows } = await limit(() => pool.query("SELECT * FROM payments WHERE status = 'accepted'"));
  await Promise.allSettled(rows.map(settle));
}

async function settle(payment: { id: string }) {
  const body = JSON.stringify(payment);
  const answer = await limit(() => fetch(transfers, { method: 'POST', body }));
  if (!answer.ok) throw new Error(`the bank refused ${payment.id}: ${answer.status}`);
  await limit(() => pool.query("UPDATE payments SET status = 'settled', updated_at = now() WHERE id = $1", [payment.id]));
}
