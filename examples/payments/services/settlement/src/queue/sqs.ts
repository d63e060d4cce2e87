import { SQSClient } from '@aws-sdk/client-sqs';
import { sqsQueue } from '@plimsoll/runtime/workload/sqs';
import type { Settlement } from './settlement-queue.ts';

// A poll takes up to 5 s; a request that takes longer than ten is lost.
const sqs = new SQSClient({ requestHandler: { connectionTimeout: 500, requestTimeout: 10_000 } });

export const queue = sqsQueue<Settlement>({ client: sqs, queueUrl: process.env.SETTLEMENTS_QUEUE_URL ?? '', leaseMs: 60_000 });
