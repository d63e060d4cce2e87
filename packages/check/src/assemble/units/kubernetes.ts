import type { Source } from '@plimsoll/contract';
import { folderOf } from '@plimsoll/contract';
import type { Container, EnvironmentEntry, KubernetesAutoscaler, KubernetesClaim, KubernetesConfig, KubernetesFact, KubernetesWorkload, KustomizeOverlay } from '../../facts/index.ts';
import { isKnown, unknown, valueOf } from '../../model/known.ts';
import type { Known } from '../../model/known.ts';
import { greatest } from '../../model/arithmetic.ts';
import type { Autoscaler, Binding, Unit, UnitType } from '../../model/system.ts';
import { belongsTo } from '../environments.ts';
import { infrastructureKind } from '../infrastructure-kind.ts';
import { imageName } from '../path.ts';
import { kubernetesSignals } from './kubernetes-signals.ts';

const types: Readonly<Record<KubernetesWorkload['type'], UnitType>> = {
  Deployment: 'kubernetes-deployment',
  DeploymentConfig: 'kubernetes-deployment',
  StatefulSet: 'kubernetes-stateful-set',
  DaemonSet: 'kubernetes-daemon-set',
  Job: 'kubernetes-job',
  CronJob: 'kubernetes-cron-job',
};

/** API groups in which a kind of workload really exists; a scaleTargetRef that names another group binds to nothing. */
const groups: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['apps', 'extensions'],
  StatefulSet: ['apps'],
  ReplicaSet: ['apps', 'extensions'],
  DeploymentConfig: ['apps.openshift.io', ''],
};

/** Manifests of documentation, samples and what is kept for memory deploy nothing. */
const aside = /(^|\/)([a-z]+-)?(docs?|examples?|samples?|sample-manifests|tests?|testdata|deprecated|archive|attic|templates)\//i;

export interface KubernetesUnits {
  readonly units: readonly Unit[];
  readonly autoscalers: readonly Autoscaler[];
}

export function kubernetesUnits(facts: readonly KubernetesFact[], environment: string): KubernetesUnits {
  const here = facts.filter((fact) => belongsTo(environment, fact.environment) && !aside.test(fact.source.file));
  const overlays = here.filter((fact) => fact.kind === 'kustomize');
  const patchFiles = new Set(overlays.flatMap((overlay) => overlay.patches.flatMap((patch) => (patch.path ? [patch.path] : []))));
  const all = here.filter((fact) => fact.kind === 'kubernetes-workload');
  const patches = all.filter((workload) => patchFiles.has(workload.source.file));
  const scalers = here.filter((fact) => fact.kind === 'kubernetes-autoscaler');
  const merged = mergeCopies(
    all.filter((workload) => !patchFiles.has(workload.source.file)),
    scalers,
  );
  const workloads = merged.map(({ workload }) => workload);
  const autoscalerFacts = mergeAutoscalers(scalers);
  const configs = here.filter((fact) => fact.kind === 'kubernetes-config');

  const autoscalers = autoscalerFacts.map((fact) => autoscalerOf(fact, workloads));
  const units = merged.map(({ workload, copies }) => {
    const own = autoscalers.find((autoscaler) => autoscaler.binding.bound === 'yes' && autoscaler.binding.unit === unitId(workload)) ?? null;
    return unitOf(workload, copies, own, here, configs, overlays, patches);
  });
  return { units, autoscalers };
}

function unitOf(
  workload: KubernetesWorkload,
  copies: readonly Source[],
  autoscaler: Autoscaler | null,
  facts: readonly KubernetesFact[],
  configs: readonly KubernetesConfig[],
  overlays: readonly KustomizeOverlay[],
  patches: readonly KubernetesWorkload[],
): Unit {
  const replicas = replicasOf(workload, overlays, patches);
  const service = facts.find((fact) => fact.kind === 'kubernetes-service' && sameFolderTree(fact.variant, workload.variant) && selects(fact.selector, workload.podLabels));
  const image = workload.containers.map((container) => valueOf(container.image) ?? container.imageText).find((name) => name !== undefined) ?? null;
  const nearest = configs.toSorted((a, b) => sharedFolders(b.variant, workload.variant) - sharedFolders(a.variant, workload.variant));
  const variables = environmentOf(workload.containers, nearest);
  const oneShot = workload.type === 'Job' || workload.type === 'CronJob';
  return {
    id: unitId(workload),
    name: workload.name,
    type: types[workload.type],
    source: workload.nameSource,
    copies,
    address: null,
    folder: folderOf(workload.source.file),
    containers: workload.containers,
    environment: variables.entries,
    environmentComplete: variables.complete,
    instancesMin: autoscaler ? autoscaler.min : replicas,
    instancesMax:
      workload.type === 'DaemonSet'
        ? unknown('a DaemonSet runs once on every node', { cause: 'outside-the-repository', what: 'the number of nodes' }, { bounds: { min: 1 }, source: workload.nameSource })
        : autoscaler
          ? greatest([autoscaler.max, replicas])
          : replicas,
    instancesSays: replicas,
    autoscaler,
    local: false,
    network: null,
    subnets: [],
    takesTraffic: service?.source ?? null,
    schedule: workload.schedule,
    image: image ? imageName(image) : null,
    volumes: (workload.volumes ?? []).map((volume) => ({ volume, claim: claimOf(volume.claim, workload, facts) })),
    spreadsZones: workload.spreadsZones,
    infrastructure: oneShot ? null : (infrastructureKind(image ? imageName(image) : null, workload.name)?.kind ?? null),
  };
}

/** The claim of that name that stands nearest to the workload. */
function claimOf(name: string | null, workload: KubernetesWorkload, facts: readonly KubernetesFact[]): KubernetesClaim | null {
  const claims = facts.filter((fact): fact is KubernetesClaim => fact.kind === 'kubernetes-claim' && fact.name === name);
  return claims.toSorted((a, b) => sharedFolders(b.variant, workload.variant) - sharedFolders(a.variant, workload.variant))[0] ?? null;
}

function unitId(workload: KubernetesWorkload): string {
  return `unit:${workload.variant === '' ? '' : `${workload.variant}/`}${workload.type.toLowerCase()}/${workload.name}`;
}

/** Copies of one manifest merge where equal; where they differ, each folder is a variant of its own. */
function mergeCopies(workloads: readonly KubernetesWorkload[], scalers: readonly KubernetesAutoscaler[]): readonly { workload: KubernetesWorkload; copies: readonly Source[] }[] {
  const byShape = new Map<string, KubernetesWorkload[]>();
  for (const workload of workloads) {
    const shape = JSON.stringify([
      workload.type,
      workload.name,
      // A copy with an autoscaler beside it is another system than one without.
      scalers.find((scaler) => scaler.target.name === workload.name && sharedFolders(scaler.variant, workload.variant) > 0)?.name ?? null,
      valueOf(workload.replicas) ?? null,
      workload.containers.map((container) => [valueOf(container.image)?.split(/[:@]/)[0], container.command, container.args, container.environment.map((entry) => [entry.name, valueOf(entry.value)])]),
    ]);
    const same = byShape.get(shape);
    if (same) same.push(workload);
    else byShape.set(shape, [workload]);
  }
  return [...byShape.values()].flatMap((same) => {
    const [workload, ...rest] = same.toSorted((a, b) => a.variant.length - b.variant.length);
    return workload ? [{ workload, copies: rest.map((copy) => copy.nameSource) }] : [];
  });
}

/** An autoscaler stands in as many copies as its manifest; those that say the same in different folders are one. */
function mergeAutoscalers(autoscalers: readonly KubernetesAutoscaler[]): readonly KubernetesAutoscaler[] {
  const byShape = new Map<string, KubernetesAutoscaler>();
  for (const fact of autoscalers) {
    const shape = JSON.stringify([
      fact.type,
      fact.target.apiVersion,
      fact.target.kind,
      fact.target.name,
      valueOf(fact.min) ?? null,
      valueOf(fact.max) ?? null,
      fact.metrics.map((metric) => [metric.type, metric.name]),
    ]);
    const earlier = byShape.get(shape);
    if (!earlier || fact.variant.length < earlier.variant.length) byShape.set(shape, fact);
  }
  return [...byShape.values()];
}

function replicasOf(workload: KubernetesWorkload, overlays: readonly KustomizeOverlay[], patches: readonly KubernetesWorkload[]): Known<number> {
  const patched = patches.find((patch) => patch.name === workload.name && patch.type === workload.type && patch.replicasStated);
  if (patched) return patched.replicas;
  for (const overlay of overlays) {
    const named = overlay.replicas.find((entry) => entry.name === workload.name);
    if (named) return named.count;
  }
  return workload.replicas;
}

function environmentOf(containers: readonly Container[], configs: readonly KubernetesConfig[]): { entries: readonly EnvironmentEntry[]; complete: boolean } {
  let complete = true;
  const entries: EnvironmentEntry[] = [];
  for (const container of containers) {
    for (const from of container.environmentFrom) {
      const config = configs.find((candidate) => candidate.name === from.name && candidate.type === from.kind);
      if (config) entries.push(...config.data);
      else complete = false;
    }
    for (const entry of container.environment) {
      const named = entry.reference;
      const config = named ? configs.find((candidate) => candidate.name === named.name && candidate.type === named.kind) : undefined;
      const source = config?.data.find((candidate) => candidate.name === named?.key);
      entries.push(source && isKnown(source.value) ? { ...entry, value: { ...source.value, from: [...source.value.from] } } : entry);
    }
  }
  return { entries, complete };
}

function autoscalerOf(fact: KubernetesAutoscaler, workloads: readonly KubernetesWorkload[]): Autoscaler {
  return {
    id: `autoscaler:${fact.variant === '' ? '' : `${fact.variant}/`}${fact.name}`,
    source: fact.source,
    targetSource: fact.target.source,
    says: `${fact.type} ${fact.name}`,
    min: fact.min,
    max: fact.max,
    signals: kubernetesSignals(fact),
    signalsComplete: true,
    targets: `${fact.target.apiVersion ?? ''} ${fact.target.kind} ${fact.target.name}`.trim(),
    binding: bindingOf(fact, workloads),
  };
}

function bindingOf(fact: KubernetesAutoscaler, workloads: readonly KubernetesWorkload[]): Binding {
  const { kind, name, apiVersion } = fact.target;
  const named = workloads.filter((workload) => workload.name === name);
  const near = named.filter((workload) => workload.type === kind).toSorted((a, b) => sharedFolders(b.variant, fact.variant) - sharedFolders(a.variant, fact.variant))[0];
  const group = apiVersion === null ? null : apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  const allowed = groups[kind];
  if (group !== null && allowed && !allowed.includes(group)) {
    const right = allowed[0] === '' ? 'v1' : `${allowed[0]}/v1`;
    return { bound: 'no', why: `no ${kind} exists in ${apiVersion}; a ${kind} is in ${right}`, nearest: near?.nameSource ?? null };
  }
  if (near) return { bound: 'yes', unit: unitId(near), why: `scaleTargetRef names ${kind} ${name}` };
  if (name.includes('$') || !allowed) return { bound: 'unknown', why: `the target ${kind} ${name} is not declared in this repository`, name: name.includes('$') ? null : name };
  const other = named[0];
  if (other) return { bound: 'no', why: `${name} is a ${other.type}, not a ${kind}`, nearest: other.nameSource };
  const siblings = workloads.filter((workload) => workload.variant === fact.variant);
  if (siblings.length > 0)
    return {
      bound: 'no',
      why: `no ${kind} named ${name} is declared; ${fact.variant || 'this folder'} declares ${siblings
        .map((workload) => workload.name)
        .slice(0, 5)
        .join(', ')}`,
      nearest: siblings[0]?.nameSource ?? null,
    };
  return { bound: 'unknown', why: `the target ${kind} ${name} is not declared in this repository`, name: name.includes('$') ? null : name };
}

/** How many folders two places have in common: an autoscaler means the copy it stands nearest to. */
function sharedFolders(a: string, b: string): number {
  const [first, second] = [a.split('/'), b.split('/')];
  const differs = first.findIndex((folder, index) => folder !== second[index]);
  return differs === -1 ? first.length : differs;
}

function selects(selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(selector);
  return keys.length > 0 && keys.every((key) => labels[key] === selector[key]);
}

function sameFolderTree(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
