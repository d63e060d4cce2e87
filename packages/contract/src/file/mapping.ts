import type { Source } from '../source.ts';
import type { YamlEntry, YamlMapping, YamlNode } from '../yaml/node.ts';
import type { Named } from './contract.ts';
import { nearest } from './nearest.ts';
import type { Reading } from './reading.ts';
import type { JsonSchema, Shape } from './shape.ts';
import { report, say } from './shape.ts';

export interface Field<T> {
  readonly key: string; // as written in the file
  readonly about: string; // shown by editors
  readonly shape: Shape<T>;
}

export type Fields<T> = { readonly [P in Exclude<keyof T, 'source' | 'file'>]: Field<NonNullable<T[P]>> };

export function field<T>(key: string, about: string, shape: Shape<T>): Field<T> {
  return { key, about, shape };
}

/** A mapping with a fixed set of keys, all optional. Keys that begin with `x-` are the user's own (anchors to merge from). */
export function object<T extends { readonly source: Source }>(expects: string, fields: Fields<T>): Shape<T> {
  const table = Object.entries(fields) as (readonly [string, Field<unknown>])[];
  const keys = table.map(([, { key }]) => key);
  return {
    expects,
    schema: objectSchema(table.map(([, entry]) => entry)),
    read: (node, path, reading) => {
      const mapping = mappingAt(node, path, expects, reading);
      if (mapping === null) return null;
      const values: Record<string, unknown> = { source: node.source };
      for (const [property, { key, shape }] of table) {
        const entry = mapping.get(key);
        values[property] = entry ? shape.read(entry.value, join(path, key), reading) : null;
      }
      for (const [key, entry] of mapping) {
        if (keys.includes(key) || key.startsWith('x-')) continue;
        const meant = nearest(key, keys);
        reading.problem(entry.keySource, `unknown key \`${short(key)}\`${path === '' ? '' : ` in \`${path}\``}; ${meant === null ? `known keys: ${keys.join(', ')}` : `did you mean \`${meant}\`?`}`);
      }
      return values as unknown as T;
    },
  };
}

/** A mapping whose keys are names the user chose; a name without a value has no values of its own. */
export function named<T extends { readonly source: Source }>(expects: string, item: Shape<T>): Shape<readonly Named<T>[]> {
  return {
    expects,
    schema: { type: ['object', 'null'], additionalProperties: item.schema },
    read: (node, path, reading) => {
      const mapping = mappingAt(node, path, expects, reading);
      if (mapping === null) return null;
      const items: Named<T>[] = [];
      for (const [key, entry] of mapping) {
        const value = item.read(entry.value, join(path, key), reading);
        if (value) items.push({ ...value, name: { value: key, source: entry.keySource } });
      }
      return items;
    },
  };
}

/** The last entry per key, as YAML readers take it; nothing at all is an empty mapping. */
function mappingAt(node: YamlNode, path: string, expects: string, reading: Reading): ReadonlyMap<string, YamlEntry> | null {
  if (!reading.step(node.source)) return null;
  if (node.kind === 'scalar' && node.value === null) return new Map();
  if (node.kind !== 'mapping') return report(node.source, reading, `${path === '' ? 'the file' : `\`${path}\``} must be ${expects}, not ${say(node)}`);
  const entries = new Map<string, YamlEntry>();
  for (const entry of node.entries) {
    if (!reading.step(entry.keySource)) return entries;
    const earlier = entries.get(entry.key);
    if (earlier && isOwn(earlier, node) && isOwn(entry, node)) {
      reading.problem(entry.keySource, `\`${short(entry.key)}\` is given twice, first in line ${earlier.keySource.line}; this one counts`);
    }
    entries.set(entry.key, entry);
  }
  return entries;
}

/** Entries that came in by `<<` stand where their anchor is, outside the mapping. */
function isOwn(entry: YamlEntry, mapping: YamlMapping): boolean {
  const { line, column } = entry.keySource;
  const { source } = mapping;
  return (line > source.line || (line === source.line && column >= source.column)) && line <= source.endLine;
}

function objectSchema(fields: readonly Field<unknown>[]): JsonSchema {
  const properties = Object.fromEntries(fields.map(({ key, about, shape }) => [key, { ...shape.schema, description: `${about} (${shape.expects})` }]));
  return { type: ['object', 'null'], properties, patternProperties: { '^x-': {} }, additionalProperties: false };
}

function join(path: string, key: string): string {
  return path === '' ? short(key) : `${path}.${short(key)}`;
}

function short(key: string): string {
  return key.length > 60 ? `${key.slice(0, 60)}…` : key;
}
