export interface SettlementQueue {
  /** May put a payment on the queue twice; the worker claims each payment once. */
  readonly put: (paymentId: string) => Promise<void>;
}

/** SQS where its address is given, else pg-boss, which keeps its jobs in the database. */
export const settlements: SettlementQueue = process.env.SETTLEMENTS_QUEUE_URL ? (await import('./sqs.ts')).queue : (await import('./pg-boss.ts')).queue;
