import type { ChannelUse } from '../../../facts/code.ts';
import { botoMaker, serviceOf } from '../clients/boto.ts';
import { objectOf } from '../clients/client.ts';
import { makerOf } from '../clients/timeout.ts';
import { argument } from '../code/calls.ts';
import { calleeName } from '../code/external.ts';
import { referentOf } from '../code/referent.ts';
import { siteAt, siteOf } from '../code/site.ts';
import type { PythonCall, PythonFunction, PythonModule } from '../code/types.ts';
import { callAt } from '../code/workspace.ts';
import { handlerRole } from '../entries/handlers.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { namedChildren } from '../../syntax/index.ts';
import { stringSetting } from '../value/setting.ts';

export function channelUses(module: PythonModule): readonly ChannelUse[] {
  return [...module.calls.flatMap((call) => [...ofSdk(call), ...ofBroker(call), ...ofTaskCall(call)]), ...module.functions.flatMap(ofTask)];
}

function channel(call: PythonCall, service: string, direction: ChannelUse['direction'], name: SyntaxNode | null): ChannelUse {
  const one = name?.type === 'list' ? (namedChildren(name)[0] ?? null) : name;
  return { kind: 'channel', service, direction, name: one ? stringSetting(one) : null, site: siteOf(call) };
}

const operations: readonly { readonly service: string; readonly methods: RegExp; readonly direction: ChannelUse['direction']; readonly name: string; readonly at?: number }[] = [
  { service: 'sqs', methods: /^send_message(_batch)?$/, direction: 'send', name: 'QueueUrl' },
  { service: 'sqs', methods: /^receive_messages?$/, direction: 'receive', name: 'QueueUrl' },
  { service: 'sns', methods: /^publish(_batch)?$/, direction: 'send', name: 'TopicArn' },
  { service: 'kinesis', methods: /^put_records?$/, direction: 'send', name: 'StreamName' },
  { service: 'kinesis', methods: /^(get_records|get_shard_iterator)$/, direction: 'receive', name: 'StreamName' },
  { service: 'firehose', methods: /^put_record(_batch)?$/, direction: 'send', name: 'DeliveryStreamName' },
  { service: 's3', methods: /^(upload_file|upload_fileobj)$/, direction: 'send', name: 'Bucket', at: 1 },
  { service: 's3', methods: /^(put_object|copy_object|create_multipart_upload)$/, direction: 'send', name: 'Bucket' },
  { service: 's3', methods: /^(download_file|download_fileobj)$/, direction: 'receive', name: 'Bucket', at: 0 },
  { service: 's3', methods: /^(get_object|head_object|list_objects(_v2)?)$/, direction: 'receive', name: 'Bucket' },
  { service: 'dynamodb', methods: /^(put_item|update_item|delete_item|batch_write_item|transact_write_items)$/, direction: 'send', name: 'TableName' },
  { service: 'dynamodb', methods: /^(get_item|query|scan|batch_get_item)$/, direction: 'receive', name: 'TableName' },
];

/** Calls on clients of boto3. */
function ofSdk(call: PythonCall): readonly ChannelUse[] {
  const method = call.written.split('.').at(-1) ?? '';
  const matching = operations.filter((each) => each.methods.test(method));
  const object = matching.length > 0 ? objectOf(call) : null;
  const maker = object && makerOf(object);
  if (!maker || !botoMaker.test(calleeName(maker) ?? '')) return [];
  const service = serviceOf(argument(maker, 'service_name', 0));
  const operation = matching.find((each) => each.service === service);
  return operation ? [channel(call, operation.service, operation.direction, argument(call, operation.name, operation.at))] : [];
}

function ofBroker(call: PythonCall): readonly ChannelUse[] {
  const name = calleeName(call) ?? '';
  const method = call.written.split('.').at(-1) ?? '';
  if (method === 'basic_publish') return [channel(call, 'rabbitmq', 'send', argument(call, 'routing_key', 1))];
  if (method === 'basic_consume') return [channel(call, 'rabbitmq', 'receive', argument(call, 'queue', 0))];
  if (/^kafka\.KafkaConsumer$|^aiokafka\.AIOKafkaConsumer$/.test(name)) return call.positional[0] ? [channel(call, 'kafka', 'receive', call.positional[0])] : [];
  if (/^(kafka|aiokafka|confluent_kafka)\b.*Consumer#subscribe$/.test(name)) return [channel(call, 'kafka', 'receive', argument(call, 'topics', 0))];
  if (/^(kafka\.KafkaProducer#send|aiokafka\.AIOKafkaProducer#send(_and_wait)?|confluent_kafka\b.*Producer#produce)$/.test(name)) return [channel(call, 'kafka', 'send', argument(call, 'topic', 0))];
  if (/^azure\.servicebus\b.*#get_(queue|topic)_sender$/.test(name)) return [channel(call, 'service-bus', 'send', argument(call, 'queue_name') ?? argument(call, 'topic_name', 0))];
  if (/^azure\.servicebus\b.*#get_(queue|subscription)_receiver$/.test(name)) return [channel(call, 'service-bus', 'receive', argument(call, 'queue_name') ?? argument(call, 'topic_name', 0))];
  if (name.endsWith('PublisherClient#publish')) return [channel(call, 'pubsub', 'send', argument(call, 'topic', 0))];
  if (/SubscriberClient#(subscribe|pull)$/.test(name)) return [channel(call, 'pubsub', 'receive', argument(call, 'subscription', 0))];
  return /^rq\.Queue#enqueue$/.test(name) ? [channel(call, 'redis-queue', 'send', queueName(call))] : [];
}

function queueName(call: PythonCall): SyntaxNode | null {
  const object = objectOf(call);
  const maker = object && makerOf(object);
  return maker ? argument(maker, 'name', 0) : null;
}

/** `settle.delay(…)`, `settle.apply_async(…, queue='slow')` on a task of this repository. */
function ofTaskCall(call: PythonCall): readonly ChannelUse[] {
  if (!/\.(delay|apply_async|s|si)$/.test(call.written) || /\.(s|si)$/.test(call.written)) return [];
  const object = objectOf(call);
  const referent = object && referentOf(object);
  if (referent?.kind !== 'function' || handlerRole(referent.function) !== 'consumer') return [];
  const queue = call.keywords.get('queue') ?? taskQueue(referent.function);
  return queue ? [channel(call, 'celery', 'send', queue)] : [];
}

function taskQueue(made: PythonFunction): SyntaxNode | null {
  return made.decorators.map((each) => callAt(each)?.keywords.get('queue')).find((each) => each !== undefined) ?? null;
}

function ofTask(made: PythonFunction): readonly ChannelUse[] {
  const queue = handlerRole(made) === 'consumer' ? taskQueue(made) : null;
  return queue ? [{ kind: 'channel', service: 'celery', direction: 'receive', name: stringSetting(queue), site: { ...siteAt(queue), lifetime: 'process' } }] : [];
}
