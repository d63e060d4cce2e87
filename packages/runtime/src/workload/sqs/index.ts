export { sqsQueue } from './queue.ts';
export type { SqsQueueOptions } from './queue.ts';
