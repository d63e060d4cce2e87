import { at, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { Source } from '@plimsoll/contract';

const zoneKeys: ReadonlySet<string> = new Set(['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone']);

/** The line that spreads pods over zones: a topology spread constraint or a pod anti-affinity on the zone label. */
export function findZoneSpread(podSpec: YamlNode | undefined): Source | null {
  const antiAffinity = at(podSpec, 'affinity', 'podAntiAffinity');
  const keys = [
    ...itemsOf(at(podSpec, 'topologySpreadConstraints')).map((item) => at(item, 'topologyKey')),
    ...itemsOf(at(antiAffinity, 'requiredDuringSchedulingIgnoredDuringExecution')).map((item) => at(item, 'topologyKey')),
    ...itemsOf(at(antiAffinity, 'preferredDuringSchedulingIgnoredDuringExecution')).map((item) => at(item, 'podAffinityTerm', 'topologyKey')),
  ];
  return keys.find((key) => zoneKeys.has(textOf(key) ?? ''))?.source ?? null;
}
