import { postgresConsumer } from './postgres.ts';

export interface SettlementConsumer {
  readonly start: () => void;
  /** Takes nothing more, and resolves when what has begun is done. */
  readonly stop: () => Promise<void>;
}

/** SQS where its address is given, else a table of the database. */
export const consumer: SettlementConsumer = process.env.SETTLEMENTS_QUEUE_URL ? (await import('./sqs.ts')).sqsConsumer() : postgresConsumer();
