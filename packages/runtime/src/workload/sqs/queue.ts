import { ChangeMessageVisibilityCommand, DeleteMessageCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { RuntimeError } from '../../errors/index.ts';
import { jsonBody } from '../queue/json.ts';
import type { Delivery, Queue } from '../queue/queue.ts';

export interface SqsQueueOptions<Body> {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly decode?: ((text: string) => Body) | undefined;
  /** Visibility timeout for what is received, in whole seconds; default 60 s. A consumer extends it while the handler runs. */
  readonly leaseMs?: number | undefined;
  /** Where buried messages go. Without it they are hidden for five minutes at a time, until the queue's redrive policy moves them after `maxReceiveCount`. */
  readonly deadLetterUrl?: string | undefined;
}

/** From the first receipt on, whatever is extended (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html). */
const holdMsMax = 12 * 3_600_000;
/** Without a place to bury in: a message that comes back at once would be tried in a circle. */
const buriedMs = 300_000;
/** Of ReceiveMessage: messages per call, and seconds that it waits. */
const batchMax = 10;
const waitSecondsMax = 20;
/** A handle that is no longer the latest one, and a message that is visible again. */
const lostNames: ReadonlySet<string> = new Set(['ReceiptHandleIsInvalid', 'MessageNotInflight', 'InvalidParameterValue', 'InvalidParameterValueException']);

/**
 * An SQS queue, standard or FIFO. Deliveries that were given back count as received: choose `maxReceiveCount` of the redrive policy above the
 * tries of the consumer by the number of deployments that a message may live through.
 */
export function sqsQueue<Body>({ client, queueUrl, decode = jsonBody, leaseMs = 60_000, deadLetterUrl }: SqsQueueOptions<Body>): Queue<Body> {
  if (!(leaseMs >= 1000 && leaseMs <= holdMsMax)) {
    throw new RuntimeError('ERR_PLIMSOLL_OPTION', `SQS queue ${queueUrl}: leaseMs is ${leaseMs}; it must be from 1000 to ${holdMsMax}`, { retryable: false, details: { option: 'leaseMs' } });
  }
  const name = queueUrl.split('/').at(-1) ?? queueUrl;

  const visibility = async (handle: string, ms: number): Promise<boolean> => {
    try {
      await client.send(new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle: handle, VisibilityTimeout: Math.min(holdMsMax / 1000, Math.ceil(ms / 1000)) }));
      return true;
    } catch (error) {
      if (error instanceof Error && lostNames.has(error.name)) return false;
      throw error;
    }
  };

  const remove = async (handle: string): Promise<boolean> => {
    try {
      await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: handle }));
      return true;
    } catch (error) {
      if (error instanceof Error && lostNames.has(error.name)) return false;
      throw error;
    }
  };

  const delivery = ({ MessageId, ReceiptHandle = '', Body: text = '', Attributes }: Message): Delivery<Body> => ({
    id: MessageId ?? '',
    attempt: Number(Attributes?.ApproximateReceiveCount ?? 1),
    orderKey: Attributes?.MessageGroupId ?? null,
    read: () => decode(text),
    done: () => remove(ReceiptHandle),
    retry: async (_error, delayMs) => void (await visibility(ReceiptHandle, delayMs)),
    giveBack: async () => void (await visibility(ReceiptHandle, 0)),
    async bury(error) {
      if (deadLetterUrl === undefined) return void (await visibility(ReceiptHandle, buriedMs));
      const why = error instanceof Error ? error.message : String(error);
      await client.send(
        new SendMessageCommand({
          QueueUrl: deadLetterUrl,
          MessageBody: text,
          ...(Attributes?.MessageGroupId === undefined ? {} : { MessageGroupId: Attributes.MessageGroupId, MessageDeduplicationId: MessageId }),
          MessageAttributes: { 'plimsoll.error': { DataType: 'String', StringValue: why.slice(0, 1000) || 'unknown' }, 'plimsoll.id': { DataType: 'String', StringValue: MessageId ?? 'unknown' } },
        }),
      );
      await remove(ReceiptHandle);
      return undefined;
    },
    extend: (ms) => visibility(ReceiptHandle, ms),
  });

  return {
    name,
    leaseMs,
    holdMsMax,
    batchMax,
    async receive(max, waitMs, signal) {
      if (signal.aborted) return [];
      try {
        const { Messages = [] } = await client.send(
          new ReceiveMessageCommand({
            QueueUrl: queueUrl,
            MaxNumberOfMessages: Math.min(batchMax, max),
            WaitTimeSeconds: Math.min(waitSecondsMax, Math.floor(waitMs / 1000)),
            VisibilityTimeout: Math.ceil(leaseMs / 1000),
            MessageSystemAttributeNames: ['ApproximateReceiveCount', 'MessageGroupId'],
          }),
          { abortSignal: signal },
        );
        return Messages.map(delivery);
      } catch (error) {
        if (signal.aborted) return []; // what was on its way is visible again after its lease
        throw error;
      }
    },
    async backlog() {
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible', 'ApproximateNumberOfMessagesDelayed'] }),
      );
      const count = (attribute: 'ApproximateNumberOfMessages' | 'ApproximateNumberOfMessagesNotVisible' | 'ApproximateNumberOfMessagesDelayed'): number => {
        const value = Number(Attributes?.[attribute]);
        if (Number.isFinite(value)) return value;
        throw new RuntimeError('ERR_PLIMSOLL_QUEUE', `SQS does not say ${attribute} of ${name}`, { retryable: true, details: { queue: name } });
      };
      return {
        waiting: count('ApproximateNumberOfMessages'),
        active: count('ApproximateNumberOfMessagesNotVisible'),
        delayed: count('ApproximateNumberOfMessagesDelayed'),
        oldestAgeMs: null, // CloudWatch alone has it, as ApproximateAgeOfOldestMessage
      };
    },
    close: async () => {},
  };
}
