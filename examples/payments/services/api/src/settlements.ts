import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const sqs = new SQSClient({ maxAttempts: 1, requestHandler: { connectionTimeout: 50, requestTimeout: 150 } });

/** May put a payment on the queue twice; the worker claims each payment once. */
export async function enqueueSettlement(id: string): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env.SETTLEMENTS_QUEUE_URL, MessageBody: id }));
}
