import { at, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { KubernetesDisruptionBudget } from '../../facts/deployment.ts';
import { readBase, readLabels } from './object.ts';
import type { Scope } from './scope.ts';
import { knownText } from './value.ts';

export function readDisruptionBudget(node: YamlNode, scope: Scope): KubernetesDisruptionBudget | null {
  const base = readBase(node, scope);
  if (base === null) return null;
  const spec = at(node, 'spec');
  const setting = (name: 'minAvailable' | 'maxUnavailable'): KubernetesDisruptionBudget['minAvailable'] => knownText(at(spec, name), scope, `${name}: ${textOf(at(spec, name)) ?? ''}`);
  return {
    kind: 'kubernetes-disruption-budget',
    ...base,
    selector: readLabels(at(spec, 'selector', 'matchLabels'), scope),
    minAvailable: setting('minAvailable'),
    maxUnavailable: setting('maxUnavailable'),
  };
}
