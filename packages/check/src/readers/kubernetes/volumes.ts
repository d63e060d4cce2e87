import { at, booleanOf, entryOf, itemsOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { PodVolume } from '../../facts/deployment.ts';
import { extentOf } from './extent.ts';
import { afford } from './scope.ts';
import type { Scope } from './scope.ts';
import { nameText } from './value.ts';

type Mount = PodVolume['mounts'][number] & { readonly volume: string };

/** The volumes of a pod and the claim templates of its StatefulSet, each with the places where running containers see it. */
export function readVolumes(podSpec: YamlNode | undefined, claimTemplates: YamlNode | undefined, scope: Scope): readonly PodVolume[] {
  const mounts = mountsByVolume(podSpec, scope);
  const own = afford(itemsOf(at(podSpec, 'volumes')), scope).flatMap((node) => readVolume(node, mounts, scope));
  // A claim template takes the place of a volume of the same name, https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/
  const templates = afford(itemsOf(claimTemplates), scope).flatMap((node) => readClaimTemplate(node, mounts, scope));
  const named = new Set(templates.map((template) => template.name));
  return [...own.filter((volume) => !named.has(volume.name)), ...templates];
}

function readVolume(node: YamlNode, mounts: ReadonlyMap<string, readonly Mount[]>, scope: Scope): readonly PodVolume[] {
  const name = nameText(at(node, 'name'), scope);
  if (name === null) return [];
  const claim = at(node, 'persistentVolumeClaim');
  const type = claim !== undefined ? 'claim' : entryOf(node, 'emptyDir') ? 'emptyDir' : entryOf(node, 'hostPath') ? 'hostPath' : 'other';
  const readOnly = booleanOf(at(claim, 'readOnly')) === true;
  return [{ name, type, claim: nameText(at(claim, 'claimName'), scope), mounts: mountsOf(name, mounts, readOnly), source: extentOf(node) }];
}

function readClaimTemplate(node: YamlNode, mounts: ReadonlyMap<string, readonly Mount[]>, scope: Scope): readonly PodVolume[] {
  const name = nameText(at(node, 'metadata', 'name'), scope);
  return name === null ? [] : [{ name, type: 'claim-template', claim: name, mounts: mountsOf(name, mounts, false), source: extentOf(node) }];
}

function mountsOf(name: string, mounts: ReadonlyMap<string, readonly Mount[]>, readOnly: boolean): PodVolume['mounts'] {
  return (mounts.get(name) ?? []).map(({ volume: _, ...mount }) => ({ ...mount, readOnly: readOnly || mount.readOnly }));
}

function mountsByVolume(podSpec: YamlNode | undefined, scope: Scope): ReadonlyMap<string, readonly Mount[]> {
  const mounts = afford(itemsOf(at(podSpec, 'containers')), scope).flatMap((container) => {
    const name = nameText(at(container, 'name'), scope) ?? '';
    return afford(itemsOf(at(container, 'volumeMounts')), scope).flatMap((node) => readMount(node, name, scope));
  });
  return Map.groupBy(mounts, (mount) => mount.volume);
}

function readMount(node: YamlNode, container: string, scope: Scope): readonly Mount[] {
  const volume = nameText(at(node, 'name'), scope);
  const path = nameText(at(node, 'mountPath'), scope);
  return volume === null || path === null ? [] : [{ volume, container, path, readOnly: booleanOf(at(node, 'readOnly')) === true, source: extentOf(node) }];
}
