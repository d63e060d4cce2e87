import { appendFile, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cron from 'node-cron';
import { reports } from './database.ts';

const statement = join(tmpdir(), 'reconciliation.csv');

export function scheduleReconciliation() {
  cron.schedule('0 2 * * *', reconcile);
}

async function reconcile() {
  const { rows } = await reports.query("SELECT id, amount FROM payments WHERE status = 'settled' AND updated_at > now() - interval '1 day'");
  for (const row of rows) await appendFile(statement, `${row.id},${row.amount}\n`);
  await reports.query('INSERT INTO reconciliations (day, statement) VALUES (current_date, $1)', [await readFile(statement, 'utf8')]);
}
