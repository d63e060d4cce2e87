import type { ChannelUse } from '../../../facts/code.ts';
import { objectAt } from '../values/object.ts';
import { firstFound, textAt } from '../values/setting.ts';
import type { UseOfCall } from './use.ts';

interface ChannelShape {
  readonly service: string;
  readonly direction: 'send' | 'receive';
  readonly symbol: RegExp;
  readonly name: number | string; // argument position, or key of the first object argument
}

const shapes: readonly ChannelShape[] = [
  { service: 'sqs', direction: 'send', symbol: /^@aws-sdk\/client-sqs\.SendMessage(?:Batch)?Command$|^aws-sdk\.SQS\(\)\.sendMessage(?:Batch)?$/, name: 'QueueUrl' },
  { service: 'sqs', direction: 'receive', symbol: /^@aws-sdk\/client-sqs\.ReceiveMessageCommand$|^aws-sdk\.SQS\(\)\.receiveMessage$/, name: 'QueueUrl' },
  { service: 'sqs', direction: 'receive', symbol: /^sqs-consumer\.Consumer\.create$/, name: 'queueUrl' },
  { service: 'sns', direction: 'send', symbol: /^@aws-sdk\/client-sns\.Publish(?:Batch)?Command$|^aws-sdk\.SNS\(\)\.publish$/, name: 'TopicArn' },
  { service: 'kinesis', direction: 'send', symbol: /^@aws-sdk\/client-kinesis\.PutRecords?Command$/, name: 'StreamName' },
  { service: 'kinesis', direction: 'receive', symbol: /^@aws-sdk\/client-kinesis\.GetRecordsCommand$/, name: 'StreamARN' },
  { service: 'events', direction: 'send', symbol: /^@aws-sdk\/client-eventbridge\.PutEventsCommand$/, name: 'EventBusName' },
  { service: 's3', direction: 'send', symbol: /^@aws-sdk\/client-s3\.(?:PutObject|CreateMultipartUpload|CopyObject)Command$|^aws-sdk\.S3\(\)\.(?:putObject|upload)$/, name: 'Bucket' },
  { service: 's3', direction: 'receive', symbol: /^@aws-sdk\/client-s3\.(?:GetObject|HeadObject|ListObjectsV2)Command$|^aws-sdk\.S3\(\)\.getObject$/, name: 'Bucket' },
  { service: 'redis-queue', direction: 'send', symbol: /^bullmq\.Queue$|^bull$|^bee-queue$/, name: 0 },
  { service: 'redis-queue', direction: 'receive', symbol: /^bullmq\.Worker$/, name: 0 },
  { service: 'postgres-queue', direction: 'send', symbol: /^pg-boss(?:\.PgBoss)?\(\)\.(?:send|publish|insert)$/, name: 0 },
  { service: 'postgres-queue', direction: 'receive', symbol: /^pg-boss(?:\.PgBoss)?\(\)\.work$/, name: 0 },
  { service: 'kafka', direction: 'send', symbol: /^kafkajs\.Kafka\(\)\.producer\(\)\.send$/, name: 'topic' },
  { service: 'kafka', direction: 'receive', symbol: /^kafkajs\.Kafka\(\)\.consumer\(\)\.subscribe$/, name: 'topic' },
  { service: 'rabbitmq', direction: 'send', symbol: /^amqplib(?:\/callback_api)?\.connect\(\)\.create(?:Confirm)?Channel\(\)\.(?:sendToQueue|publish)$/, name: 0 },
  { service: 'rabbitmq', direction: 'receive', symbol: /^amqplib(?:\/callback_api)?\.connect\(\)\.create(?:Confirm)?Channel\(\)\.consume$/, name: 0 },
  { service: 'servicebus', direction: 'send', symbol: /^@azure\/service-bus\.ServiceBusClient\(\)\.createSender$/, name: 0 },
  { service: 'servicebus', direction: 'receive', symbol: /^@azure\/service-bus\.ServiceBusClient\(\)\.createReceiver$/, name: 0 },
  { service: 'pubsub', direction: 'send', symbol: /^@google-cloud\/pubsub\.PubSub\(\)\.topic$/, name: 0 },
  { service: 'pubsub', direction: 'receive', symbol: /^@google-cloud\/pubsub\.PubSub\(\)\.subscription$/, name: 0 },
];

const made = /Command$|^bullmq\.|^bull$|^bee-queue$/;

export const channelUses: UseOfCall = (call, context) => {
  const { symbol } = call;
  if (symbol === null) return [];
  const shape = shapes.find((candidate) => candidate.symbol.test(symbol));
  if (!shape || (made.test(symbol) && symbol !== 'bull' && call.node.type !== 'NewExpression')) return [];
  const first = call.argument(typeof shape.name === 'number' ? shape.name : 0);
  let name: ChannelUse['name'] = null;
  if (first && typeof shape.name === 'string') {
    const found = firstFound(objectAt(context.repository, first), [[shape.name], ['topics']]);
    name = found.kind === 'found' && found.value.node.type !== 'ArrayExpression' ? textAt(context.repository, found.value) : null;
  } else if (first) name = textAt(context.repository, first);
  return [{ kind: 'channel', service: shape.service, direction: shape.direction, name, site: context.site(call.node) }];
};
