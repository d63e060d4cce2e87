import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SettlementQueue } from './settlement-queue.ts';

const sqs = new SQSClient({ maxAttempts: 1, requestHandler: { connectionTimeout: 50, requestTimeout: 150 } });

export const queue: SettlementQueue = {
  async put(settlements) {
    const Entries = settlements.map((settlement) => ({ Id: settlement.id, MessageBody: JSON.stringify(settlement) }));
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: process.env.SETTLEMENTS_QUEUE_URL, Entries }));
    if (Failed[0]) throw new Error(`${Failed.length} of ${Entries.length} messages were not taken: ${Failed[0].Message ?? Failed[0].Code}`);
  },
};
