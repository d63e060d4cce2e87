import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import type { LedgerLog } from './ledger-log.ts';

const kinesis = new KinesisClient({ maxAttempts: 1, requestHandler: { connectionTimeout: 500, requestTimeout: 2_000 } });

export function kinesisLog(): LedgerLog {
  return {
    append: async (movement) => {
      await kinesis.send(new PutRecordCommand({ StreamName: process.env.LEDGER_STREAM, PartitionKey: movement.paymentId, Data: Buffer.from(JSON.stringify(movement)) }));
    },
  };
}
