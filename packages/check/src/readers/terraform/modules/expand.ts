import { boundsOf, convert, evaluate, isUnknown, numberOf, stringOf, textOf, unknownBecause, unknownOf, type Body, type Scope, type Value } from '@plimsoll/hcl';

import type { Multiplicity } from './evaluated.ts';

/** Larger collections stay one symbolic node. */
export const expandedMax = 64;

/** What `each` and `count` mean inside a block. */
export interface Bindings {
  readonly each?: { readonly key: Value; readonly value: Value };
  readonly index?: Value;
}

/** The members that `count` or `for_each` give a block. Only for_each has several: they differ, those of a count do not. */
export interface Expansion {
  readonly multiplicity: Multiplicity;
  readonly exists: 'yes' | 'no' | 'maybe';
  readonly members: readonly { readonly key?: string; readonly bindings: Bindings }[];
}

export function expand(body: Body, scope: Scope): Expansion {
  const count = body.attributes.get('count');
  if (count) return counted(convert(evaluate(count.expression, scope), { kind: 'number' }));
  const each = body.attributes.get('for_each');
  if (each) return keyed(evaluate(each.expression, scope));
  return { multiplicity: { kind: 'one' }, exists: 'yes', members: [{ bindings: {} }] };
}

/** The items of a known collection with their keys; a list has none that `each` could use, yet dynamic blocks take it. */
export function pairsIn(collection: Value): readonly (readonly [Value, Value])[] | undefined {
  if (collection.kind === 'list') {
    const isSet = collection.flavour === 'set';
    return collection.items.map((item, index) => [isSet ? item : numberOf(index, item.range), item]);
  }
  if (collection.kind !== 'object') return undefined;
  const sorted = [...collection.entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([key, value]) => [stringOf(key, value.range), value]);
}

function counted(value: Value): Expansion {
  const bounds = boundsOf(value);
  const exists = bounds?.max !== undefined && bounds.max <= 0 ? 'no' : bounds?.min !== undefined && bounds.min >= 1 ? 'yes' : 'maybe';
  return { multiplicity: { kind: 'count', value }, exists, members: [{ bindings: { index: indexBelow(value) } }] };
}

function indexBelow(count: Value): Value {
  const max = boundsOf(count)?.max;
  if (max !== undefined && max <= 1) return numberOf(0, count.range, [count]);
  const bounds = max === undefined ? { min: 0 } : { min: 0, max: Math.max(0, max - 1) };
  const reason = count.kind === 'unknown' ? count.reason : 'count.index differs from instance to instance';
  return unknownOf(reason, count.kind === 'unknown' ? count.needs : { kind: 'unsupported', name: 'count.index' }, count.range, [count], { type: 'number', bounds });
}

function keyed(keys: Value): Expansion {
  const pairs = pairsIn(keys);
  const multiplicity = { kind: 'for_each', keys } as const;
  const texts = pairs?.map(([key, value]) => textOf(keys.kind === 'list' ? value : key));
  if (pairs && texts?.every((text) => text !== undefined) && pairs.length <= expandedMax) {
    if (pairs.length === 0) return { multiplicity, exists: 'no', members: [symbolic(keys)] };
    const members = pairs.map(([key, value], index) => ({
      key: texts[index] ?? '',
      bindings: { each: { key: keys.kind === 'list' ? value : key, value } },
    }));
    return { multiplicity, exists: 'yes', members };
  }
  return { multiplicity, exists: pairs && pairs.length > 0 ? 'yes' : 'maybe', members: [symbolic(keys)] };
}

function symbolic(keys: Value): { bindings: Bindings } {
  const { range } = keys;
  const open = keys.kind === 'list' ? keys.items.find(isUnknown) : keys;
  const cause = open?.kind === 'unknown' ? open : unknownOf('each.key differs from instance to instance', { kind: 'unsupported', name: 'each' }, range, [keys]);
  return { bindings: { each: { key: unknownBecause(cause, range, [keys], { type: 'string' }), value: unknownBecause(cause, range, [keys]) } } };
}
