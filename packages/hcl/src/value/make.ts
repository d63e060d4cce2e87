import type { Range } from '../source/range.ts';
import {
  maximumLevels,
  maximumOrigins,
  maximumSize,
  type BoolValue,
  type ListValue,
  type Need,
  type NullValue,
  type NumberValue,
  type ObjectValue,
  type Reference,
  type StringValue,
  type UnknownValue,
  type Value,
} from './value.ts';

type Origins = readonly Value[];

/** Texts are in Unicode normal form C, as in HCL, so that equal ones look equal. */
export function stringOf(text: string, range: Range, from: Origins = []): StringValue {
  const value = /[\u0300-\uffff]/.test(text) ? text.normalize('NFC') : text;
  return { kind: 'string', value, range, from: capped(from) };
}

export function numberOf(value: number, range: Range, from: Origins = []): NumberValue {
  return { kind: 'number', value, range, from: capped(from) };
}

export function boolOf(value: boolean, range: Range, from: Origins = []): BoolValue {
  return { kind: 'bool', value, range, from: capped(from) };
}

export function nullOf(range: Range, from: Origins = []): NullValue {
  return { kind: 'null', value: null, range, from: capped(from) };
}

/** Unknown instead of a list, when it would exceed the size limit. */
export function listOf(items: readonly Value[], range: Range, from: Origins = [], flavour: ListValue['flavour'] = 'tuple'): ListValue | UnknownValue {
  const extent = extentOf(items);
  return extent ? { kind: 'list', flavour, items, ...extent, range, from: capped(from) } : tooLarge(range, from);
}

/** Unknown instead of an object, when it would exceed the size limit. */
export function objectOf(entries: ReadonlyMap<string, Value>, range: Range, from: Origins = [], flavour: ObjectValue['flavour'] = 'object'): ObjectValue | UnknownValue {
  const extent = extentOf(entries.values());
  return extent ? { kind: 'object', flavour, entries, ...extent, range, from: capped(from) } : tooLarge(range, from);
}

type Certainties = Partial<Pick<UnknownValue, 'type' | 'bounds' | 'options' | 'parts' | 'encoded' | 'reference'>>;

export function unknownOf(reason: string, needs: Need, range: Range, from: Origins = [], certain: Certainties = {}): UnknownValue {
  return { kind: 'unknown', reason, needs, range, from: capped(from), ...certain };
}

/** An expression that fails in Terraform too: `try` goes on to its next argument. */
export function errorOf(reason: string, range: Range, from: Origins = []): UnknownValue {
  return unknownOf(reason, { kind: 'error', name: reason }, range, from);
}

export function isError(value: Value): boolean {
  return value.kind === 'unknown' && value.needs.kind === 'error';
}

/** The same value, seen from the expression that refers to it. */
export function referTo(value: Value, range: Range, reference?: Reference): Value {
  const seen: Value = { ...value, range, from: [value] };
  return reference ? { ...seen, reference } : seen;
}

/** An unknown that comes about because `cause` is unknown: same reason, nothing else certain. */
export function unknownBecause(cause: UnknownValue, range: Range, from: Origins = [cause], certain: Certainties = {}): UnknownValue {
  const reference = certain.reference ?? cause.reference;
  return unknownOf(cause.reason, cause.needs, range, from, reference ? { ...certain, reference } : certain);
}

interface Extent {
  readonly size: number;
  readonly levels: number;
}

function extentOf(values: Iterable<Value>): Extent | undefined {
  let size = 1;
  let levels = 1;
  for (const value of values) {
    if (value.kind === 'list' || value.kind === 'object') {
      size += value.size;
      levels = Math.max(levels, value.levels + 1);
    } else size += value.kind === 'string' ? 1 + (value.value.length >> 6) : 1;
  }
  return size <= maximumSize && levels <= maximumLevels ? { size, levels } : undefined;
}

function tooLarge(range: Range, from: Origins): UnknownValue {
  return unknownOf('the value would be too large', { kind: 'unsupported', name: 'size' }, range, from);
}

function capped(from: Origins): Origins {
  return from.length > maximumOrigins ? from.slice(0, maximumOrigins) : from;
}
