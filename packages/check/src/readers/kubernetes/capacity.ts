import { at, entriesOf, entryOf, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { Source } from '@plimsoll/contract';
import type { KubernetesWorkload } from '../../facts/deployment.ts';
import { extentOf } from './extent.ts';
import { afford } from './scope.ts';
import type { Scope } from './scope.ts';

type Kind = 'spot' | 'on-demand';
type Capacity = NonNullable<KubernetesWorkload['capacity']>;

interface Label {
  readonly spot: readonly string[];
  readonly onDemand: readonly string[];
}

/** The labels (and taints) by which each provider tells nodes that it may take away from those that stay. */
const labels: ReadonlyMap<string, Label> = new Map([
  // https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms, https://cloud.google.com/kubernetes-engine/docs/concepts/preemptible-vms
  ['cloud.google.com/gke-spot', { spot: ['true'], onDemand: ['false'] }],
  ['cloud.google.com/gke-preemptible', { spot: ['true'], onDemand: ['false'] }],
  ['cloud.google.com/gke-provisioning', { spot: ['spot', 'preemptible'], onDemand: ['standard'] }],
  ['eks.amazonaws.com/capacityType', { spot: ['SPOT'], onDemand: ['ON_DEMAND'] }], // https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
  ['karpenter.sh/capacity-type', { spot: ['spot'], onDemand: ['on-demand', 'reserved'] }], // https://karpenter.sh/docs/concepts/nodepools/
  ['kubernetes.azure.com/scalesetpriority', { spot: ['spot'], onDemand: ['regular'] }], // https://learn.microsoft.com/azure/aks/spot-node-pool
]);

/**
 * The line that says on what kind of nodes the pods run. A toleration only allows the nodes of a tainted spot pool, yet nobody writes one
 * for pods that are to stay off it; a DaemonSet is the exception, which tolerates whatever its nodes have.
 */
export function findCapacity(type: KubernetesWorkload['type'], podSpec: YamlNode | undefined, scope: Scope): Capacity | null {
  const required = itemsOf(at(podSpec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms'));
  const preferred = itemsOf(at(podSpec, 'affinity', 'nodeAffinity', 'preferredDuringSchedulingIgnoredDuringExecution'));
  const stated = fromSelector(at(podSpec, 'nodeSelector')) ?? fromTerms(afford(required, scope), scope);
  if (stated !== null) return stated;
  const wished = afford(preferred, scope).flatMap((item) => fromTerm(at(item, 'preference'), scope) ?? []);
  const allowed = type === 'DaemonSet' ? [] : afford(itemsOf(at(podSpec, 'tolerations')), scope).flatMap((item) => fromToleration(item) ?? []);
  return [...wished, ...allowed].find((capacity) => capacity.kind === 'spot') ?? null;
}

function fromSelector(selector: YamlNode | undefined): Capacity | null {
  for (const { key, keySource, value } of entriesOf(selector)) {
    const kind = kindOf(key, textOf(value) ?? '');
    if (kind !== null) return { kind, source: { ...keySource, endLine: value.source.endLine, endColumn: value.source.endColumn } };
  }
  return null;
}

/** Any one of the terms lets a pod run, so all of them have to say the same. */
function fromTerms(terms: readonly YamlNode[], scope: Scope): Capacity | null {
  const found = terms.map((term) => fromTerm(term, scope));
  const [first] = found;
  return first && found.every((each) => each?.kind === first.kind) ? first : null;
}

/** The conditions of one term hold together, so one that says it is enough. */
function fromTerm(term: YamlNode | undefined, scope: Scope): Capacity | null {
  for (const expression of afford(itemsOf(at(term, 'matchExpressions')), scope)) {
    const key = textOf(at(expression, 'key')) ?? '';
    const operator = textOf(at(expression, 'operator'));
    const values = afford(itemsOf(at(expression, 'values')), scope).map((value) => kindOf(key, textOf(value) ?? ''));
    const kind = kindOfExpression(key, operator, values);
    if (kind !== null) return { kind, source: extentOf(expression) };
  }
  return null;
}

function kindOfExpression(key: string, operator: string | undefined, values: readonly (Kind | null)[]): Kind | null {
  const [first] = values;
  if (operator === 'In') return first && values.every((value) => value === first) ? first : null;
  if (operator === 'NotIn') return values.includes('spot') && !values.includes('on-demand') ? 'on-demand' : null;
  if (!marksSpotAlone(key)) return null;
  return operator === 'Exists' ? 'spot' : operator === 'DoesNotExist' ? 'on-demand' : null;
}

function fromToleration(toleration: YamlNode): { readonly kind: Kind; readonly source: Source } | null {
  const key = textOf(at(toleration, 'key')) ?? '';
  const exists = textOf(at(toleration, 'operator')) === 'Exists';
  const kind = exists && !entryOf(toleration, 'value') ? (marksSpotAlone(key) ? 'spot' : null) : kindOf(key, textOf(at(toleration, 'value')) ?? '');
  return kind === null ? null : { kind, source: extentOf(toleration) };
}

/** Only nodes that may be taken away carry this key at all. */
function marksSpotAlone(key: string): boolean {
  return key === 'cloud.google.com/gke-spot' || key === 'cloud.google.com/gke-preemptible' || key === 'kubernetes.azure.com/scalesetpriority';
}

function kindOf(key: string, value: string): Kind | null {
  const label = labels.get(key);
  return label?.spot.includes(value) === true ? 'spot' : label?.onDemand.includes(value) === true ? 'on-demand' : null;
}
