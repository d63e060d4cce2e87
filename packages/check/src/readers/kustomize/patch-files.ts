import { folderOf } from '@plimsoll/contract';
import { posix } from 'node:path';
import { at, itemsOf, readYaml, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { FileIndex } from '../reader.ts';
import { resolvePath } from '../shell/index.ts';

export const kustomizationNames: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

export interface PatchItem {
  readonly node: YamlNode; // the text, or the mapping with `path` or `patch`
  readonly path: string | null;
  readonly patch: YamlNode | null; // the scalar that holds an inline patch
  readonly target: YamlNode | null;
}

/** The patches of a kustomization in all spellings: `patches`, `patchesStrategicMerge`, `patchesJson6902`. */
export function patchItems(root: YamlNode | undefined): readonly PatchItem[] {
  const strategic = itemsOf(at(root, 'patchesStrategicMerge')).map((node): PatchItem => {
    const text = textOf(node) ?? '';
    const inline = text.includes('\n');
    return { node, path: inline || text === '' ? null : text, patch: inline ? node : null, target: null };
  });
  const others = [...itemsOf(at(root, 'patches')), ...itemsOf(at(root, 'patchesJson6902'))].map((node): PatchItem => ({
    node,
    path: textOf(at(node, 'path')) ?? (node.kind === 'scalar' ? (textOf(node) ?? null) : null),
    patch: at(node, 'patch') ?? null,
    target: at(node, 'target') ?? null,
  }));
  return [...strategic, ...others];
}

const patchFiles = new WeakMap<FileIndex, ReadonlySet<string>>(); // kustomizations are read once per repository, not once per manifest

/** Whether a kustomization uses the file as a patch. Such a file is a piece of an object, and reading it alone would invent defaults. */
export function isKustomizePatch(path: string, files: FileIndex): boolean {
  let known = patchFiles.get(files);
  if (known === undefined) {
    known = collectPatchFiles(files);
    patchFiles.set(files, known);
  }
  return known.has(path);
}

function collectPatchFiles(files: FileIndex): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of files.paths) {
    if (!kustomizationNames.includes(posix.basename(path))) continue;
    const text = files.text(path);
    if (text === undefined || !text.includes('patches')) continue;
    for (const document of readYaml(path, text).documents) {
      for (const item of patchItems(document.root)) {
        if (item.path !== null) found.add(resolvePath(folderOf(path), item.path));
      }
    }
  }
  return found;
}
