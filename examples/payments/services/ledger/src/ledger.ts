import { pool } from './database.ts';

export interface Movement {
  readonly movementId: string;
  readonly paymentId: string;
  /** Below zero for a refund. */
  readonly amount: number;
}

/** One statement for all of them. A movement that comes again changes nothing. */
export async function enter(movements: readonly Movement[]): Promise<void> {
  await pool.query({
    name: 'enter',
    text: `INSERT INTO ledger_entries (movement_id, payment_id, amount)
           SELECT "movementId", "paymentId", amount FROM json_to_recordset($1) AS movement ("movementId" uuid, "paymentId" uuid, amount integer)
           ON CONFLICT DO NOTHING`,
    values: [JSON.stringify(movements)],
  });
}
