export { bullmqQueue } from './queue.ts';
export type { BullmqQueueOptions } from './queue.ts';
