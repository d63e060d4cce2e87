import type { Range } from '../source/range.ts';
import { listOf, unknownBecause } from '../value/make.ts';
import type { Value } from '../value/value.ts';

/** `value[*]…`: a list item by item, the result being of the same kind; null is no item, anything else is one. */
export function splat(value: Value, range: Range, each: (item: Value) => Value): Value {
  if (value.kind === 'unknown') {
    const isItem = value.type !== undefined && value.type !== 'list';
    const item = isItem ? each(value) : value;
    return item.kind === 'unknown' && item.needs.kind === 'error' ? item : unknownBecause(value, range, [value], { type: 'list' });
  }
  if (value.kind === 'null') return listOf([], range, [value]);
  const items = value.kind === 'list' ? value.items : [value];
  const flavour = value.kind === 'list' && value.flavour !== 'tuple' ? 'list' : 'tuple';
  return listOf(items.map(each), range, [value], flavour);
}
