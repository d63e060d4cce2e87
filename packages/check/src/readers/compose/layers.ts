import { folderOf } from '@plimsoll/contract';
import { at, entryOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import { resolvePath } from '../shell/index.ts';
import { report } from './context.ts';
import type { ComposeContext } from './context.ts';

/** A service and what it `extends`, the outermost base first; relative paths count from the folder of the layer's own file. */
export interface Layer {
  readonly node: YamlNode;
  readonly folder: string;
}

const longestChain = 10;

export function layersOf(service: YamlNode, root: YamlNode, context: ComposeContext): readonly Layer[] {
  const layers: Layer[] = [{ node: service, folder: context.folder }];
  let current = { node: service, root, file: context.file };
  for (let step = 0; step < longestChain; step++) {
    const written = entryOf(current.node, 'extends')?.value;
    if (written === undefined) return layers;
    const base = findBase(written, current.root, current.file, context);
    if (base === null || layers.some((layer) => layer.node === base.node)) {
      report(context, written.source, 'extends a service that is not found in this repository (or itself); what it takes from there is missing');
      return layers;
    }
    layers.unshift({ node: base.node, folder: folderOf(base.file) });
    current = base;
  }
  report(context, service.source, `extends a chain of more than ${longestChain} services; what stands further up is missing`);
  return layers;
}

function findBase(written: YamlNode, root: YamlNode, file: string, context: ComposeContext): { node: YamlNode; root: YamlNode; file: string } | null {
  const name = textOf(written) ?? textOf(at(written, 'service'));
  const other = textOf(at(written, 'file'));
  const path = other === undefined ? file : resolvePath(folderOf(file), other);
  const otherRoot = path === file ? root : context.other(path);
  const node = name === undefined || otherRoot === null ? undefined : context.services(otherRoot).get(name);
  return node?.kind === 'mapping' && otherRoot !== null ? { node, root: otherRoot, file: path } : null;
}

/** The setting of the innermost layer that has it. */
export function setting(layers: readonly Layer[], ...path: readonly string[]): { node: YamlNode; folder: string } | null {
  for (const layer of layers.toReversed()) {
    const node = at(layer.node, ...path);
    if (node !== undefined && !(node.kind === 'scalar' && node.value === null)) return { node, folder: layer.folder };
  }
  return null;
}

/** The setting in every layer that has it, for lists and mappings that add up. */
export function settings(layers: readonly Layer[], key: string): readonly { node: YamlNode; folder: string }[] {
  return layers.flatMap((layer) => {
    const node = at(layer.node, key);
    return node === undefined ? [] : [{ node, folder: layer.folder }];
  });
}
