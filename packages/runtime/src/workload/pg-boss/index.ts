export { pgBossQueue } from './queue.ts';
export type { PgBossQueueOptions } from './queue.ts';
