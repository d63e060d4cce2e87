import { itemOf } from '../evaluate/member.ts';
import type { FunctionTable, HclFunction } from '../evaluate/scope.ts';
import { compareText, unifiedElements } from '../types/collections.ts';
import { convert } from '../types/convert.ts';
import { errorOf, isError, listOf, objectOf, stringOf, unknownBecause } from '../value/make.ts';
import { oneOf } from '../value/options.ts';
import { textOf } from '../value/text.ts';
import type { ListValue, ObjectValue, Value } from '../value/value.ts';
import { failure, pure, type Raw } from './define.ts';
import { any, list, object, optional, texts } from './params.ts';

export const mapFunctions: FunctionTable = new Map<string, HclFunction>([
  [
    'keys',
    pure([object], 'list', ([map], { range }) =>
      listOf(
        sortedEntries(map).map(([key, value]) => stringOf(key, value.range)),
        range,
        [],
        map.flavour === 'map' ? 'list' : 'tuple',
      ),
    ),
  ],
  [
    'values',
    pure([object], 'list', ([map], { range }) =>
      listOf(
        sortedEntries(map).map(([, value]) => value),
        range,
        [],
        map.flavour === 'map' ? 'list' : 'tuple',
      ),
    ),
  ],
  ['lookup', pure([any, any, optional(any)], undefined, ([map, key, fallback], { range }) => lookup(map, key, fallback, range))],
  ['map', (values, { range }) => mapOf(values, range)],
  ['merge', (values, { range }) => merge(values, range)],
  ['transpose', pure([object], 'object', ([map]) => transpose(map))],
  ['zipmap', pure([texts, list], 'object', ([keys, values], { range }) => zip(keys, values, range))],
]);

function sortedEntries(map: ObjectValue): (readonly [string, Value])[] {
  return [...map.entries].toSorted(([a], [b]) => compareText(a, b));
}

/** An unknown key leaves every entry possible, and the fallback. */
function lookup(map: Value, key: Value, given: Value | undefined, range: Value['range']): Raw {
  if (map.kind === 'unknown') return unknownBecause(map, range, [map, key]);
  if (map.kind !== 'object') return failure('a map is required');
  const fallback = given && asElement(given, map);
  if (fallback && isError(fallback)) return fallback;
  const found = itemOf(map, key, range);
  if (!fallback || (found.kind !== 'unknown' && key.kind !== 'unknown')) return found;
  if (key.kind === 'unknown') {
    const possible = map.entries.size > 0 ? [found, fallback] : [fallback];
    return isError(found) ? fallback : oneOf(possible, key, range, [map, key]);
  }
  return isError(found) && !map.entries.has(textOf(key) ?? '') ? fallback : found;
}

/** The entries of a map have one type, and what stands in for a missing one is converted to it. */
function asElement(value: Value, map: ObjectValue): Value {
  const [first] = map.entries.values();
  const name = first?.kind === 'unknown' ? first.type : first?.kind;
  if (map.flavour !== 'map' || name === undefined || name === 'null' || value.kind === 'null') return value;
  if (name === 'string' || name === 'number' || name === 'bool') return convert(value, { kind: name });
  const own = value.kind === 'unknown' ? (value.type ?? name) : value.kind;
  return own === name ? value : errorOf(`the default is a ${own}, the entries of the map are not`, value.range, [value]);
}

function merge(values: readonly Value[], range: Value['range']): Value {
  const entries = new Map<string, Value>();
  for (const value of values) {
    if (value.kind === 'unknown') return isError(value) ? value : unknownBecause(value, range, values, { type: 'object' });
    if (value.kind === 'null') continue;
    if (value.kind !== 'object') return errorOf('merge takes maps', range, values);
    for (const [key, entry] of value.entries) entries.set(key, entry);
  }
  const typed = values.every((value) => value.kind === 'object' && value.flavour === 'map');
  return objectOf(entries, range, values, typed ? 'map' : 'object');
}

function mapOf(values: readonly Value[], range: Value['range']): Value {
  const entries = new Map<string, Value>();
  for (let index = 0; index + 1 < values.length; index += 2) {
    const [key, value] = [values[index], values[index + 1]];
    const name = key && textOf(key);
    if (name === undefined || !value) return errorOf('map takes keys and values in turn', range, values);
    entries.set(name, value);
  }
  return objectOf(entries, range, values, 'map');
}

function transpose(map: ObjectValue): Raw {
  const lists = new Map<string, Value[]>();
  for (const [key, value] of sortedEntries(map)) {
    if (value.kind === 'unknown') return unknownBecause(value, value.range, [value], { type: 'object' });
    if (value.kind !== 'list') return failure('a map of lists is required');
    for (const item of value.items) {
      const name = textOf(item);
      if (name === undefined) return failure('a map of lists of strings is required');
      lists.set(name, [...(lists.get(name) ?? []), stringOf(key, value.range)]);
    }
  }
  const sorted = [...lists].toSorted(([a], [b]) => compareText(a, b));
  const range = map.range;
  return objectOf(new Map(sorted.map(([key, items]) => [key, listOf(items, range, [], 'list')])), range, [], 'map');
}

function zip(keys: readonly string[], values: ListValue, range: Value['range']): Raw {
  if (keys.length !== values.items.length) return failure(`${keys.length} keys for ${values.items.length} values`);
  const typed = values.flavour !== 'tuple';
  const items = typed ? unifiedElements(values.items) : values.items;
  const pairs = keys.flatMap((key, index): [string, Value][] => (items[index] ? [[key, items[index]]] : []));
  return objectOf(new Map(pairs), range, [], typed ? 'map' : 'object');
}
