import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SettlementQueue } from './settlement-queue.ts';

const sqs = new SQSClient({ maxAttempts: 1, requestHandler: { connectionTimeout: 50, requestTimeout: 150 } });

export const queue: SettlementQueue = {
  put: async (paymentId) => void (await sqs.send(new SendMessageCommand({ QueueUrl: process.env.SETTLEMENTS_QUEUE_URL, MessageBody: JSON.stringify({ paymentId }) }))),
};
