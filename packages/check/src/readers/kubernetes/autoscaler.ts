import { at, entriesOf, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { KubernetesAutoscaler } from '../../facts/deployment.ts';
import { unknown } from '../../model/known.ts';
import { maxReplicaCountDefault, minReplicaCountDefault, minReplicasDefault } from './defaults.ts';
import { extentOf } from './extent.ts';
import { placeOfUnset, readBase, unset } from './object.ts';
import { afford } from './scope.ts';
import type { Scope } from './scope.ts';
import { knownNumber, nameText } from './value.ts';

type Metric = KubernetesAutoscaler['metrics'][number];

export function readHorizontalPodAutoscaler(node: YamlNode, scope: Scope): KubernetesAutoscaler | null {
  const base = readBase(node, scope);
  if (base === null) return null;
  const spec = at(node, 'spec');
  const target = at(spec, 'scaleTargetRef');
  const place = placeOfUnset(node, 'spec', base);
  const noMaximum = unknown('this HorizontalPodAutoscaler states no maxReplicas', { cause: 'no-value-given', what: 'spec.maxReplicas' }, { source: place });
  return {
    kind: 'kubernetes-autoscaler',
    type: 'HorizontalPodAutoscaler',
    ...base,
    target: {
      apiVersion: nameText(at(target, 'apiVersion'), scope),
      kind: nameText(at(target, 'kind'), scope) ?? '',
      name: nameText(at(target, 'name'), scope) ?? '',
      source: target === undefined ? place : extentOf(target),
    },
    min: knownNumber(at(spec, 'minReplicas'), scope, 'minReplicas') ?? unset(place, minReplicasDefault),
    max: knownNumber(at(spec, 'maxReplicas'), scope, 'maxReplicas') ?? noMaximum,
    metrics: readMetrics(spec, scope),
  };
}

/** v2 (`resource.name`, `external.metric.name`), v2beta1 (`external.metricName`) and v1 (`targetCPUUtilizationPercentage`). */
function readMetrics(spec: YamlNode | undefined, scope: Scope): readonly Metric[] {
  const v1 = at(spec, 'targetCPUUtilizationPercentage');
  if (v1 !== undefined) return [{ type: 'Resource', name: 'cpu', source: v1.source }];
  return afford(itemsOf(at(spec, 'metrics')), scope).flatMap((metric) => {
    const type = nameText(at(metric, 'type'), scope);
    if (type === null) return [];
    const body = at(metric, type.charAt(0).toLowerCase() + type.slice(1));
    const name = at(body, 'metric', 'name') ?? at(body, 'metricName') ?? at(body, 'name');
    return [{ type, name: nameText(name, scope) ?? '', source: (name ?? metric).source }];
  });
}

/** KEDA, https://keda.sh/docs/2.17/reference/scaledobject-spec/: the target is a Deployment unless it says otherwise. */
export function readScaledObject(type: 'ScaledObject' | 'ScaledJob', node: YamlNode, scope: Scope): KubernetesAutoscaler | null {
  const base = readBase(node, scope);
  if (base === null) return null;
  const spec = at(node, 'spec');
  const target = at(spec, type === 'ScaledObject' ? 'scaleTargetRef' : 'jobTargetRef');
  const place = placeOfUnset(node, 'spec', base);
  const ownJob = { apiVersion: null, kind: 'Job', name: base.name, source: target === undefined ? place : extentOf(target) };
  const named = {
    apiVersion: nameText(at(target, 'apiVersion'), scope),
    kind: nameText(at(target, 'kind'), scope) ?? 'Deployment',
    name: nameText(at(target, 'name'), scope) ?? '',
    source: target === undefined ? place : extentOf(target),
  };
  return {
    kind: 'kubernetes-autoscaler',
    type,
    ...base,
    target: type === 'ScaledJob' ? ownJob : named,
    min: knownNumber(at(spec, 'minReplicaCount'), scope, 'minReplicaCount') ?? unset(place, minReplicaCountDefault),
    max: knownNumber(at(spec, 'maxReplicaCount'), scope, 'maxReplicaCount') ?? unset(place, maxReplicaCountDefault),
    metrics: afford(itemsOf(at(spec, 'triggers')), scope).flatMap((trigger) => readTrigger(trigger, scope)),
  };
}

// The entry of a trigger's metadata that names what it measures, most telling first.
const namingKeys = ['queueURL', 'queueName', 'topic', 'streamName', 'listName', 'stream', 'subscriptionName', 'query', 'metricName'];

function readTrigger(trigger: YamlNode, scope: Scope): readonly Metric[] {
  const typeNode = at(trigger, 'type');
  const type = nameText(typeNode, scope);
  if (typeNode === undefined || type === null) return [];
  const metadata = entriesOf(at(trigger, 'metadata'));
  const naming = namingKeys.map((key) => metadata.find((entry) => entry.key === key || entry.key === `${key}FromEnv`)).find((entry) => textOf(entry?.value) !== undefined);
  return [{ type, name: naming === undefined ? '' : (nameText(naming.value, scope) ?? ''), source: typeNode.source }];
}
