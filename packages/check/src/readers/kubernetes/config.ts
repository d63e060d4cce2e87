import { at, entriesOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlEntry, YamlNode } from '@plimsoll/contract/yaml';
import type { EnvironmentEntry, KubernetesConfig } from '../../facts/deployment.ts';
import { isKnown, unknown } from '../../model/known.ts';
import { saysAssignment } from '../shell/index.ts';
import { readBase } from './object.ts';
import { afford } from './scope.ts';
import type { Scope } from './scope.ts';
import { knownText } from './value.ts';

export function readConfigMap(node: YamlNode, scope: Scope): KubernetesConfig | null {
  const base = readBase(node, scope);
  if (base === null) return null;
  const data = afford(entriesOf(at(node, 'data')), scope).flatMap((entry) => plainEntry(entry, saysAssignment(entry.key, textOf(entry.value) ?? ''), scope));
  return { kind: 'kubernetes-config', type: 'ConfigMap', ...base, data };
}

/** The values of `data` are encoded and may be replaced in the cluster; what `stringData` states is kept, but never shown. */
export function readSecret(node: YamlNode, scope: Scope): KubernetesConfig | null {
  const base = readBase(node, scope);
  if (base === null) return null;
  const encoded = afford(entriesOf(at(node, 'data')), scope).map((entry) => hiddenEntry(entry, base.name));
  const literal = afford(entriesOf(at(node, 'stringData')), scope).flatMap((entry) => plainEntry(entry, `${entry.key}: …`, scope).map(withoutChain));
  return { kind: 'kubernetes-config', type: 'Secret', ...base, data: [...encoded, ...literal] };
}

function plainEntry(entry: YamlEntry, says: string, scope: Scope): readonly EnvironmentEntry[] {
  const value = knownText(entry.value, scope, says);
  return value === null ? [] : [{ name: entry.key, value, reference: null, source: entry.keySource }];
}

function hiddenEntry(entry: YamlEntry, secret: string): EnvironmentEntry {
  const value = unknown(`${entry.key} is a value of the Secret ${secret}`, { cause: 'outside-the-repository', what: `key ${entry.key} of the Secret ${secret}` }, { source: entry.keySource });
  return { name: entry.key, value, reference: null, source: entry.keySource };
}

/** The chain of a derived value would show the template parameter it came from. */
function withoutChain(entry: EnvironmentEntry): EnvironmentEntry {
  return isKnown(entry.value) ? { ...entry, value: { ...entry.value, from: [] } } : entry;
}
