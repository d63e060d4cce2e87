import type { ChannelUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf, walk } from '../../syntax/index.ts';
import { evaluate } from '../value/evaluate.ts';
import { keyedValue } from '../code/origin.ts';
import { qualified } from '../code/scope.ts';
import { callSite } from '../code/site.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName } from '../code/unit.ts';
import { stringSetting } from '../value/value.ts';

interface Named {
  readonly service: string;
  readonly direction: ChannelUse['direction'];
  readonly key: string;
}

/** Requests and readers whose literal names the queue, topic or bucket. */
const literals: readonly (readonly [RegExp, Named])[] = [
  [/service\/sqs\.SendMessage(Batch)?Input$/, { service: 'sqs', direction: 'send', key: 'QueueUrl' }],
  [/service\/sqs\.ReceiveMessageInput$/, { service: 'sqs', direction: 'receive', key: 'QueueUrl' }],
  [/service\/sns\.PublishInput$/, { service: 'sns', direction: 'send', key: 'TopicArn' }],
  [/service\/s3(\/s3manager)?\.(PutObjectInput|UploadInput)$/, { service: 's3', direction: 'send', key: 'Bucket' }],
  [/service\/s3\.GetObjectInput$/, { service: 's3', direction: 'receive', key: 'Bucket' }],
  [/service\/kinesis\.PutRecords?Input$/, { service: 'kinesis', direction: 'send', key: 'StreamName' }],
  [/sarama\.ProducerMessage$/, { service: 'kafka', direction: 'send', key: 'Topic' }],
  [/kafka-go\.(Writer|WriterConfig|Message)$/, { service: 'kafka', direction: 'send', key: 'Topic' }],
  [/kafka-go\.ReaderConfig$/, { service: 'kafka', direction: 'receive', key: 'Topic' }],
];

export function channelsOf(unit: GoUnit): readonly ChannelUse[] {
  const found: ChannelUse[] = [];
  for (const node of walk(unit.tree.root)) {
    const type = node.type === 'composite_literal' ? child(node, 'type') : null;
    const full = type ? (qualified(unit, type) ?? '') : '';
    const named = type ? literals.find(([pattern]) => pattern.test(full))?.[1] : undefined;
    const value = named && keyedValue(node, named.key);
    if (named && value) found.push(channel(unit, named.service, named.direction, pointed(unit, value), node));
    if (node.type === 'call_expression') found.push(...amqp(unit, node));
  }
  return found;
}

/** `aws.String(name)` is the name. */
function pointed(unit: GoUnit, value: SyntaxNode): SyntaxNode {
  return value.type === 'call_expression' && (qualified(unit, value) ?? '').endsWith('aws.String') ? (argsOf(value)[0] ?? value) : value;
}

function channel(unit: GoUnit, service: string, direction: ChannelUse['direction'], name: SyntaxNode | undefined, node: SyntaxNode): ChannelUse {
  return { kind: 'channel', service, direction, name: name ? stringSetting(evaluate(unit, name), name) : null, site: callSite(unit, node) };
}

function amqp(unit: GoUnit, node: SyntaxNode): readonly ChannelUse[] {
  if (!unit.imports.some((each) => /amqp/.test(each.path))) return [];
  const name = calledName(node);
  const args = argsOf(node);
  if (/^Publish(WithContext)?$/.test(name) && args.length >= 5) {
    const key = args[args.length === 6 ? 2 : 1];
    return [channel(unit, 'rabbitmq', 'send', key, node)];
  }
  return /^Consume(WithContext)?$/.test(name) && args.length >= 7 && textOf(node) !== '' ? [channel(unit, 'rabbitmq', 'receive', args[name === 'Consume' ? 0 : 1], node)] : [];
}
