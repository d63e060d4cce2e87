import { pool } from '../database.ts';
import type { LedgerLog } from './ledger-log.ts';

export function postgresLog(): LedgerLog {
  return { append: async (entry) => void (await pool.query({ name: 'append-ledger', text: 'INSERT INTO ledger_log (movement) VALUES ($1)', values: [JSON.stringify(entry)] })) };
}
