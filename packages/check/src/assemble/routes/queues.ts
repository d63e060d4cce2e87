import type { TerraformResource } from '../../facts/index.ts';
import { byDefault, isKnown, unknown } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import type { QueueVisibility, Stream } from '../../model/routes.ts';
import type { Unit } from '../../model/system.ts';
import { functionsBehind } from '../hops/api-gateway.ts';
import { lambdaTimeoutMs } from '../hops/lambda-timeout.ts';
import { permits } from '../network/permissions.ts';
import { ownLabel, unitId } from '../units/terraform-index.ts';
import type { TerraformIndex } from '../units/terraform-index.ts';
import type { DeadlineOf } from './deadlines.ts';
import { routeId } from './route-id.ts';

/** How long each queue hides a message, beside how long each of its consumers may take. */
export function queueVisibilities(index: TerraformIndex, units: readonly Unit[], deadlineOf: DeadlineOf): readonly QueueVisibility[] {
  return index.ofType('aws_sqs_queue').flatMap((queue): readonly QueueVisibility[] => {
    const known = queue.text('name');
    const about = {
      id: routeId('queue', queue),
      queue: known && isKnown(known) ? known.value : ownLabel(queue),
      visibilityMs: visibilityOf(queue),
      source: queue.sourceOf('visibility_timeout_seconds') ?? queue.source,
    };
    const consumers = [...functions(index, queue), ...services(index, queue, units, deadlineOf)];
    if (consumers.length === 0) return [{ ...about, consumer: null, why: 'nothing in this root is seen to receive from it' }];
    return consumers.map(({ why, ...consumer }) => ({ ...about, id: `${about.id} > ${consumer.unit}`, consumer, why }));
  });
}

function visibilityOf(queue: TerraformResource): Known<number> {
  const seconds = queue.number('visibility_timeout_seconds') ?? byDefault(30, queue.source, 'no visibility_timeout_seconds: 30 s', 'Amazon SQS, visibility timeout: 30 seconds by default');
  return isKnown(seconds) ? { ...seconds, value: seconds.value * 1000 } : { ...seconds, bounds: {} };
}

type Consumer = NonNullable<QueueVisibility['consumer']> & { readonly why: string };

function functions(index: TerraformIndex, queue: TerraformResource): readonly Consumer[] {
  return mappingsOf(index, queue).flatMap((mapping) =>
    functionsBehind(index, mapping, 'function_name').map((lambda) => ({
      unit: unitId(lambda),
      timeoutMs: lambdaTimeoutMs(lambda),
      source: lambda.sourceOf('timeout') ?? lambda.source,
      why: `${mapping.address} hands its messages to ${lambda.address}`,
    })),
  );
}

/** A service that is given the queue and may receive from it. How long it takes for a message stands in its code, or in the contract as its deadline. */
function services(index: TerraformIndex, queue: TerraformResource, units: readonly Unit[], deadlineOf: DeadlineOf): readonly Consumer[] {
  return units.flatMap((unit) => {
    const resource = unit.type === 'ecs-service' && unit.address !== null ? index.byAddress(unit.address) : undefined;
    if (!resource || unitId(resource) !== unit.id) return [];
    const given = unit.environment.find((entry) => entry.refersTo?.some((address) => index.byAddress(address) === queue));
    if (!given || !permits(index, unit, 'sqs:ReceiveMessage')) return [];
    const timeoutMs =
      deadlineOf(unit) ??
      unknown(
        `how long ${unit.name} takes for a message stands in its code`,
        { cause: 'not-supported-yet', what: `the longest time ${unit.name} takes for a message (plimsoll.yml: the deadline of its workload)` },
        { source: given.source },
      );
    return [{ unit: unit.id, timeoutMs, source: given.source, why: `${given.name} names the queue, and the role of ${unit.name} may receive from it` }];
  });
}

const streamTypes: readonly (readonly [type: string, kind: Stream['kind']])[] = [
  ['aws_msk_cluster', 'kafka'],
  ['aws_msk_serverless_cluster', 'kafka'],
  ['aws_kinesis_stream', 'kinesis'],
];

/** Logs that functions read, and the clusters that hold them. */
export function streamsOf(index: TerraformIndex): readonly Stream[] {
  const declared = streamTypes.flatMap(([type, kind]) => index.ofType(type).map((resource) => ({ resource, kind })));
  const tables = index.ofType('aws_dynamodb_table').map((resource) => ({ resource, kind: 'table-stream' as const }));
  return [...declared, ...tables].flatMap(({ resource, kind }) => {
    const consumers = mappingsOf(index, resource).flatMap((mapping) => functionsBehind(index, mapping, 'function_name').map((lambda) => ({ unit: unitId(lambda), source: mapping.source })));
    if (kind === 'table-stream' && consumers.length === 0) return [];
    const name = resource.text('name') ?? resource.text('cluster_name');
    return [{ id: routeId('stream', resource), name: name && isKnown(name) ? name.value : ownLabel(resource), kind, source: resource.source, consumers }];
  });
}

function mappingsOf(index: TerraformIndex, from: TerraformResource): readonly TerraformResource[] {
  return index.ofType('aws_lambda_event_source_mapping').filter((mapping) => {
    const enabled = mapping.flag('enabled');
    return index.named(mapping, 'event_source_arn', from.type).includes(from) && !(enabled && isKnown(enabled) && !enabled.value);
  });
}
