import { setTimeout as sleep } from 'node:timers/promises';
import { pool } from '../database.ts';
import { settlements } from './settlement-queue.ts';
import type { Settlement } from './settlement-queue.ts';

// Takes what is in the outbox to the queue, a batch at a time. Every instance does; what one took and did not put within ten seconds, as it failed or is gone, another takes.
const batchMax = 10; // as many as SQS takes at once
const gatherMs = 100; // so that a batch is more than one
const idleMs = 1_000; // what another instance left behind waits no longer

interface Taken extends Settlement {
  readonly position: string;
}

const take = {
  name: 'take-outbox',
  text: `UPDATE outbox SET taken_at = now()
         WHERE position IN (
           SELECT position FROM outbox WHERE taken_at IS NULL OR taken_at < now() - interval '10 seconds'
           ORDER BY position LIMIT ${batchMax} FOR UPDATE SKIP LOCKED)
         RETURNING position, kind, movement_id AS id`,
};

let isStopping = false;
let isAwake = false;
let endPause = (): void => {};

/** How many were taken to the queue. */
async function relayBatch(): Promise<number> {
  const { rows } = await pool.query<Taken>(take);
  if (rows.length === 0) return 0;
  await settlements.put(rows.map(({ kind, id }) => ({ kind, id })));
  await pool.query({ name: 'clear-outbox', text: 'DELETE FROM outbox WHERE position = ANY($1::bigint[])', values: [rows.map(({ position }) => position)] });
  return rows.length;
}

async function pause(): Promise<void> {
  if (!isAwake) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, idleMs);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
  isAwake = false;
  if (!isStopping) await sleep(gatherMs);
}

async function run(): Promise<void> {
  while (!isStopping) {
    const count = await relayBatch().catch((error: unknown) => {
      console.error('outbox', error);
      return 0;
    });
    if (count < batchMax) await pause();
  }
}

const running = run();

export const relay = {
  /** There is something in the outbox. */
  wake(): void {
    isAwake = true;
    endPause();
  },
  /** What is under way is ended; what is left, other instances take. */
  async close(): Promise<void> {
    isStopping = true;
    relay.wake();
    await running;
  },
};
