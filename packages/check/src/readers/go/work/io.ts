import type { FanOutUse, LockHold } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, walk } from '../../syntax/index.ts';
import { isGrpcCall } from '../clients/remote.ts';
import { functionNamed, qualified } from '../code/scope.ts';
import { methodCalled } from '../code/types.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName, receiverOf } from '../code/unit.ts';
import { shown } from '../value/value.ts';
import { handleOf } from './handles.ts';

/** A call that leaves the process. */
export interface Io {
  readonly node: SyntaxNode; // the call; it may stand in another function than the one that was asked about
  readonly says: string;
  readonly what: LockHold['io'][number]['what'];
  readonly to: NonNullable<FanOutUse['does']>['to'];
}

type Kind = Pick<Io, 'what' | 'to'>;

const database: Kind = { what: 'database', to: 'database' };
const remote: Kind = { what: 'http', to: 'unknown' };
const outside: Kind = { what: 'http', to: 'external' };
const queue: Kind = { what: 'queue', to: 'unknown' };
const file: Kind = { what: 'file', to: 'unknown' };
const sleep: Kind = { what: 'sleep', to: 'unknown' };

const functions: readonly (readonly [RegExp, Kind])[] = [
  [/^net\/http\.(Get|Post|PostForm|Head)$/, remote],
  [/^(os|io\/ioutil)\.(ReadFile|WriteFile|Open|OpenFile|Create|CreateTemp)$/, file],
  [/^time\.Sleep$/, sleep],
];

/** Which methods of which handles leave the process. */
const methods: readonly (readonly [RegExp, RegExp, Kind])[] = [
  [
    /(database\/sql|sqlx)\.(DB|Tx|Conn|Stmt|NamedStmt)$/,
    /^(Must)?(Query|QueryRow|Exec|Get|Select|NamedExec|NamedQuery|Queryx|QueryRowx|Begin|Beginx|BeginTx|BeginTxx|Prepare|Ping)(Context)?$/,
    database,
  ],
  [/(pgxpool|pgx)\.(Pool|Conn|Tx)$/, /^(Query|QueryRow|Exec|Begin|BeginTx|SendBatch|CopyFrom|Acquire|Ping)$/, database],
  [/gorm\.DB$/, /^(Find|First|Last|Take|Create|CreateInBatches|Save|Updates?|UpdateColumns?|Delete|Count|Scan|Pluck|Exec|FirstOrCreate|FirstOrInit|Transaction)$/, database],
  [/mongo\.Collection$/, /^(Find\w*|Insert\w+|Update\w+|Delete\w+|Replace\w+|Aggregate|CountDocuments|EstimatedDocumentCount|BulkWrite|Distinct)$/, database],
  [/redis\.(Client|ClusterClient|UniversalClient)$/, /^(?!Close|Options|Pipeline|TxPipeline|PoolStats|WithTimeout|Context|AddHook)[A-Z]\w*$/, database],
  [/net\/http\.Client$/, /^(Do|Get|Post|PostForm|Head)$/, remote],
  [/net\/http\.(RoundTripper|Transport)$/, /^RoundTrip$/, remote],
  [/resty\.Request$/, /^(Get|Post|Put|Patch|Delete|Head|Execute|Send)$/, remote],
  [/aws-sdk-go(-v2)?\/service\/[\w/]+\.(Client|S3|SQS|SNS|DynamoDB|EC2|Lambda|SSM|SecretsManager|KMS|Route53|RDS)$/, /^(?!Options)[A-Z]\w*$/, outside],
  [/kafka-go\.Writer$/, /^WriteMessages$/, queue],
  [/sarama\.SyncProducer$/, /^SendMessages?$/, queue],
  [/amqp(091-go)?\.Channel$/, /^Publish\w*$/, queue],
  [/nats(\.go)?\.(Conn|JetStream)$/, /^(Publish|Request)\w*$/, queue],
];

const kubernetes = /^(Get|List|Create|Update|UpdateStatus|Delete|DeleteCollection|Patch)$/;

/** What a call does itself, told by the library it belongs to. */
export function ioAt(unit: GoUnit, call: SyntaxNode): Io | null {
  if (call.type !== 'call_expression') return null;
  const kind = kindOf(unit, call);
  return kind && { node: call, says: shown(child(call, 'function') ?? call), ...kind };
}

function kindOf(unit: GoUnit, call: SyntaxNode): Kind | null {
  const full = qualified(unit, call);
  if (full !== null) return functions.find(([pattern]) => pattern.test(full))?.[1] ?? null;
  const receiver = receiverOf(call);
  const name = calledName(call);
  if (!receiver || !/^[A-Z]/.test(name)) return null;
  // clientset.CoreV1().Secrets(namespace).Get(ctx, name, …)
  if (kubernetes.test(name) && argsOf(call).length > 1 && /\.\w+V\d\w*\(\)\s*\.\s*\w+\([^()]*\)$/.test(shown(receiver))) return remote;
  if (!methods.some(([, method]) => method.test(name))) return isGrpcCall(unit, call) ? remote : null;
  const handle = handleOf(unit, receiver);
  const found = handle === '' ? undefined : methods.find(([type, method]) => type.test(handle) && method.test(name));
  return found?.[2] ?? (isGrpcCall(unit, call) ? remote : null);
}

/** Function literals below that run on their own: `go func() { … }()`, or later: `defer func() { … }()`. */
export function runsHere(node: SyntaxNode): boolean {
  return node.type !== 'go_statement' && node.type !== 'defer_statement';
}

const below = new WeakMap<SyntaxNode, Map<number, Io | null>>();

/** The first I/O that running this piece of code does, looked for in the project's own functions as well. Sleeping is not what is asked for. */
export function ioBelow(unit: GoUnit, scope: SyntaxNode, levels = 2): Io | null {
  const known = below.get(scope) ?? new Map<number, Io | null>();
  below.set(scope, known);
  const before = known.get(levels);
  if (before !== undefined) return before;
  known.set(levels, null); // a function that calls itself
  let result: Io | null = null;
  for (const node of walk(scope, runsHere)) {
    result = node.type === 'call_expression' ? ioOfCall(unit, node, levels) : null;
    if (result?.what === 'sleep') result = null;
    if (result) break;
  }
  known.set(levels, result);
  return result;
}

/** What a call does, itself or in the project's function that it names. */
export function ioOfCall(unit: GoUnit, call: SyntaxNode, levels = 2): Io | null {
  const direct = ioAt(unit, call);
  if (direct || levels === 0) return direct;
  const called = functionNamed(unit, call) ?? methodCalled(unit, call);
  const inside = called?.function.body ? ioBelow(called.unit, called.function.body, levels - 1) : null;
  return inside && { ...inside, node: call, says: `${shown(child(call, 'function') ?? call)}, which calls ${inside.says.replace(/^.*, which calls /, '')}` };
}
