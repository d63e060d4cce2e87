import { pool } from './database.ts';

export interface Movement {
  readonly paymentId: string;
  readonly amount: number;
}

/** One statement for all of them. A movement that comes again changes nothing. */
export async function enter(movements: readonly Movement[]): Promise<void> {
  await pool.query(
    `INSERT INTO ledger_entries (payment_id, amount)
     SELECT "paymentId", amount FROM json_to_recordset($1) AS movement ("paymentId" uuid, amount integer)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(movements)],
  );
}
