import { setTimeout as sleep } from 'node:timers/promises';
import { withDeadline } from '@plimsoll/runtime/deadline';
import { pool } from '../database.ts';
import { settle } from '../settle.ts';
import type { SettlementConsumer } from './settlement-consumer.ts';

const batchSize = 10;
const handlerMs = 30_000;
const idleMs = 200;
const deliveriesMax = 5;

// As on SQS: what is taken is invisible to others for 60 s, what failed comes back after five, and what failed five times stays where it can be looked at.
const take = `
  UPDATE settlement_jobs SET leased_until = now() + interval '60 seconds', deliveries = deliveries + 1
  WHERE payment_id IN (
    SELECT payment_id FROM settlement_jobs WHERE leased_until < now() AND deliveries < ${deliveriesMax} ORDER BY leased_until, queued_at LIMIT ${batchSize} FOR UPDATE SKIP LOCKED
  )
  RETURNING payment_id AS id`;
const failed = "UPDATE settlement_jobs SET leased_until = now() + interval '5 seconds' WHERE payment_id = $1";

export function postgresConsumer(): SettlementConsumer {
  const stopping = new AbortController();
  let done: Promise<void> = Promise.resolve();

  async function one(id: string): Promise<void> {
    try {
      await withDeadline(handlerMs, () => settle(id));
      await pool.query('DELETE FROM settlement_jobs WHERE payment_id = $1', [id]);
    } catch (error) {
      console.error('settlement', error);
      await pool.query(failed, [id]);
    }
  }

  async function work(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const { rows } = await pool.query<{ id: string }>(take);
        await Promise.all(rows.map(({ id }) => one(id)));
        if (rows.length === 0) await sleep(idleMs, undefined, { signal: stopping.signal }).catch(() => {});
      } catch (error) {
        console.error('queue', error);
        await sleep(1_000);
      }
    }
  }

  return {
    start: () => void (done = work()),
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}
