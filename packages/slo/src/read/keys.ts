import { nearest } from '@plimsoll/contract/file';
import { entriesOf } from '@plimsoll/contract/yaml';
import type { YamlEntry, YamlNode } from '@plimsoll/contract/yaml';
import type { Notes } from './notes.ts';
import { shorten } from './notes.ts';

export type Keys = ReadonlyMap<string, YamlEntry>;

/** Keys without case, `_` and `-`: `error_budget`, `errorBudget`. */
export function keysOf(mapping: YamlNode | undefined): Keys {
  return new Map(entriesOf(mapping).map((entry) => [canonical(entry.key), entry]));
}

export function node(keys: Keys, ...names: readonly string[]): YamlNode | undefined {
  const name = names.map((each) => canonical(each)).find((each) => keys.has(each));
  return name === undefined ? undefined : keys.get(name)?.value;
}

/** Names what is not understood, and the nearest key that is. */
export function noteUnknown(keys: Keys, known: readonly string[], where: string, notes: Notes): void {
  const legal = new Set(known.map((key) => canonical(key)));
  for (const [key, { key: written, keySource }] of keys) {
    if (legal.has(key) || key.startsWith('x')) continue;
    const meant = nearest(written, known);
    notes.add(keySource, `the key \`${shorten(written)}\`${where === '' ? '' : ` of ${where}`} is not understood and was not carried over${meant === null ? '' : `; did you mean \`${meant}\`?`}`);
  }
}

function canonical(key: string): string {
  return key.toLowerCase().replace(/[-_ ]/g, '');
}
