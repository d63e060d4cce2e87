import type { FanOutUse, LockHold } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf, walk } from '../../syntax/index.ts';
import { annotationNamed } from '../code/annotations.ts';
import { callName, chainFrom } from '../code/construction.ts';
import { calledMethod, typeOfExpression } from '../code/scope.ts';
import type { JavaUnit } from '../code/unit.ts';
import { typeNamed } from '../code/workspace.ts';

/** A call that leaves the process. */
export interface Io {
  readonly node: SyntaxNode;
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

const notOfObject = /^(?!hashCode$|equals$|toString$|getClass$|close$|builder$)/;

/** Types of libraries by their simple names, and which of their methods leave the process. */
const types: readonly (readonly [RegExp, RegExp, Kind])[] = [
  [/^(RestTemplate|RestOperations)$/, /^(exchange|execute|getFor\w+|postFor\w+|patchForObject|put|delete|headForHeaders|optionsForAllow)$/, remote],
  [/^RestClient$/, /^(get|post|put|delete|patch|head|options|method)$/, remote],
  [/^(CloseableHttpClient|MinimalHttpClient)$/, /^execute$/, remote],
  [/^HttpClient$/, /^(execute|send)$/, remote],
  [/^Call$/, /^execute$/, remote],
  [/^(HttpURLConnection|HttpsURLConnection|URLConnection)$/, /^(connect|getInputStream|getResponseCode)$/, remote],
  [/^(S3|Sqs|Sns|DynamoDb|Lambda|Kms|SecretsManager|Ssm|Sts|Ses|Sfn|EventBridge|CloudWatch|CloudWatchLogs)Client$|^(Amazon|AWS)[A-Z]\w*$/, notOfObject, outside],
  [/^(JdbcTemplate|NamedParameterJdbcTemplate|JdbcOperations|JdbcClient)$/, /^(query\w*|update|batchUpdate|execute|sql)$/, database],
  [/^(EntityManager|Session)$/, /^(persist|merge|find|remove|refresh|lock|flush)$/, database],
  [/^(PreparedStatement|CallableStatement|Statement)$/, /^execute\w*$/, database],
  [/^DataSource$/, /^getConnection$/, database],
  [/^(MongoTemplate|MongoOperations)$/, /^(find\w*|insert|save|update\w*|remove|aggregate|count|exists)$/, database],
  [/^(RedisTemplate|StringRedisTemplate)$/, /^(opsFor\w+|delete|expire|hasKey|convertAndSend|execute)$/, database],
  [/^Jedis(Pooled)?$/, notOfObject, database],
  [/^KafkaTemplate$/, /^send\w*$/, queue],
  [/^(RabbitTemplate|AmqpTemplate|RabbitOperations|JmsTemplate|SqsTemplate|QueueMessagingTemplate)$/, /^(send\w*|convert\w*Send\w*)$/, queue],
  [/^StreamBridge$/, /^send$/, queue],
  [/^Files$/, /^(readAllBytes|readAllLines|readString|write|writeString|copy|move|newInputStream|newOutputStream|newBufferedReader|newBufferedWriter|lines)$/, file],
  [/^Thread$/, /^sleep$/, sleep],
];

/** What a call does itself, told by the type before the dot. */
export function ioAt(unit: JavaUnit, call: SyntaxNode): Io | null {
  const object = call.type === 'method_invocation' ? child(call, 'object') : null;
  if (!object) return null;
  const name = callName(call);
  const candidates = types.filter(([, method]) => method.test(name));
  const type = typeOfExpression(unit, object);
  if (type === '') return null;
  const kind = candidates.find(([pattern]) => pattern.test(type))?.[2] ?? reactiveCall(type, call) ?? ofProject(unit, type, name);
  return kind && { node: call, says: `${shownObject(object)}.${name}`, ...kind };
}

/** A WebClient's chain does nothing until somebody waits for it. */
function reactiveCall(type: string, call: SyntaxNode): Kind | null {
  return type === 'WebClient' && chainFrom(call).calls.some((each) => /^block(First|Last)?$/.test(callName(each))) ? remote : null;
}

/** Interfaces of the project that a framework implements: Spring Data repositories, declared HTTP clients. */
function ofProject(unit: JavaUnit, type: string, name: string): Kind | null {
  if (!notOfObject.test(name)) return null;
  const declared = typeNamed(type, unit);
  if (!declared || declared.node.type !== 'interface_declaration') return null;
  if (annotationNamed(declared.annotations, 'FeignClient', 'RegisterRestClient')) return remote;
  const isBlocking = declared.supertypes.some((each) => /^(Jpa|Crud|PagingAndSorting|ListCrud|Mongo)Repository\b/.test(each.replace(/^.*\./s, '')));
  return isBlocking ? database : null;
}

function shownObject(object: SyntaxNode): string {
  const text = textOf(object).replace(/\s+/g, ' ');
  return object.type === 'method_invocation' ? `${callName(object)}()` : text.length > 60 ? '…' : text;
}

/** Work that is handed to another thread, or described for later, does not run where it is written. */
export function runsHere(node: SyntaxNode): boolean {
  if (node.type === 'class_body') return node.parent?.type !== 'object_creation_expression';
  if (node.type !== 'lambda_expression') return true;
  const call = node.parent?.type === 'argument_list' ? node.parent.parent : null;
  if (call?.type === 'object_creation_expression') return false;
  return (
    call?.type === 'method_invocation' &&
    !/^(submit|execute|schedule\w*|runAsync|supplyAsync|thenApply\w*|thenAccept\w*|thenRun\w*|thenCompose\w*|whenComplete\w*|handle\w*|exceptionally|subscribe\w*|addListener|addCallback|start|startVirtualThread)$/.test(
      callName(call),
    )
  );
}

const below = new WeakMap<SyntaxNode, Map<number, Io | null>>();

/** The first I/O that running this piece of code does, looked for in the project's own methods as well. Sleeping is not what is asked for. */
export function ioBelow(unit: JavaUnit, scope: SyntaxNode, levels = 2): Io | null {
  const known = below.get(scope) ?? new Map<number, Io | null>();
  below.set(scope, known);
  const before = known.get(levels);
  if (before !== undefined) return before;
  known.set(levels, null); // a method that calls itself
  let result: Io | null = null;
  for (const node of walk(scope, (each) => each === scope || runsHere(each))) {
    result = node.type === 'method_invocation' ? ioOfCall(unit, node, levels) : null;
    if (result?.what === 'sleep') result = null;
    if (result) break;
  }
  known.set(levels, result);
  return result;
}

/** What a call does, itself or in the project's method that it names. */
export function ioOfCall(unit: JavaUnit, call: SyntaxNode, levels = 2): Io | null {
  const direct = ioAt(unit, call);
  if (direct || levels === 0) return direct;
  const called = calledMethod(unit, call);
  const inside = called?.body ? ioBelow(called.type.unit, called.body, levels - 1) : null;
  const object = child(call, 'object');
  return inside && { ...inside, node: call, says: `${object ? `${shownObject(object)}.` : ''}${callName(call)}, which calls ${inside.says.replace(/^.*, which calls /, '')}` };
}
