import { at, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { KubernetesWorkload } from '../../facts/deployment.ts';
import { map, unknown } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import { findCapacity } from './capacity.ts';
import { readContainers } from './container.ts';
import { parallelismDefault, replicasDefault, terminationGraceMsDefault } from './defaults.ts';
import { placeOfUnset, readBase, readLabels, unset } from './object.ts';
import type { ObjectBase } from './object.ts';
import type { Scope } from './scope.ts';
import { findZoneSpread } from './spread.ts';
import { knownNumber, knownText } from './value.ts';
import { readVolumes } from './volumes.ts';

type WorkloadType = KubernetesWorkload['type'];

export function readWorkload(type: WorkloadType, node: YamlNode, scope: Scope): KubernetesWorkload | null {
  const base = readBase(node, scope);
  if (base === null) return null;
  const podTemplate = at(node, ...podTemplatePath(type));
  const podSpec = at(podTemplate, 'spec');
  const spec = at(node, 'spec');
  const graceMs = knownNumber(at(podSpec, 'terminationGracePeriodSeconds'), scope, 'terminationGracePeriodSeconds');
  const { replicas, replicasStated } = readReplicas(type, node, base, scope);
  return {
    kind: 'kubernetes-workload',
    type,
    ...base,
    replicas,
    replicasStated,
    schedule: type === 'CronJob' ? knownText(at(spec, 'schedule'), scope, `schedule: ${textOf(at(spec, 'schedule')) ?? ''}`) : null,
    containers: readContainers(podSpec, scope),
    podLabels: readLabels(at(podTemplate, 'metadata', 'labels'), scope),
    spreadsZones: findZoneSpread(podSpec),
    volumes: readVolumes(podSpec, type === 'StatefulSet' ? at(spec, 'volumeClaimTemplates') : undefined, scope),
    capacity: findCapacity(type, podSpec, scope),
    terminationGraceMs: graceMs === null ? (podSpec ? unset(placeOfUnset(podTemplate ?? node, 'spec', base), terminationGraceMsDefault) : null) : map(graceMs, (seconds) => seconds * 1000),
  };
}

/** A KEDA ScaledJob starts jobs of its own; they are a workload like any job. */
export function readScaledJobWorkload(node: YamlNode, scope: Scope): KubernetesWorkload | null {
  const base = readBase(node, scope);
  if (base === null) return null;
  const jobSpec = at(node, 'spec', 'jobTargetRef');
  const podTemplate = at(jobSpec, 'template');
  const podSpec = at(podTemplate, 'spec');
  return {
    kind: 'kubernetes-workload',
    type: 'Job',
    ...base,
    ...readParallelism(jobSpec, placeOfUnset(at(node, 'spec') ?? node, 'jobTargetRef', base), scope),
    schedule: null,
    containers: readContainers(podSpec, scope),
    podLabels: readLabels(at(podTemplate, 'metadata', 'labels'), scope),
    spreadsZones: findZoneSpread(podSpec),
    volumes: readVolumes(podSpec, undefined, scope),
    capacity: findCapacity('Job', podSpec, scope),
    terminationGraceMs: null,
  };
}

function podTemplatePath(type: WorkloadType): readonly string[] {
  return type === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'];
}

interface Replicas {
  readonly replicas: Known<number>;
  readonly replicasStated: boolean;
}

function readReplicas(type: WorkloadType, node: YamlNode, base: ObjectBase, scope: Scope): Replicas {
  const spec = at(node, 'spec');
  const place = placeOfUnset(node, 'spec', base);
  if (type === 'DaemonSet') {
    return { replicas: unknown('a DaemonSet runs one pod per node', { cause: 'outside-the-repository', what: 'the number of nodes' }, { source: place }), replicasStated: false };
  }
  if (type === 'Job') return readParallelism(spec, place, scope);
  if (type === 'CronJob') return readParallelism(at(spec, 'jobTemplate', 'spec'), place, scope);
  const replicas = knownNumber(at(spec, 'replicas'), scope, 'replicas');
  if (replicas !== null) return { replicas, replicasStated: true };
  if (type === 'DeploymentConfig') {
    return { replicas: unknown('this DeploymentConfig states no replicas', { cause: 'no-value-given', what: 'spec.replicas' }, { source: place }), replicasStated: false };
  }
  return { replicas: unset(place, replicasDefault), replicasStated: false };
}

function readParallelism(jobSpec: YamlNode | undefined, place: ObjectBase['source'], scope: Scope): Replicas {
  const parallelism = knownNumber(at(jobSpec, 'parallelism'), scope, 'parallelism');
  return parallelism === null ? { replicas: unset(place, parallelismDefault), replicasStated: false } : { replicas: parallelism, replicasStated: true };
}
