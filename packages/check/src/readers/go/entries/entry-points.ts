import type { Role } from '@plimsoll/contract';
import type { EntryPoint } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { evaluate } from '../value/evaluate.ts';
import { originOf } from '../code/origin.ts';
import { answersOperationsOnly } from './operations.ts';
import { startsSomething } from './reach.ts';
import { schedulersOf } from './schedulers.ts';
import { folderOfImport } from '../code/module.ts';
import { qualified } from '../code/scope.ts';
import { switchAround } from '../code/switch.ts';
import { outside, typeOf } from '../code/types.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName, functionAround, receiverOf } from '../code/unit.ts';
import { stringSetting } from '../value/value.ts';

interface Starting {
  readonly role: Role;
  readonly framework: string;
  readonly queueArgument?: number;
  readonly queueKey?: string;
}

/** Functions of packages that start a process. */
const starting: readonly (readonly [RegExp, Starting])[] = [
  [/^net\/http\.(ListenAndServe(TLS)?|Serve(TLS)?)$/, { role: 'server', framework: 'net/http' }],
  [/^github\.com\/valyala\/fasthttp\.ListenAndServe/, { role: 'server', framework: 'fasthttp' }],
  [/^net\/http\/fcgi\.Serve$/, { role: 'server', framework: 'fcgi' }],
  [/^github\.com\/aws\/aws-lambda-go\/lambda\.(Start\w*)$/, { role: 'server', framework: 'aws-lambda' }],
  [/functions-framework-go\/funcframework\.Start/, { role: 'server', framework: 'functions-framework' }],
];

/** Methods that start one, by the type (or the import) that owns them. */
const methods: readonly { readonly name: RegExp; readonly owner: RegExp; readonly imported: RegExp; readonly starts: Starting }[] = [
  { name: /^(ListenAndServe(TLS)?|Serve(TLS)?)$/, owner: /^net\/http\.Server$/, imported: /^net\/http$/, starts: { role: 'server', framework: 'net/http' } },
  { name: /^Serve$/, owner: /^google\.golang\.org\/grpc\.Server$/, imported: /^google\.golang\.org\/grpc$/, starts: { role: 'server', framework: 'grpc' } },
  { name: /^Run(TLS|Listener)?$/, owner: /gin\.Engine$/, imported: /gin-gonic\/gin$/, starts: { role: 'server', framework: 'gin' } },
  { name: /^Start(TLS|AutoTLS|Server)?$/, owner: /echo\.Echo$/, imported: /labstack\/echo/, starts: { role: 'server', framework: 'echo' } },
  { name: /^Listen(TLS)?$/, owner: /fiber\.App$/, imported: /gofiber\/fiber/, starts: { role: 'server', framework: 'fiber' } },
  { name: /^Consume(WithContext)?$/, owner: /amqp\w*\.Channel$/, imported: /amqp/, starts: { role: 'consumer', framework: 'amqp', queueArgument: 0 } },
  { name: /^(ReadMessage|FetchMessage)$/, owner: /kafka-go\.Reader$/, imported: /segmentio\/kafka-go/, starts: { role: 'consumer', framework: 'kafka-go' } },
  { name: /^Consume$/, owner: /sarama\.ConsumerGroup$/, imported: /sarama/, starts: { role: 'consumer', framework: 'sarama' } },
  { name: /^(ConsumePartition)$/, owner: /sarama\.Consumer$/, imported: /sarama/, starts: { role: 'consumer', framework: 'sarama', queueArgument: 0 } },
  { name: /^Poll(Fetches|Records)$/, owner: /kgo\.Client$/, imported: /franz-go/, starts: { role: 'consumer', framework: 'franz-go' } },
  { name: /^(ReadMessage|Poll)$/, owner: /kafka\.Consumer$/, imported: /confluent-kafka-go/, starts: { role: 'consumer', framework: 'confluent-kafka-go' } },
  { name: /^ReceiveMessage(WithContext)?$/, owner: /sqs\.(Client|SQS)$/, imported: /service\/sqs/, starts: { role: 'consumer', framework: 'aws-sqs', queueKey: 'QueueUrl' } },
  { name: /^ReceiveMessages$/, owner: /azservicebus\.Receiver$/, imported: /azservicebus/, starts: { role: 'consumer', framework: 'azure-servicebus' } },
  { name: /^Receive$/, owner: /(pubsub\.(Subscription|Subscriber)|amqp\.Receiver|rabbitmqamqp\.Consumer)$/, imported: /pubsub|amqp/, starts: { role: 'consumer', framework: 'receiver' } },
  { name: /^(Run|Start)$/, owner: /asynq\.Server$/, imported: /hibiken\/asynq/, starts: { role: 'consumer', framework: 'asynq' } },
  { name: /^(Run|Start)$/, owner: /asynq\.Scheduler$/, imported: /hibiken\/asynq/, starts: { role: 'scheduler', framework: 'asynq' } },
  { name: /^Start$/, owner: /river\.Client$/, imported: /riverqueue\/river/, starts: { role: 'consumer', framework: 'river' } },
  { name: /^(Queue)?Subscribe(Sync)?$/, owner: /nats(\.go)?\.(Conn|EncodedConn)$|nats\.JetStreamContext$/, imported: /nats-io/, starts: { role: 'consumer', framework: 'nats', queueArgument: 0 } },
  { name: /^Run$/, owner: /worker\.Worker$/, imported: /go\.temporal\.io/, starts: { role: 'consumer', framework: 'temporal' } },
];

export function entryPointsOf(unit: GoUnit): readonly EntryPoint[] {
  const found: EntryPoint[] = [];
  for (const node of walk(unit.tree.root)) {
    if (node.type !== 'call_expression') continue;
    const starts = startedAt(unit, node);
    if (starts)
      found.push({
        ...entry(unit, starts.role, starts.framework, node, queueOf(unit, node, starts)),
        ...(starts.framework === 'net/http' && answersOperationsOnly(unit, node) ? { operations: true } : {}),
      });
  }
  found.push(...schedulersOf(unit));
  const main = unit.packageName === 'main' ? unit.functions.find((each) => each.name === 'main' && !each.receiver) : undefined;
  if (main && found.length === 0 && !startsSomething(unit)) found.push(entry(unit, 'script', 'main', child(main.node, 'name') ?? main.node, null));
  return found;
}

function entry(unit: GoUnit, role: Role, framework: string, node: SyntaxNode, queue: Setting<string> | null): EntryPoint {
  const asked = role === 'server' ? null : switchAround(unit, node);
  return { kind: 'entry-point', role, framework, source: sourceOf(node), within: functionAround(unit, node)?.id ?? null, queue, guard: null, ...(asked === null ? {} : { switch: asked }) };
}

function startedAt(unit: GoUnit, node: SyntaxNode): Starting | null {
  const full = qualified(unit, node);
  if (full !== null) {
    const known = starting.find(([pattern]) => pattern.test(full))?.[1] ?? null;
    if (known?.framework === 'aws-lambda') return { ...known, role: lambdaRole(unit, node) };
    return known ?? unknownServer(unit, node, full);
  }
  const receiver = receiverOf(node);
  const name = calledName(node);
  const candidates = receiver ? methods.filter((each) => each.name.test(name) && unit.imports.some((imported) => each.imported.test(imported.path))) : [];
  if (!receiver || candidates.length === 0) return null;
  const type = typeOf(unit, receiver);
  const written = outside(type);
  const byType = candidates.find((each) => each.owner.test(written));
  if (byType) return isBounded(node, byType.starts) ? null : byType.starts;
  if (type && (type.folder !== null || written !== '')) return null;
  const byMaker = candidates.find((each) => each.owner.test(madeBy(unit, receiver)));
  return byMaker && !isBounded(node, byMaker.starts) ? byMaker.starts : null;
}

/** A framework that is not in the tables: `web.Run("0.0.0.0:8080")` of another project's package. */
function unknownServer(unit: GoUnit, node: SyntaxNode, full: string): Starting | null {
  const [address] = argsOf(node);
  const path = full.slice(0, full.lastIndexOf('.'));
  if (!address || !/^(Run|Start|Serve|Listen\w*)$/.test(calledName(node)) || !path.includes('.') || folderOfImport(path, unit.files) !== null) return null;
  return /^"[\w.-]*:\d{2,5}"$/.test(textOf(address)) ? { role: 'server', framework: path.replace(/^.*\//, '') } : null;
}

/** Reading one message outside of a loop is no consumer. */
function isBounded(node: SyntaxNode, starts: Starting): boolean {
  return (
    /^(kafka-go|confluent-kafka-go|aws-sqs|azure-servicebus|receiver|franz-go)$/.test(starts.framework) &&
    !/pubsub/.test(textOf(node)) &&
    ancestor(node, 'for_statement') === null &&
    argsOf(node).length < 2
  );
}

/** What the constructor is called tells the type: `gin.Default()`, `grpc.NewServer()`, `amqp.Dial().Channel()`. */
function madeBy(unit: GoUnit, receiver: SyntaxNode): string {
  const made = constructorOf(unit, receiver);
  const known: Readonly<Record<string, string>> = {
    Default: 'Engine',
    New: 'New',
    NewServer: 'Server',
    NewReader: 'Reader',
    NewFromConfig: 'Client',
    Channel: 'Channel',
    Connect: 'Conn',
    NewConsumer: 'Consumer',
    NewConsumerGroup: 'ConsumerGroup',
    NewScheduler: 'Scheduler',
    Subscription: 'Subscription',
    Subscriber: 'Subscriber',
    NewClient: 'Client',
    NewReceiverForQueue: 'Receiver',
    NewReceiver: 'Receiver',
  };
  if (!made) return '';
  const name = made.slice(made.lastIndexOf('.') + 1);
  const owner = made.slice(0, made.lastIndexOf('.'));
  if (name === 'New') return `${owner}.${owner.endsWith('gin') ? 'Engine' : owner.endsWith('echo') ? 'Echo' : owner.endsWith('fiber') ? 'App' : owner.endsWith('worker') ? 'Worker' : 'SQS'}`;
  if (name === 'Channel') return 'amqp.Channel';
  if (name === 'NewClient' && /kgo/.test(owner)) return 'kgo.Client';
  if (name.startsWith('NewReceiver')) return name === 'NewReceiver' ? 'amqp.Receiver' : 'azservicebus.Receiver';
  return `${owner}.${known[name] ?? name}`;
}

function constructorOf(unit: GoUnit, receiver: SyntaxNode): string | null {
  const made = originCall(unit, receiver);
  if (!made) return null;
  return qualified(made.unit, made.node) ?? calledName(made.node);
}

function lambdaRole(unit: GoUnit, node: SyntaxNode): Role {
  const handler = argsOf(node)[0];
  const declared = handler?.type === 'identifier' ? unit.functions.find((each) => each.name === textOf(handler)) : undefined;
  const text = declared ? declared.parameters.map((each) => textOf(each.type)).join(' ') : handler ? textOf(handler) : '';
  if (/events\.(SQS|SNS|S3)/.test(text)) return 'consumer';
  if (/events\.(Kinesis|DynamoDB)/.test(text)) return 'stream';
  if (/events\.(CloudWatch|EventBridge)/.test(text)) return 'scheduler';
  return /events\.(APIGateway|ALB|LambdaFunctionURL)|httpadapter|Proxy/.test(text) ? 'server' : 'script';
}

function queueOf(unit: GoUnit, node: SyntaxNode, starts: Starting): Setting<string> | null {
  const direct = starts.queueArgument === undefined ? undefined : argsOf(node)[starts.queueArgument];
  const keyed = starts.queueKey === undefined ? undefined : [...walk(node)].find((each) => each.type === 'keyed_element' && textOf(child(each, 'key') ?? each) === starts.queueKey);
  const value = direct ?? (keyed ? child(keyed, 'value')?.children[0] : undefined);
  return value ? stringSetting(evaluate(unit, value), value) : null;
}

function originCall(unit: GoUnit, receiver: SyntaxNode): ReturnType<typeof originOf> {
  const made = originOf(unit, receiver, 5, true);
  return made?.node.type === 'call_expression' ? made : null;
}
