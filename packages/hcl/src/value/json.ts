import type { Range } from '../source/range.ts';
import { boolOf, listOf, nullOf, numberOf, objectOf, stringOf, unknownOf } from './make.ts';
import { formatNumber } from './text.ts';
import { maximumLevels, type Value } from './value.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A value from plain data; everything in it stands at `range`. */
export function fromJson(json: Json | undefined, range: Range, from: readonly Value[] = [], levels: number = maximumLevels): Value {
  if (levels === 0) return unknownOf('the data is nested too deeply', { kind: 'unsupported', name: 'size' }, range, from);
  if (json === undefined || json === null) return nullOf(range, from);
  if (typeof json === 'string') return stringOf(json, range, from);
  if (typeof json === 'number') return numberOf(json, range, from);
  if (typeof json === 'boolean') return boolOf(json, range, from);
  if (isArray(json))
    return listOf(
      json.map((item) => fromJson(item, range, from, levels - 1)),
      range,
      from,
    );
  const entries = Object.entries(json).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return objectOf(new Map(entries.map(([key, item]) => [key, fromJson(item, range, from, levels - 1)])), range, from);
}

/** Plain data; undefined when a part is unknown. */
export function toJson(value: Value): Json | undefined {
  switch (value.kind) {
    case 'unknown':
      return undefined;
    case 'list':
      return allKnown(value.items.map(toJson));
    case 'object': {
      const entries = [...value.entries].map(([key, item]) => [key, toJson(item)] as const);
      return entries.some(([, item]) => item === undefined) ? undefined : Object.fromEntries(entries as [string, Json][]);
    }
    default:
      return value.value;
  }
}

/** JSON as Terraform writes it: keys sorted, `<`, `>` and `&` escaped. Undefined when a part is unknown. */
export function jsonText(value: Value): string | undefined {
  switch (value.kind) {
    case 'unknown':
      return undefined;
    case 'string':
      return quoted(value.value);
    case 'number':
      return formatNumber(value.value);
    case 'list': {
      const items = allKnown(value.items.map(jsonText));
      return items && `[${items.join(',')}]`;
    }
    case 'object': {
      const sorted = [...value.entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
      const members = allKnown(sorted.map(([key, item]) => member(key, jsonText(item))));
      return members && `{${members.join(',')}}`;
    }
    default:
      return String(value.value);
  }
}

export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function member(key: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : `${quoted(key)}:${text}`;
}

function allKnown<T>(items: readonly (T | undefined)[]): T[] | undefined {
  return items.some((item) => item === undefined) ? undefined : (items as T[]);
}

function isArray(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}
