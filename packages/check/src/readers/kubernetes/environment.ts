import { at, entryOf, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { Container, EnvironmentEntry } from '../../facts/deployment.ts';
import { derived, isKnown, stated, unknown } from '../../model/known.ts';
import type { Fact, Known } from '../../model/known.ts';
import { chainOf, replaceWithin, saysAssignment, tooLong } from '../shell/index.ts';
import { extentOf } from './extent.ts';
import { afford } from './scope.ts';
import type { Scope } from './scope.ts';
import { knownText, nameText } from './value.ts';

/** The `env:` of a container, in order: later entries may use earlier ones as `$(NAME)`. */
export function readEnvironment(node: YamlNode | undefined, scope: Scope): readonly EnvironmentEntry[] {
  const entries: EnvironmentEntry[] = [];
  const known = new Map<string, Known<string>>();
  for (const item of afford(itemsOf(node), scope)) {
    const nameNode = at(item, 'name');
    const name = nameText(nameNode, scope);
    if (nameNode === undefined || name === null || name === '') continue;
    const entry = readEntry(item, name, nameNode, scope);
    const value = expand(name, entry.value, known);
    known.set(name, value);
    entries.push({ ...entry, value });
  }
  return entries;
}

function readEntry(item: YamlNode, name: string, nameNode: YamlNode, scope: Scope): EnvironmentEntry {
  const source = nameNode.source;
  const from = at(item, 'valueFrom');
  for (const [key, kind] of [
    ['configMapKeyRef', 'ConfigMap'],
    ['secretKeyRef', 'Secret'],
  ] as const) {
    const reference = at(from, key);
    if (reference === undefined) continue;
    const referenced = { kind, name: nameText(at(reference, 'name'), scope) ?? '', key: nameText(at(reference, 'key'), scope) ?? '' };
    const value = unknown(
      `${name} comes from the ${kind} ${referenced.name}, key ${referenced.key}`,
      { cause: 'outside-the-repository', what: `key ${referenced.key} of the ${kind} ${referenced.name}` },
      { source: extentOf(reference) },
    );
    return { name, value, reference: referenced, source };
  }
  if (from !== undefined) {
    const field = textOf(at(from, 'fieldRef', 'fieldPath')) ?? textOf(at(from, 'resourceFieldRef', 'resource')) ?? 'a field of the pod';
    return {
      name,
      value: unknown(`${name} is set by the cluster from ${field}`, { cause: 'outside-the-repository', what: `${field} of the running pod` }, { source: extentOf(from) }),
      reference: null,
      source,
    };
  }
  const valueNode = entryOf(item, 'value')?.value;
  const value = knownText(valueNode, scope, saysAssignment(name, textOf(valueNode) ?? '')) ?? stated('', valueNode?.source ?? source, saysAssignment(name, ''));
  return { name, value, reference: null, source };
}

/** `$(NAME)` is replaced by an earlier variable of the same container; `$$(NAME)` is an escape. Unset elsewhere means unknown here. */
function expand(name: string, value: Known<string>, known: ReadonlyMap<string, Known<string>>): Known<string> {
  if (!isKnown(value) || !value.value.includes('$(')) return value;
  const from: Fact<unknown>[] = [...value.from];
  let missing = null as string | null; // changed inside the callback, where its type would not follow
  const expanded = replaceWithin(value.value, /\$(\$?)\(([A-Za-z_][\w.-]*)\)/g, ([written, escaped, variable = '']) => {
    if (escaped !== '') return written.slice(1);
    const found = known.get(variable);
    if (found === undefined || !isKnown(found)) {
      missing ??= variable;
      return written;
    }
    from.push(found);
    return found.value;
  });
  if (expanded === null) return tooLong(value.source);
  if (missing !== null) {
    return unknown(`${name} uses $(${missing}), whose value is not known`, { cause: 'outside-the-repository', what: `a value for ${missing}` }, { source: value.source, from: chainOf(from) });
  }
  return from.length === 0 ? { ...value, value: expanded } : derived(expanded, chainOf(from), value.source, value.says);
}

export function readEnvironmentFrom(node: YamlNode | undefined, scope: Scope): Container['environmentFrom'] {
  return afford(itemsOf(node), scope).flatMap((item) => {
    for (const [key, kind] of [
      ['configMapRef', 'ConfigMap'],
      ['secretRef', 'Secret'],
    ] as const) {
      const reference = at(item, key);
      const name = nameText(at(reference, 'name'), scope);
      if (reference !== undefined && name !== null) return [{ kind, name, source: extentOf(reference) }];
    }
    return [];
  });
}
