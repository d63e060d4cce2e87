import type { ClientUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, descendants, textOf } from '../../syntax/index.ts';
import { callName, constructionAt, rootOf, shapingOf } from '../code/construction.ts';
import { defaulted, javaDefaults } from '../defaults.ts';
import { evaluate } from '../value/evaluate.ts';
import { makingSite } from '../code/site.ts';
import { isKnown } from '../../../model/known.ts';
import type { JavaUnit } from '../code/unit.ts';
import { simpleType } from '../code/unit.ts';
import { numberSetting, stringSetting } from '../value/value.ts';
import { originOf } from './follow.ts';
import { cannotTell, clientUse, shapedBy, timeFrom, zeroIsForever } from './timeout.ts';

/** AWS SDK 2: `S3Client.create()`, `SqsAsyncClient.builder()…build()`. SDK 1: `AmazonSQSClientBuilder.standard()…build()`. */
export function awsClient(unit: JavaUnit, node: SyntaxNode): ClientUse | null {
  const name = callName(node);
  if (!/^(create|build|defaultClient)$/.test(name)) return null;
  const root = rootOf(node);
  const written = textOf(root);
  if (/^[A-Z]\w+?(Async)?Client$/.test(written) && unit.imports.some((each) => each.name.startsWith('software.amazon.awssdk.services.') && (each.all || each.name.endsWith(`.${written}`))))
    return second(unit, node, root);
  if (/^(Amazon|AWS)\w+ClientBuilder$/.test(written)) return first(unit, node, root);
  return null;
}

function second(unit: JavaUnit, node: SyntaxNode, root: SyntaxNode): ClientUse {
  const construction = constructionAt(unit, root);
  const shaped = shapedBy(construction, 'overrideConfiguration');
  const inner = shaped?.args[0] ? callsIn(unit, shaped.args[0]) : [];
  const http = shapedBy(construction, 'httpClient', 'httpClientBuilder');
  const httpCalls = http?.args[0] ? callsIn(unit, http.args[0]) : [];
  const find = (calls: readonly SyntaxNode[], pattern: RegExp): Setting<number> | null => {
    const call = calls.find((each) => pattern.test(callName(each)));
    return call ? timeFrom(unit, shapingOf(call)) : null;
  };
  const whole = find(inner, /^apiCallTimeout$/) ?? find(httpCalls, /^(socketTimeout|readTimeout)$/);
  const service = serviceOf(textOf(root).replace(/(Async)?Client$/, ''));
  const followed = !shaped || inner.length > 0;
  return clientUse({
    protocol: 'sdk',
    library: 'aws-sdk-java-v2',
    callee: `${textOf(root)}.${callName(node) === 'create' ? 'create' : 'builder'}`,
    site: makingSite(unit, node),
    timeoutMs: whole ?? (followed ? defaulted(javaDefaults.awsV2, node) : cannotTell('the override configuration could not be followed', 'its apiCallTimeout', node)),
    tries: defaulted(javaDefaults.awsV2Tries, node),
    perCallCost: 'a new connection pool',
    service,
  });
}

function first(unit: JavaUnit, node: SyntaxNode, root: SyntaxNode): ClientUse {
  const shaped = shapedBy(constructionAt(unit, root), 'withClientConfiguration', 'setClientConfiguration')?.args[0];
  const made = shaped && originOf(unit, shaped);
  const calls = made ? constructionAt(unit, made.type === 'object_creation_expression' ? made : rootOf(made)).shapings : [];
  const timeout = calls.find((each) => /^(with|set)(SocketTimeout|RequestTimeout|ClientExecutionTimeout)$/.test(each.name));
  const retries = calls.find((each) => /^(with|set)MaxErrorRetry$/.test(each.name));
  const count = retries?.args[0] ? numberSetting(evaluate(unit, retries.args[0]), retries.args[0], null) : null;
  return clientUse({
    protocol: 'sdk',
    library: 'aws-sdk-java-v1',
    callee: textOf(root),
    site: makingSite(unit, node),
    timeoutMs:
      zeroIsForever(timeFrom(unit, timeout)) ?? (shaped && !made ? cannotTell('the client configuration could not be followed', 'its socket timeout', shaped) : defaulted(javaDefaults.awsV1, node)),
    tries: count && 'value' in count.value ? { ...count, value: { ...count.value, value: count.value.value + 1 } } : defaulted(javaDefaults.awsV1Tries, node),
    perCallCost: 'a new connection pool',
    service: serviceOf(
      textOf(root)
        .replace(/^(Amazon|AWS)/, '')
        .replace(/(Async)?ClientBuilder$/, ''),
    ),
  });
}

function callsIn(unit: JavaUnit, expression: SyntaxNode): readonly SyntaxNode[] {
  const made = originOf(unit, expression);
  if (!made) return [];
  return [...(made.type === 'method_invocation' ? [made] : []), ...descendants(made, 'method_invocation')];
}

const services: Readonly<Record<string, string>> = {
  dynamodb: 'dynamodb',
  dynamodbv2: 'dynamodb',
  dynamodbenhanced: 'dynamodb',
  simplesystemsmanagement: 'ssm',
  simpleemailservice: 'ses',
  securitytokenservice: 'sts',
  cloudwatchlogs: 'logs',
  cloudwatch: 'monitoring',
  simpleemail: 'ses',
  eventbridge: 'events',
  sesv2: 'ses',
  sfn: 'states',
};

export function serviceOf(name: string): string {
  const plain = name.toLowerCase();
  return services[plain] ?? plain;
}

/** A stub made from a generated gRPC class: `OrdersGrpc.newBlockingStub(channel)`, with or without `withDeadlineAfter`. */
export function grpcStub(unit: JavaUnit, node: SyntaxNode): ClientUse | null {
  const name = callName(node);
  const root = rootOf(node);
  if (!/^new(Blocking|Future|BlockingV2)?Stub$/.test(name) || !textOf(root).endsWith('Grpc')) return null;
  const shapings = constructionAt(unit, node);
  const deadline = shapedBy(shapings, 'withDeadlineAfter');
  const config = shapedBy(shapings, 'withDeadline', 'withInterceptors');
  const stated = timeFrom(unit, deadline);
  const timeoutMs = stated ?? (config ? cannotTell(`${config.name} may set a deadline`, 'the deadline', config.node) : defaulted(javaDefaults.grpc, node));
  return clientUse({ protocol: 'grpc', library: 'grpc-java', callee: `${textOf(root)}.${name}`, site: makingSite(unit, node), timeoutMs, service: null });
}

/** `ManagedChannelBuilder.forAddress(host, port)…build()`: without a policy it is pick_first, which sends every call to one backend. */
export function grpcChannel(unit: JavaUnit, node: SyntaxNode): ClientUse | null {
  const root = rootOf(node);
  if (callName(node) !== 'build' || !/^(ManagedChannelBuilder|NettyChannelBuilder|OkHttpChannelBuilder|Grpc)$/.test(textOf(root))) return null;
  const construction = constructionAt(unit, root);
  const from = shapedBy(construction, 'forAddress', 'forTarget', 'newChannelBuilder', 'newChannelBuilderForAddress');
  if (!from) return null;
  const policy = shapedBy(construction, 'defaultLoadBalancingPolicy')?.args[0];
  const given = policy && evaluate(unit, policy).known;
  const hidden = shapedBy(construction, 'defaultServiceConfig', 'nameResolverFactory');
  const scheme = /^"(\w+):\/\//.exec(from.args[0] ? textOf(from.args[0]) : '')?.[1];
  const isOwnResolver = scheme !== undefined && !/^(dns|passthrough|unix)$/.test(scheme);
  const balancing = scheme === 'xds' ? 'per-call' : given && isKnown(given) ? (given.value === 'pick_first' ? 'one-backend' : 'per-call') : policy || hidden || isOwnResolver ? null : 'one-backend';
  return clientUse({
    protocol: 'grpc',
    library: 'grpc-java',
    callee: `${textOf(root)}.${from.name}`,
    site: makingSite(unit, node),
    timeoutMs: cannotTell('with gRPC every call brings its own deadline', 'the deadline of each call', node),
    perCallCost: 'a new connection',
    target: from.args[0] ? stringSetting(evaluate(unit, from.args[0]), from.args[0]) : null,
    ...(balancing ? { balancing } : {}),
  });
}

/** `new SendGrid(key)` opens a client with connections of its own; only where it is made anew by each call. */
export function sendGrid(unit: JavaUnit, node: SyntaxNode): ClientUse | null {
  if (node.type !== 'object_creation_expression' || simpleType(textOf(child(node, 'type') ?? node)) !== 'SendGrid') return null;
  const site = makingSite(unit, node);
  if (site.lifetime !== 'call') return null;
  return clientUse({
    protocol: 'sdk',
    library: 'sendgrid-java',
    callee: 'new SendGrid',
    site,
    timeoutMs: cannotTell('the timeouts of SendGrid are not followed', 'the timeouts of its client', node),
    perCallCost: 'a new connection pool',
    service: 'sendgrid',
  });
}
