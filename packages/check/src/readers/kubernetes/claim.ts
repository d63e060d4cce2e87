import { at, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { KubernetesClaim } from '../../facts/deployment.ts';
import { readBase } from './object.ts';
import { afford } from './scope.ts';
import type { Scope } from './scope.ts';
import { nameText } from './value.ts';

/** https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes */
export function readClaim(node: YamlNode, scope: Scope): KubernetesClaim | null {
  const base = readBase(node, scope);
  if (base === null) return null;
  const accessModes = afford(itemsOf(at(node, 'spec', 'accessModes')), scope).flatMap((item) => {
    const mode = textOf(item) === undefined ? null : nameText(item, scope);
    return mode === null ? [] : [{ mode, source: item.source }];
  });
  return { kind: 'kubernetes-claim', ...base, accessModes };
}
