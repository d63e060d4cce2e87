import { SQSClient } from '@aws-sdk/client-sqs';
import { Consumer } from 'sqs-consumer';
import { settle } from '../settle.ts';
import type { SettlementConsumer } from './settlement-consumer.ts';

// A long poll takes up to 20 s; a request that takes longer is lost.
const sqs = new SQSClient({ requestHandler: { connectionTimeout: 500, requestTimeout: 25_000 } });

/** Outer above inner: the message stays invisible for 60 s, its handler ends after 30 s, the bank after 5 s, a query after 2 s. */
export function sqsConsumer(): SettlementConsumer {
  const consumer = Consumer.create({
    queueUrl: process.env.SETTLEMENTS_QUEUE_URL ?? '',
    sqs,
    batchSize: 10,
    waitTimeSeconds: 20,
    visibilityTimeout: 60,
    handleMessageTimeout: 30_000,
    pollingCompleteWaitTimeMs: 50_000, // on SIGTERM: the poll and the handlers that have begun; ECS waits 60 s
    handleMessage: async (message) => {
      await settle(message.Body ?? '');
      return message;
    },
  });
  consumer.on('error', (error) => console.error('queue', error));
  consumer.on('processing_error', (error) => console.error('settlement', error));
  return {
    start: () => consumer.start(),
    stop: () =>
      new Promise((resolve) => {
        consumer.once('stopped', () => resolve());
        consumer.stop();
      }),
  };
}
