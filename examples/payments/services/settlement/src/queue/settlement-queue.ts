import type { Queue } from '@plimsoll/runtime/workload';

export interface Settlement {
  readonly paymentId: string;
}

/** SQS where its address is given, else pg-boss, which keeps its jobs in the database. */
export const queue: Queue<Settlement> = process.env.SETTLEMENTS_QUEUE_URL ? (await import('./sqs.ts')).queue : (await import('./pg-boss.ts')).queue;
