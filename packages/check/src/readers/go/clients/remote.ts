import type { ClientUse } from '../../../facts/code.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, textOf } from '../../syntax/index.ts';
import { defaulted, goDefaults } from '../defaults.ts';
import { evaluate } from '../value/evaluate.ts';
import { originOf } from '../code/origin.ts';
import { qualified } from '../code/scope.ts';
import { callSite, makingSite } from '../code/site.ts';
import { typeOf } from '../code/types.ts';
import type { GoUnit } from '../code/unit.ts';
import { argsOf, calledName, receiverOf } from '../code/unit.ts';
import { shown, stringSetting } from '../value/value.ts';
import { balancingOf } from './balancing.ts';
import { contextTimeout } from './context.ts';
import { cannotTell, clientUse } from './use.ts';

/** `grpc.NewClient(address, …)`: the connection has no time limit of its own, each call brings a context. */
export function grpcConnection(unit: GoUnit, node: SyntaxNode): ClientUse | null {
  const full = qualified(unit, node);
  if (!full || !/^google\.golang\.org\/grpc\.(NewClient|Dial|DialContext)$/.test(full)) return null;
  const at = full.endsWith('DialContext') ? 1 : 0;
  const address = argsOf(node)[at];
  const target = address ? stringSetting(evaluate(unit, address), address) : null;
  const balancing = balancingOf(unit, target, full.endsWith('NewClient'), argsOf(node).slice(at + 1));
  return clientUse({
    protocol: 'grpc',
    library: 'grpc-go',
    callee: `grpc.${calledName(node)}`,
    site: makingSite(unit, node),
    timeoutMs: cannotTell('with gRPC every call brings its own deadline', 'the deadline of each call', node),
    perCallCost: 'a new connection',
    target,
    ...(balancing ? { balancing } : {}),
  });
}

/** `pb.NewOrdersClient(conn).Get(ctx, …)`: bounded by its context alone. */
export function grpcCall(unit: GoUnit, node: SyntaxNode): ClientUse | null {
  const receiver = receiverOf(node);
  const [context] = argsOf(node);
  if (!receiver || !context || !isGrpcCall(unit, node)) return null;
  const timeoutMs = contextTimeout(unit, context) ?? defaulted(goDefaults.grpc, node);
  return clientUse({
    protocol: 'grpc',
    library: 'grpc-go',
    act: 'call',
    callee: `${receiver.type === 'call_expression' ? `${calledName(receiver)}()` : shown(receiver)}.${calledName(node)}`,
    site: callSite(unit, node),
    timeoutMs,
  });
}

export function isGrpcCall(unit: GoUnit, node: SyntaxNode): boolean {
  const receiver = receiverOf(node);
  return receiver !== null && argsOf(node).length > 1 && /^[A-Z]/.test(calledName(node)) && importsGrpcCode(unit) && isGrpcClient(unit, receiver);
}

function importsGrpcCode(unit: GoUnit): boolean {
  return unit.imports.some((each) => /grpc|genproto|proto|\/pb$/.test(each.path));
}

function isGrpcClient(unit: GoUnit, receiver: SyntaxNode): boolean {
  const made = receiver.type === 'call_expression' ? { unit, node: receiver } : originOf(unit, receiver, 4, false);
  if (made?.node.type === 'call_expression' && /^New\w+Client$/.test(calledName(made.node)) && argsOf(made.node).length === 1) {
    const full = qualified(made.unit, made.node);
    return full !== null && !/^(net\/http|google\.golang\.org\/grpc\.)/.test(full) && /grpc|genproto|proto|pb\./i.test(full);
  }
  const type = typeOf(unit, receiver);
  return type !== null && type.name.endsWith('Client') && (/grpc|genproto|proto|\/pb$/.test(type.path) || /(^|\/)(genproto|proto|pb)(\/|$)/.test(type.folder ?? ''));
}

const services: Readonly<Record<string, string>> = { cloudwatchlogs: 'logs', cloudwatch: 'monitoring', eventbridge: 'events', sfn: 'states', sesv2: 'ses' };

/** AWS SDK 2 `s3.NewFromConfig(cfg)`, `s3.New(s3.Options{…})`; AWS SDK 1 `s3.New(session)`. */
export function awsClient(unit: GoUnit, node: SyntaxNode): ClientUse | null {
  const full = qualified(unit, node);
  const found = full === null ? null : /^github\.com\/aws\/aws-sdk-go(-v2)?\/service\/([\w/]+)\.(NewFromConfig|New)$/.exec(full);
  if (!found) return null;
  const name = (found[2] ?? '').replace(/.*\//, '');
  return clientUse({
    protocol: 'sdk',
    library: found[1] ? 'aws-sdk-go-v2' : 'aws-sdk-go',
    callee: `${name}.${found[3]}`,
    site: makingSite(unit, node),
    timeoutMs: awsTimeout(unit, node),
    tries: defaulted(goDefaults.awsTries, node),
    perCallCost: null,
    service: services[name] ?? name,
  });
}

/** The HTTP client of the configuration decides; without one there is no limit but the context. */
function awsTimeout(unit: GoUnit, node: SyntaxNode): ClientUse['timeoutMs'] {
  const [config] = argsOf(node);
  const made = config && originOf(unit, config, 4, false);
  const text = made ? textOf(made.node) : '';
  if (
    /HTTPClient|WithHTTPClient/.test(text) ||
    argsOf(node)
      .slice(1)
      .some((arg) => /HTTPClient/.test(textOf(arg)))
  )
    return cannotTell('an HTTP client of its own is configured', 'the timeout of that client', child(node, 'function') ?? node);
  if (!made) return cannotTell(`the configuration ${config ? shown(config) : ''} is made elsewhere`, 'its HTTP client', node);
  return defaulted(goDefaults.aws, node);
}
