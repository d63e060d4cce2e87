/** What a worker is asked to settle: money comes with a payment, and goes with a refund. */
export interface Settlement {
  readonly kind: 'payment' | 'refund';
  readonly id: string;
}

export interface SettlementQueue {
  /** At most ten at once. May put one on the queue twice; the worker claims each once. */
  readonly put: (settlements: readonly Settlement[]) => Promise<void>;
}

/** SQS where its address is given, else pg-boss, which keeps its jobs in the database. */
export const settlements: SettlementQueue = process.env.SETTLEMENTS_QUEUE_URL ? (await import('./sqs.ts')).queue : (await import('./pg-boss.ts')).queue;
