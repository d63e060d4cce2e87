import { convert } from '../types/convert.ts';
import type { Type } from '../types/type.ts';
import { errorOf } from '../value/make.ts';
import type { ListValue, ObjectValue, UnknownValue, Value } from '../value/value.ts';

/** Reads one argument: either what the implementation wants, or the unknown that stops the call. */
export interface Param<T> {
  readonly optional?: true;
  readonly read: (value: Value) => { readonly ok: T } | { readonly stop: UnknownValue };
}

export const text: Param<string> = converted({ kind: 'string' }, (value) => (value.kind === 'string' ? value.value : undefined));
export const number: Param<number> = converted({ kind: 'number' }, (value) => (value.kind === 'number' ? value.value : undefined));

export const integer: Param<number> = {
  read: (value) => {
    const read = number.read(value);
    return 'ok' in read && !Number.isSafeInteger(read.ok) ? { stop: error('a whole number is required', value) } : read;
  },
};

/** Any value, known or not: the function itself says what unknown means. */
export const any: Param<Value> = { read: (value) => (isFailed(value) ? { stop: value } : { ok: value }) };

/** Also failed ones, for `try` and `can`. */
export const anything: Param<Value> = { read: (value) => ({ ok: value }) };

/** The value without unknown parts at any level. */
export const whole: Param<Value> = {
  read: (value) => {
    const unknown = unknownIn(value);
    return unknown ? { stop: unknown } : { ok: value };
  },
};

export const list: Param<ListValue> = narrowed('list', (value) => (value.kind === 'list' ? value : undefined));
export const object: Param<ObjectValue> = narrowed('map', (value) => (value.kind === 'object' ? value : undefined));

/** A list, or nothing for null, whose items are texts. */
export const texts: Param<readonly string[]> = itemsOf(text);
export const numbers: Param<readonly number[]> = itemsOf(number);

export function optional<T>(param: Param<T>): Param<T | undefined> {
  return { ...param, optional: true };
}

/** The first unknown found inside a value. */
export function unknownIn(value: Value): UnknownValue | undefined {
  if (value.kind === 'unknown') return value;
  const parts = value.kind === 'list' ? value.items : value.kind === 'object' ? value.entries.values() : [];
  for (const part of parts) {
    const found = unknownIn(part);
    if (found) return found;
  }
  return undefined;
}

function converted<T>(type: Type, get: (value: Value) => T | undefined): Param<T> {
  return {
    read: (value) => {
      const result = convert(value, type);
      if (result.kind === 'unknown') return { stop: result };
      const got = get(result);
      return got === undefined ? { stop: error(`a ${type.kind} is required, this is ${value.kind}`, value) } : { ok: got };
    },
  };
}

function narrowed<T>(name: string, get: (value: Value) => T | undefined): Param<T> {
  return {
    read: (value) => {
      if (value.kind === 'unknown') return { stop: value };
      const got = get(value);
      return got === undefined ? { stop: error(`a ${name} is required, this is a ${value.kind}`, value) } : { ok: got };
    },
  };
}

function itemsOf<T>(param: Param<T>): Param<readonly T[]> {
  return {
    read: (value) => {
      const read = list.read(value);
      if ('stop' in read) return read;
      const items: T[] = [];
      for (const item of read.ok.items) {
        const one = param.read(item);
        if ('stop' in one) return one;
        items.push(one.ok);
      }
      return { ok: items };
    },
  };
}

function error(reason: string, value: Value): UnknownValue {
  return errorOf(reason, value.range, [value]);
}

function isFailed(value: Value): value is UnknownValue {
  return value.kind === 'unknown' && value.needs.kind === 'error';
}
