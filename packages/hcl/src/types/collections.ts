import type { Range } from '../source/range.ts';
import { listOf, stringOf } from '../value/make.ts';
import { jsonText } from '../value/json.ts';
import { textOf } from '../value/text.ts';
import type { ListValue, UnknownValue, Value } from '../value/value.ts';

/** The items of a list, tuple or set. */
export function elementsOf(value: Value): readonly Value[] | undefined {
  return value.kind === 'list' ? value.items : undefined;
}

/** Lists have one element type: primitives of several types all become strings. */
export function unifiedElements(items: readonly Value[]): readonly Value[] {
  const kinds = new Set(items.map((item) => (item.kind === 'unknown' ? item.type : item.kind)).filter((kind) => kind !== 'null'));
  if (kinds.size < 2 || !kinds.has('string')) return items;
  return items.map((item) => {
    const text = item.kind === 'string' ? undefined : textOf(item);
    return text === undefined ? item : stringOf(text, item.range, item.from);
  });
}

/** A set: without duplicates, strings and numbers in order. */
export function setOf(items: readonly Value[], range: Range, from: readonly Value[]): ListValue | UnknownValue {
  return listOf(distinct(items).toSorted(compare), range, from, 'set');
}

/** First occurrences only. Items with unknown parts stay, as nobody can tell whom they equal. */
export function distinct(items: readonly Value[]): Value[] {
  const seen = new Set<string | Value>();
  return items.filter((item) => {
    const text = jsonText(item);
    const key = text === undefined ? item : `${item.kind} ${text}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** The order of set elements: strings by code point, numbers by size, the rest as found. */
function compare(a: Value, b: Value): number {
  if (a.kind === 'number' && b.kind === 'number') return a.value - b.value;
  if (a.kind === 'string' && b.kind === 'string') return compareText(a.value, b.value);
  return 0;
}

/** By code point, which is also the order of UTF-8 bytes; JavaScript itself compares UTF-16 units. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  for (let at = 0; at < a.length && at < b.length; at += 1) {
    const left = a.codePointAt(at) ?? 0;
    const right = b.codePointAt(at) ?? 0;
    if (left !== right) return left - right;
  }
  return a.length - b.length;
}
