import type { ClientUse } from '../../../facts/code.ts';
import { timeouts, tries } from '../defaults.ts';
import type { Default } from '../defaults.ts';
import { at, follow } from '../values/follow.ts';
import type { Place } from '../values/follow.ts';
import { objectAt } from '../values/object.ts';
import type { ObjectView } from '../values/object.ts';
import { firstFound, gap, optionNumber, optionText } from '../values/setting.ts';
import { connectionsMaxOfSdk } from './connections-max.ts';
import { serviceOf } from './services.ts';
import type { UseOfCall } from './use.ts';

type Path = readonly string[];
const none: Default<number> = { value: Infinity, citation: '' };

/** Clients of the AWS SDK, version 3 by package and class, version 2 by class; with the timeouts of their request handler. */
export const sdkUses: UseOfCall = (call, context) => {
  if (call.node.type !== 'NewExpression' || call.symbol === null) return [];
  const third = call.symbol.match(/^@aws-sdk\/(?:client|lib)-([\w-]+)\.(\w+?)(?:Client)?$/);
  const second = call.symbol.match(/^aws-sdk(?:\/clients\/(\w+)|\.(?:default\.)?([A-Z]\w*)(?:\.DocumentClient)?)$/);
  const isThird =
    third !== null &&
    !/(?:Command|Exception|Document)$/.test(call.symbol) &&
    (call.symbol.endsWith('Client') || /^(?:S3|SQS|SNS|SES|SSM|KMS|DynamoDB|Lambda|SecretsManager|CloudWatch\w*|EventBridge|Kinesis|Firehose|STS|ECS|ECR|RDS)$/.test(third[2] ?? ''));
  if (!isThird && !second) return [];
  const name = isThird ? (third[1] ?? '') : (second?.[1] ?? second?.[2] ?? '');
  if (/^(?:Config|Credentials|Endpoint|Agent|Util|Response|Request|HttpClient|HttpRequest|Service)$/.test(name)) return [];
  const library = isThird ? 'aws-sdk-v3' : 'aws-sdk-v2';
  const options = call.argument(0);
  const view = options ? objectAt(context.repository, options) : null;
  const unset: Place = { ...call.place, node: call.node };
  const handler = isThird ? handlerView(context, view) : view;
  const paths: readonly Path[] = isThird ? [['requestTimeout'], ['socketTimeout']] : [['httpOptions', 'timeout']];
  const connect: readonly Path[] = isThird ? [['connectionTimeout']] : [['httpOptions', 'connectTimeout']];
  const site = context.site(call.node);
  const retries = optionNumber(context.repository, view, unset, isThird ? [['maxAttempts']] : [['maxRetries']], tries[library] ?? none);
  const isKnownRetry = retries && 'value' in retries.value && !isThird && retries.value.basis === 'stated';
  const connectionsMax = handler === 'unseen' ? null : connectionsMaxOfSdk(call, context, handler, isThird ? [['httpsAgent'], ['httpAgent']] : [['httpOptions', 'agent']]);
  const use: ClientUse = {
    kind: 'client',
    protocol: 'sdk',
    library,
    act: 'client',
    site,
    callee: `new ${call.callee}`,
    timeoutMs:
      handler === 'unseen'
        ? gap(unset, 'the request handler is made elsewhere', 'requestTimeout of the request handler')
        : (optionNumber(context.repository, handler, unset, paths, timeouts[library] ?? none) ?? gap(unset, 'is not set', 'a timeout')),
    connectTimeoutMs: handler === 'unseen' ? null : optionNumber(context.repository, handler, unset, connect, null),
    tries: isKnownRetry && 'value' in retries.value ? { ...retries, value: { ...retries.value, value: retries.value.value + 1 } } : retries,
    pooled: true,
    perCallCost: site.lifetime === 'call' ? 'a new client with its own connections and credentials' : null,
    target: optionText(context.repository, view, [['endpoint']]),
    service: serviceOf(name),
    ...(connectionsMax ? { connectionsMax } : {}),
  };
  return [use];
};

/** `requestHandler: { requestTimeout }` or `new NodeHttpHandler({ requestTimeout })`. */
function handlerView(context: Parameters<UseOfCall>[1], view: ObjectView | null): ObjectView | 'unseen' | null {
  const found = firstFound(view, [['requestHandler']]);
  if (found.kind === 'absent') return null;
  if (found.kind === 'unknown') return 'unseen';
  const target = follow(context.repository, found.value);
  if (target.kind !== 'node') return 'unseen';
  const { node } = target.place;
  if (node.type === 'ObjectExpression') return objectAt(context.repository, target.place);
  if (node.type !== 'NewExpression') return 'unseen';
  const [first] = node.arguments;
  if (!first) return null;
  return first.type === 'SpreadElement' ? 'unseen' : objectAt(context.repository, at(target.place, first));
}
