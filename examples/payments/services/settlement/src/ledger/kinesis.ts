import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import type { LedgerLog } from './ledger-log.ts';

const kinesis = new KinesisClient({ maxAttempts: 1, requestHandler: { connectionTimeout: 500, requestTimeout: 2_000 } });

export function kinesisLog(): LedgerLog {
  return {
    append: async (entry) => {
      await kinesis.send(new PutRecordCommand({ StreamName: process.env.LEDGER_STREAM, PartitionKey: entry.paymentId, Data: Buffer.from(JSON.stringify(entry)) }));
    },
  };
}
