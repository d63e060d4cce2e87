import { at, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { Source } from '@plimsoll/contract';
import type { KubernetesService } from '../../facts/deployment.ts';
import { readBase, readLabels } from './object.ts';
import { afford } from './scope.ts';
import type { Scope } from './scope.ts';
import { findStickyAnnotation } from './sticky.ts';
import { nameText } from './value.ts';

// https://kubernetes.io/docs/concepts/services-networking/service/#traffic-distribution
const nearFirst: ReadonlySet<string> = new Set(['PreferClose', 'PreferSameZone', 'PreferSameNode']);

export function readService(node: YamlNode, scope: Scope): KubernetesService | null {
  const base = readBase(node, scope);
  if (base === null) return null;
  const spec = at(node, 'spec');
  const headless = textOf(at(spec, 'clusterIP')) === 'None';
  return {
    kind: 'kubernetes-service',
    ...base,
    type: nameText(at(spec, 'type'), scope) ?? 'ClusterIP',
    headless,
    selector: readLabels(at(spec, 'selector'), scope),
    ports: afford(itemsOf(at(spec, 'ports')), scope).flatMap((port) => {
      const number = Number(nameText(at(port, 'port'), scope) ?? Number.NaN);
      return Number.isInteger(number) ? [{ port: number, targetPort: nameText(at(port, 'targetPort'), scope), name: nameText(at(port, 'name'), scope) }] : [];
    }),
    zonePreference: zonePreference(node),
    sticky: headless ? null : sticky(node), // no proxy stands before the pods of a headless service
  };
}

function zonePreference(node: YamlNode): KubernetesService['zonePreference'] {
  const distribution = at(node, 'spec', 'trafficDistribution');
  if (nearFirst.has(textOf(distribution) ?? '')) return distribution?.source ?? null;
  const annotations = at(node, 'metadata', 'annotations');
  for (const key of ['service.kubernetes.io/topology-mode', 'service.kubernetes.io/topology-aware-hints']) {
    const mode = at(annotations, key);
    if (textOf(mode)?.toLowerCase() === 'auto') return mode?.source ?? null;
  }
  return null;
}

function sticky(node: YamlNode): Source | null {
  const affinity = at(node, 'spec', 'sessionAffinity');
  return textOf(affinity) === 'ClientIP' ? (affinity?.source ?? null) : findStickyAnnotation(at(node, 'metadata', 'annotations'));
}
