import type { FunctionTable, HclFunction } from '../evaluate/scope.ts';
import { distinct, unifiedElements } from '../types/collections.ts';
import { equal } from '../value/equal.ts';
import { errorOf, isError, listOf, numberOf, unknownBecause } from '../value/make.ts';
import { oneOf } from '../value/options.ts';
import { maximumOptions, type ListValue, type Value } from '../value/value.ts';
import { charactersOf } from './strings.ts';
import { failure, pure, variadic, type Raw } from './define.ts';
import { any, integer, list, number, unknownIn, whole } from './params.ts';

const maximumRange = 1024; // Terraform's own limit

export const listFunctions: FunctionTable = new Map<string, HclFunction>([
  ['chunklist', pure([list, integer], 'list', ([values, size]) => chunks(values.items, size))],
  ['compact', pure([list], 'list', ([values], { range }) => compact(values, range))],
  ['concat', (values, { range }) => concat(values, range)],
  ['contains', pure([list, any], 'bool', ([values, wanted], { range }) => contains(values, wanted, range))],
  ['distinct', pure([whole], 'list', ([value], { range }) => (value.kind === 'list' ? listOf(distinct(value.items), range, [], 'list') : failure('a list is required')))],
  ['element', pure([list, any], undefined, ([values, index], { range }) => element(values, index, range))],
  ['flatten', pure([list], 'list', ([values], { range }) => flatten(values, range))],
  ['index', pure([list, whole], 'number', ([values, wanted], { range }) => indexIn(values, wanted, range))],
  ['length', pure([any], 'number', ([value], { range }) => length(value, range))],
  ['list', (values, { range }) => listOf(unifiedElements(values), range, values, 'list')],
  ['one', pure([any], undefined, ([value], { range }) => one(value, range))],
  ['range', variadic([number], number, 'list', ([first], rest) => numbersBetween(first, rest))],
  ['reverse', pure([list], 'list', ([values], { range }) => listOf(values.items.toReversed(), range, [], values.flavour === 'set' ? 'list' : values.flavour))],
  ['slice', pure([list, integer, integer], 'list', ([values, from, to], { range }) => slice(values, from, to, range))],
  ['matchkeys', pure([list, list, whole], 'list', ([values, keys, wanted], { range }) => matchKeys(values, keys, wanted, range))],
]);

function chunks(items: readonly Value[], size: number): Raw {
  if (size < 0) return failure('the size is negative');
  if (size === 0) return [items];
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

function compact(list: ListValue, range: Value['range']): Value {
  const unknown = list.items.find((item) => item.kind === 'unknown');
  if (unknown?.kind === 'unknown') return unknownBecause(unknown, range, [list], { type: 'list' });
  return listOf(
    list.items.filter((item) => item.kind !== 'null' && !(item.kind === 'string' && item.value === '')),
    range,
    [],
    'list',
  );
}

function concat(values: readonly Value[], range: Value['range']): Value {
  const wrong = values.find(isError) ?? values.find((value) => value.kind === 'unknown');
  if (wrong?.kind === 'unknown') return unknownBecause(wrong, range, values, { type: 'list' });
  const items = values.flatMap((value) => (value.kind === 'list' ? value.items : []));
  if (values.some((value) => value.kind !== 'list')) return errorOf('concat takes lists', range, values);
  const typed = values.every((value) => value.kind === 'list' && value.flavour !== 'tuple');
  return listOf(items, range, values, typed ? 'list' : 'tuple');
}

/** One certain hit is enough; without one, an unknown item leaves the answer open. */
function contains(list: ListValue, wanted: Value, range: Value['range']): Raw {
  const answers = list.items.map((item) => equal(item, wanted));
  if (answers.includes(true)) return true;
  const open = answers.indexOf(undefined);
  const cause = wanted.kind === 'unknown' ? wanted : list.items[open];
  if (open === -1) return false;
  return cause?.kind === 'unknown' ? unknownBecause(cause, range, [list, wanted], { type: 'bool' }) : failure('an item is partly unknown');
}

function element(list: ListValue, index: Value, range: Value['range']): Raw {
  if (list.items.length === 0) return failure('the list is empty');
  if (index.kind === 'unknown') {
    return list.items.length <= maximumOptions ? oneOf(list.items, index, range, [list, index]) : unknownBecause(index, range);
  }
  const read = number.read(index);
  if ('stop' in read) return read.stop;
  const size = list.items.length;
  return list.items[((Math.trunc(read.ok) % size) + size) % size] ?? failure('no such item');
}

function flatten(list: ListValue, range: Value['range']): Value {
  const items: Value[] = [];
  const collect = (values: readonly Value[]): Value | undefined => {
    for (const value of values) {
      if (value.kind === 'unknown' && (value.type === undefined || value.type === 'list')) return value;
      const nested = value.kind === 'list' ? collect(value.items) : void items.push(value);
      if (nested) return nested;
    }
    return undefined;
  };
  const unknown = collect(list.items);
  return unknown?.kind === 'unknown' ? unknownBecause(unknown, range, [list], { type: 'list' }) : listOf(items, range);
}

/** What stands behind the first certain hit does not matter; an unknown before it may be the hit. */
function indexIn(list: ListValue, wanted: Value, range: Value['range']): Raw {
  for (const [index, item] of list.items.entries()) {
    const answer = equal(item, wanted);
    if (answer === true) return index;
    const open = answer === undefined ? unknownIn(item) : undefined;
    if (open) return unknownBecause(open, range, [list, wanted], { type: 'number', bounds: { min: index } });
  }
  return failure('the item is not in the list');
}

function length(value: Value, range: Value['range']): Raw {
  switch (value.kind) {
    case 'list': {
      const open = value.flavour === 'set' && value.items.length > 1 ? value.items.find((item) => item.kind === 'unknown') : undefined;
      if (open?.kind !== 'unknown') return value.items.length;
      return unknownBecause(open, range, [value], { type: 'number', bounds: { min: 1, max: value.items.length } });
    }
    case 'object':
      return value.entries.size;
    case 'string':
      return charactersOf(value.value).length;
    case 'unknown': {
      if (value.options)
        return oneOf(
          value.options.map((option) => asValue(length(option, range), range)),
          value,
          range,
          [value],
        );
      return unknownBecause(value, range, [value], { type: 'number', bounds: { min: 0 } });
    }
    default:
      return failure(`a ${value.kind} has no length`);
  }
}

function asValue(raw: Raw, range: Value['range']): Value {
  if (typeof raw === 'number') return numberOf(raw, range);
  return typeof raw === 'object' && raw !== null && 'kind' in raw ? raw : errorOf('no length', range);
}

function one(value: Value, range: Value['range']): Raw {
  if (value.kind === 'unknown' && (value.type ?? 'list') === 'list') return unknownBecause(value, range, [value]);
  if (value.kind !== 'list') return failure('a list is required');
  const open = value.flavour === 'set' ? value.items.find((item) => item.kind === 'unknown') : undefined;
  if (open?.kind === 'unknown') return unknownBecause(open, range, [value]); // two unknown members may be the same
  return value.items.length > 1 ? failure(`the list has ${value.items.length} items`) : (value.items[0] ?? null);
}

function numbersBetween(first: number, rest: readonly number[]): Raw {
  const [start, limit] = rest.length === 0 ? [0, first] : [first, rest[0] ?? 0];
  const step = rest[1] ?? (limit < start ? -1 : 1);
  if (step === 0) return failure('the step is zero');
  if ((limit > start && step < 0) || (limit < start && step > 0)) return failure('the step leads away from the limit');
  const count = Math.max(0, Math.ceil((limit - start) / step));
  return count > maximumRange ? failure(`more than ${maximumRange} numbers`) : Array.from({ length: count }, (_, index) => start + index * step);
}

function slice(list: ListValue, from: number, to: number, range: Value['range']): Raw {
  if (from < 0 || to > list.items.length || from > to) return failure(`${from} to ${to} lies outside a list of ${list.items.length}`);
  return listOf(list.items.slice(from, to), range, [], list.flavour === 'tuple' ? 'tuple' : 'list');
}

function matchKeys(values: ListValue, keys: ListValue, wanted: Value, range: Value['range']): Raw {
  if (wanted.kind !== 'list' || values.items.length !== keys.items.length) return failure('values and keys differ in length');
  const unknown = keys.items.find((key) => key.kind === 'unknown');
  if (unknown?.kind === 'unknown') return unknownBecause(unknown, range, [keys], { type: 'list' });
  const names = unifiedElements([...keys.items, ...wanted.items]);
  const searched = names.slice(keys.items.length);
  return listOf(
    values.items.filter((_, index) => searched.some((one) => equal(one, names[index] ?? one) === true)),
    range,
    [],
    'list',
  );
}
