import type { Role } from '@plimsoll/contract';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf, walk } from '../../syntax/index.ts';
import type { GoFunction, GoUnit } from '../code/unit.ts';
import { argsOf, calledName, receiverOf } from '../code/unit.ts';

const contextTypes = /^\*?(gin\.Context|echo\.Context|fiber\.Ctx|iris\.Context|beego\.Context|fasthttp\.RequestCtx|fasthttprouter\.Params)$/;

/** Told by the signature: `(w http.ResponseWriter, r *http.Request)`, a framework's context, a gRPC method, a Lambda or queue handler. */
export function handlerRole(unit: GoUnit, found: GoFunction): Role | null {
  const types = found.parameters.map((each) => textOf(each.type).replace(/\s/g, ''));
  if (types.some((type) => type === 'http.ResponseWriter') && types.some((type) => type === '*http.Request')) return 'server';
  if (types.some((type) => contextTypes.test(type))) return 'server';
  if (isGrpcMethod(unit, found, types)) return 'server';
  if (types.some((type) => /^events\.(APIGateway|ALB|LambdaFunctionURL)/.test(type))) return 'server';
  if (types.some((type) => /^events\.(SQS|SNS|S3)Event$/.test(type))) return 'consumer';
  if (types.some((type) => /^events\.(Kinesis|DynamoDB)Event$/.test(type))) return 'stream';
  if (types.some((type) => /^events\.(CloudWatch|EventBridge)Event$/.test(type))) return 'scheduler';
  if (types.some((type) => /^\*?(asynq\.Task|nats\.Msg|river\.Job\[.*\]|sarama\.ConsumerGroupClaim|amqp\.Delivery|pubsub\.Message)$/.test(type))) return 'consumer';
  return registeredRole(unit, found);
}

/** `(ctx context.Context, in *pb.Request) (*pb.Response, error)` on a type whose server is registered in the repository. */
function isGrpcMethod(unit: GoUnit, found: GoFunction, types: readonly string[]): boolean {
  if (!found.receiver || !/^[A-Z]/.test(found.name)) return false;
  const unary =
    types.length === 2 && types[0] === 'context.Context' && /^\*\w+\.\w+$/.test(types[1] ?? '') && found.results.length === 2 && /^\*\w+\.\w+$/.test(textOf(found.results[0] ?? found.node));
  const stream = types.some((type) => /^\w+\.\w+_\w+Server$/.test(type));
  return (unary || stream) && unit.imports.some((each) => /google\.golang\.org\/(grpc|protobuf)|genproto|\/pb$|proto/.test(each.path));
}

const routes = /^(HandleFunc|Handle|GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|Any|Get|Post|Put|Delete|Patch|Head|Options|All|Method|MethodFunc|Add|Path|HandlerFunc)$/;
const registered = new WeakMap<GoUnit, ReadonlyMap<string, Role>>();

/** Passed by name to a router (`r.HandleFunc("/orders", listOrders)`) or to a scheduler of the same file. */
function registeredRole(unit: GoUnit, found: GoFunction): Role | null {
  const known = registered.get(unit) ?? registrations(unit);
  registered.set(unit, known);
  return known.get(found.name) ?? null;
}

function registrations(unit: GoUnit): ReadonlyMap<string, Role> {
  const result = new Map<string, Role>();
  for (const node of walk(unit.tree.root)) {
    if (node.type !== 'call_expression') continue;
    const name = calledName(node);
    const isRoute = routes.test(name) && argsOf(node)[0]?.type.endsWith('string_literal');
    const isClock = name === 'AddFunc' && receiverOf(node) !== null;
    if (!isRoute && !isClock) continue;
    for (const arg of argsOf(node).slice(1)) for (const handler of namesIn(arg)) result.set(handler, isRoute ? 'server' : 'scheduler');
  }
  return result;
}

function namesIn(arg: SyntaxNode): readonly string[] {
  if (arg.type === 'identifier') return [textOf(arg)];
  if (arg.type === 'selector_expression') return [textOf(child(arg, 'field') ?? arg)];
  return arg.type === 'call_expression' ? argsOf(arg).flatMap(namesIn) : [];
}
