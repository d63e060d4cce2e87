import type { Queue } from '@plimsoll/runtime/workload';

/** As the api writes it. */
export interface Settlement {
  readonly kind: 'payment' | 'refund';
  readonly id: string;
}

/** SQS where its address is given, else pg-boss, which keeps its jobs in the database. */
export const queue: Queue<Settlement> = process.env.SETTLEMENTS_QUEUE_URL ? (await import('./sqs.ts')).queue : (await import('./pg-boss.ts')).queue;
