import type { Source } from '@plimsoll/contract';
import type { YamlNode } from '@plimsoll/contract/yaml';

const deepest = 8; // a recording has five levels

/** A JSON value as the node that shapes read. It has no lines: a message names the path of the field. */
export function nodeOf(value: unknown, source: Source, depth: number = 0): YamlNode {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return { kind: 'scalar', value, text: String(value), source };
  if (typeof value !== 'object' || value === null || depth === deepest) return { kind: 'scalar', value: null, text: '', source };
  if (Array.isArray(value)) return { kind: 'sequence', items: value.map((item) => nodeOf(item, source, depth + 1)), source };
  return { kind: 'mapping', entries: Object.entries(value).map(([key, item]) => ({ key, keySource: source, value: nodeOf(item, source, depth + 1) })), source };
}
