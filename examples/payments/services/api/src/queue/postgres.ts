import type { pool } from '../database.ts';
import type { SettlementQueue } from './settlement-queue.ts';

export function postgresQueue(database: typeof pool): SettlementQueue {
  return { put: async (paymentId) => void (await database.query('INSERT INTO settlement_jobs (payment_id) VALUES ($1) ON CONFLICT DO NOTHING', [paymentId])) };
}
