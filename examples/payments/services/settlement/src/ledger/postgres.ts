import { pool } from '../database.ts';
import type { LedgerLog } from './ledger-log.ts';

export function postgresLog(): LedgerLog {
  return { append: async (movement) => void (await pool.query('INSERT INTO ledger_log (movement) VALUES ($1)', [JSON.stringify(movement)])) };
}
