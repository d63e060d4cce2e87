import { at, entriesOf, entryOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { Source } from '@plimsoll/contract';
import { byDefault } from '../../model/known.ts';
import type { Fact } from '../../model/known.ts';
import type { Default } from './defaults.ts';
import { extentOf } from './extent.ts';
import { afford } from './scope.ts';
import type { Scope } from './scope.ts';
import { nameText } from './value.ts';

export interface ObjectBase {
  readonly apiVersion: string;
  readonly name: string;
  readonly namespace: string | null;
  readonly variant: string;
  readonly environment: string | null;
  readonly source: Source;
  readonly nameSource: Source;
}

/** What every object says about itself; null (and reported) without a name, for nothing can refer to such an object. */
export function readBase(node: YamlNode, scope: Scope): ObjectBase | null {
  const nameNode = at(node, 'metadata', 'name');
  const name = nameText(nameNode, scope) ?? generatedName(node, scope);
  if (name === null || name === '') {
    const kind = textOf(at(node, 'kind')) ?? 'object';
    scope.unread.push({ file: scope.file, line: node.source.line, message: `this ${kind} has no metadata.name; it was not analysed` });
    return null;
  }
  return {
    apiVersion: textOf(at(node, 'apiVersion')) ?? '',
    name,
    namespace: nameText(at(node, 'metadata', 'namespace'), scope),
    variant: scope.variant,
    environment: scope.environment,
    source: extentOf(node),
    nameSource: nameNode?.source ?? node.source,
  };
}

function generatedName(node: YamlNode, scope: Scope): string | null {
  const prefix = nameText(at(node, 'metadata', 'generateName'), scope);
  return prefix === null ? null : `${prefix}*`;
}

/** Labels, selectors: plain texts under plain keys. */
export function readLabels(node: YamlNode | undefined, scope: Scope): Readonly<Record<string, string>> {
  const labels: [string, string][] = [];
  for (const entry of afford(entriesOf(node), scope)) {
    const value = nameText(entry.value, scope);
    if (value !== null) labels.push([entry.key, value]);
  }
  return Object.fromEntries(labels);
}

/** The place that left a field unset: the key of the mapping that would hold it, else the object's name. */
export function placeOfUnset(holder: YamlNode, key: string, base: ObjectBase): Source {
  return entryOf(holder, key)?.keySource ?? base.nameSource;
}

export function unset<T>(source: Source, fallback: Default<T>): Fact<T> {
  return byDefault(fallback.value, source, fallback.says, fallback.citation);
}
