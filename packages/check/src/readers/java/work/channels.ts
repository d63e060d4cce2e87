import type { ChannelUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, walk } from '../../syntax/index.ts';
import { itemsOf } from '../code/annotations.ts';
import { argsOf, callName, chainFrom } from '../code/construction.ts';
import { evaluate, evaluateText } from '../value/evaluate.ts';
import { listenerOf, listeners } from '../entries/roles.ts';
import { typeOfExpression } from '../code/scope.ts';
import { callSite } from '../code/site.ts';
import type { JavaUnit } from '../code/unit.ts';
import { stringSetting } from '../value/value.ts';

interface Sending {
  readonly type: RegExp;
  readonly method: RegExp;
  readonly service: string;
  readonly direction: ChannelUse['direction'];
  readonly argument: number;
}

const sendings: readonly Sending[] = [
  { type: /^KafkaTemplate$/, method: /^send(Default)?$/, service: 'kafka', direction: 'send', argument: 0 },
  { type: /^(RabbitTemplate|AmqpTemplate|RabbitOperations)$/, method: /^(convertAndSend|send|convertSendAndReceive)$/, service: 'rabbitmq', direction: 'send', argument: 0 },
  { type: /^(SqsTemplate|QueueMessagingTemplate)$/, method: /^(send|convertAndSend|sendMany)$/, service: 'sqs', direction: 'send', argument: 0 },
  { type: /^JmsTemplate$/, method: /^(convertAndSend|send)$/, service: 'jms', direction: 'send', argument: 0 },
  { type: /^StreamBridge$/, method: /^send$/, service: 'stream', direction: 'send', argument: 0 },
];

/** `SendMessageRequest.builder().queueUrl(…)`: the builder's name tells the service and the direction. */
const requests: Readonly<Record<string, { readonly service: string; readonly direction: ChannelUse['direction']; readonly name: string }>> = {
  SendMessageRequest: { service: 'sqs', direction: 'send', name: 'queueUrl' },
  SendMessageBatchRequest: { service: 'sqs', direction: 'send', name: 'queueUrl' },
  ReceiveMessageRequest: { service: 'sqs', direction: 'receive', name: 'queueUrl' },
  PublishRequest: { service: 'sns', direction: 'send', name: 'topicArn' },
  PutRecordRequest: { service: 'kinesis', direction: 'send', name: 'streamName' },
  PutObjectRequest: { service: 's3', direction: 'send', name: 'bucket' },
  GetObjectRequest: { service: 's3', direction: 'receive', name: 'bucket' },
};

export function channelsOf(unit: JavaUnit): readonly ChannelUse[] {
  const found: ChannelUse[] = [];
  for (const node of walk(unit.tree.root)) {
    if (node.type !== 'method_invocation') continue;
    const channel = sent(unit, node) ?? requested(unit, node);
    if (channel) found.push(channel);
  }
  return [...found, ...[...unit.methods, ...unit.types].flatMap(({ annotations }) => listened(unit, annotations))];
}

function sent(unit: JavaUnit, node: SyntaxNode): ChannelUse | null {
  const object = child(node, 'object');
  const name = callName(node);
  const candidates = object ? sendings.filter((each) => each.method.test(name)) : [];
  if (!object || candidates.length === 0) return null;
  const type = typeOfExpression(unit, object);
  const sending = candidates.find((each) => each.type.test(type));
  const target = sending && argsOf(node)[sending.argument];
  return sending ? { kind: 'channel', service: sending.service, direction: sending.direction, name: target ? stringSetting(evaluate(unit, target), target) : null, site: callSite(unit, node) } : null;
}

function requested(unit: JavaUnit, node: SyntaxNode): ChannelUse | null {
  const object = child(node, 'object');
  if (!object || object.type !== 'identifier' || callName(node) !== 'builder') return null;
  const known = requests[unit.tree.text.slice(object.start, object.end)];
  if (!known) return null;
  const naming = chainFrom(object).calls.find((call) => callName(call) === known.name);
  const target = naming && argsOf(naming)[0];
  return { kind: 'channel', service: known.service, direction: known.direction, name: target ? stringSetting(evaluate(unit, target), target) : null, site: callSite(unit, node) };
}

function listened(unit: JavaUnit, annotations: Parameters<typeof listenerOf>[0]): readonly ChannelUse[] {
  const listener = listenerOf(annotations);
  const known = listener && listeners[listener.name];
  if (!listener || !known) return [];
  const named = known.names.map((name) => listener.argument(name)).find((value) => value !== null) ?? null;
  const names = itemsOf(named).filter((node) => node.type !== 'annotation');
  return (names.length > 0 ? names : [null]).map((node) => ({
    kind: 'channel',
    service: known.service,
    direction: 'receive',
    name: node ? stringSetting(evaluateText(unit, node), node) : null,
    site: callSite(unit, node ?? listener.node),
  }));
}
