import { consumerRole, startWorkload } from '@plimsoll/runtime/workload';
import { pool } from './database.ts';
import { queue } from './queue/settlement-queue.ts';
import { settle } from './settle.ts';

// Outer above inner: what was taken stays ours for 60 s, its handler ends after 15 s, the bank after 5 s, a query after 2 s.
await startWorkload(consumerRole({ queue, handle: settle, concurrencyMax: 10, handlerMs: 15_000, waitMs: Number(process.env.QUEUE_WAIT_MS ?? 5_000) }), {
  name: 'settlement',
  graceMs: 60_000, // as stopTimeout of its task
  closings: [{ name: 'pool', close: () => pool.close() }],
});
console.log('ready');
