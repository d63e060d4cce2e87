import type { Range } from '../source/range.ts';
import { listOf, unknownBecause } from '../value/make.ts';
import type { Value } from '../value/value.ts';

/** `value[*]…`: a list item by item; null is no item, anything else is one. */
export function splat(value: Value, range: Range, each: (item: Value) => Value): Value {
  if (value.kind === 'unknown') return unknownBecause(value, range, [value], { type: 'list' });
  if (value.kind === 'null') return listOf([], range, [value]);
  const items = value.kind === 'list' ? value.items : [value];
  return listOf(items.map(each), range, [value]);
}
