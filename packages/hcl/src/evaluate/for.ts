import type { Range } from '../source/range.ts';
import type { For } from '../syntax/nodes.ts';
import { compareText } from '../types/collections.ts';
import { convert } from '../types/convert.ts';
import { errorOf, listOf, numberOf, objectOf, stringOf, unknownBecause } from '../value/make.ts';
import { textOf } from '../value/text.ts';
import type { UnknownValue, Value } from '../value/value.ts';
import { evaluateIn } from './evaluate.ts';
import { withLocals, type Frame } from './frame.ts';

export type Pair = readonly [key: Value, value: Value];

export function evaluateFor(expression: For, frame: Frame): Value {
  const { range, key } = expression;
  const type = key ? 'object' : 'list';
  const collection = evaluateIn(expression.collection, frame);
  if (collection.kind === 'unknown') {
    const cannot = collection.type === 'string' || collection.type === 'number' || collection.type === 'bool';
    return cannot ? errorOf(`a ${collection.type} cannot be iterated`, expression.collection.range, [collection]) : unknownBecause(collection, range, [collection], { type });
  }
  const pairs = pairsOf(collection);
  if (!pairs) return errorOf(`a ${collection.kind} cannot be iterated`, expression.collection.range, [collection]);

  const items: Value[] = [];
  const groups = new Map<string, Value[]>();
  for (const [itemKey, itemValue] of pairs) {
    const inner = withLocals(frame, [
      [expression.keyName, itemKey],
      [expression.valueName, itemValue],
    ]);
    const included = isIncluded(expression, inner);
    if (included === false) continue;
    if (included !== true) return { ...included, range, type };
    if (!key) {
      items.push(evaluateIn(expression.value, inner));
      continue;
    }
    const problem = addEntry(groups, evaluateIn(key, inner), evaluateIn(expression.value, inner), expression);
    if (problem) return problem;
  }
  return key ? objectOf(entriesOf(groups, expression.grouped, range), range, [collection]) : listOf(items, range, [collection]);
}

/** What a loop runs over; objects in the order of their keys. Undefined for values that are no collection. */
export function pairsOf(collection: Value): readonly Pair[] | undefined {
  if (collection.kind === 'list') {
    const isSet = collection.flavour === 'set';
    return collection.items.map((item, index) => [isSet ? item : numberOf(index, item.range), item]);
  }
  if (collection.kind !== 'object') return undefined;
  const sorted = [...collection.entries].toSorted(([a], [b]) => compareText(a, b));
  return sorted.map(([key, value]) => [stringOf(key, value.range), value]);
}

function isIncluded(expression: For, frame: Frame): boolean | UnknownValue {
  if (!expression.condition) return true;
  const condition = convert(evaluateIn(expression.condition, frame), { kind: 'bool' });
  if (condition.kind === 'bool') return condition.value;
  return condition.kind === 'unknown' ? unknownBecause(condition, expression.range) : errorOf('the condition is null', expression.range, [condition]);
}

function addEntry(groups: Map<string, Value[]>, key: Value, value: Value, expression: For): Value | undefined {
  const { range } = expression;
  if (key.kind === 'unknown') return unknownBecause(key, range, [key], { type: 'object' });
  const name = textOf(key);
  if (name === undefined) return errorOf(`a ${key.kind} cannot be a key`, range, [key]);
  const group = groups.get(name);
  if (!group) groups.set(name, [value]);
  else if (expression.grouped) group.push(value);
  else return errorOf(`two items have the key "${name}"`, range, [key]);
  return undefined;
}

function entriesOf(groups: ReadonlyMap<string, readonly Value[]>, grouped: boolean, range: Range): Map<string, Value> {
  const entries = new Map<string, Value>();
  for (const [name, values] of groups) {
    const first = values[0];
    if (grouped) entries.set(name, listOf(values, range));
    else if (first) entries.set(name, first);
  }
  return entries;
}
