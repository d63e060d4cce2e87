import type { Source } from '../source.ts';

/** YAML with positions. Aliases point to the one node they name (shared, never copied), so an anchor bomb costs nothing. */
export type YamlNode = YamlMapping | YamlSequence | YamlScalar;

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly text: string; // as written, without quotes
  readonly source: Source;
}

export interface YamlMapping {
  readonly kind: 'mapping';
  readonly entries: readonly YamlEntry[];
  readonly source: Source;
}

export interface YamlEntry {
  readonly key: string;
  readonly keySource: Source;
  readonly value: YamlNode;
}

export interface YamlSequence {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
  readonly source: Source;
}

/** The node at a path of keys and indexes, or undefined where the path does not exist. */
export function at(node: YamlNode | undefined, ...path: readonly (string | number)[]): YamlNode | undefined {
  let current = node;
  for (const step of path) {
    if (current?.kind === 'mapping' && typeof step === 'string') current = entryOf(current, step)?.value;
    else if (current?.kind === 'sequence' && typeof step === 'number') current = current.items[step];
    else return undefined;
  }
  return current;
}

export function entryOf(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  return node?.kind === 'mapping' ? node.entries.findLast((entry) => entry.key === key) : undefined;
}

export function entriesOf(node: YamlNode | undefined): readonly YamlEntry[] {
  return node?.kind === 'mapping' ? node.entries : [];
}

export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'sequence' ? node.items : [];
}

/** The scalar as a string (numbers and booleans as written), undefined for null, mappings and sequences. */
export function textOf(node: YamlNode | undefined): string | undefined {
  if (node?.kind !== 'scalar' || node.value === null) return undefined;
  return typeof node.value === 'string' ? node.value : node.text;
}

export function numberOf(node: YamlNode | undefined): number | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : undefined;
}

export function booleanOf(node: YamlNode | undefined): boolean | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'boolean' ? node.value : undefined;
}
