import type { FunctionTable, HclFunction } from '../evaluate/scope.ts';
import { setOf, unifiedElements } from '../types/collections.ts';
import { jsonText } from '../value/json.ts';
import { listOf } from '../value/make.ts';
import type { Value } from '../value/value.ts';
import { failure, pure, variadic, type Raw } from './define.ts';
import { list, type Param, unknownIn } from './params.ts';

const maximumProduct = 10_000;

/** A collection whose items are known to the last, so that they can be told apart. */
const members: Param<readonly Value[]> = {
  read: (value) => {
    const unknown = unknownIn(value);
    if (unknown) return { stop: unknown };
    const read = list.read(value);
    return 'stop' in read ? read : { ok: unifiedElements(read.ok.items) };
  },
};

export const setFunctions: FunctionTable = new Map<string, HclFunction>([
  ['setunion', variadic([members], members, 'list', ([first], rest, { range }) => setOf([first, ...rest].flat(), range, []))],
  ['setintersection', variadic([members], members, 'list', ([first], rest, { range }) => setOf(rest.reduce(intersect, first), range, []))],
  ['setsubtract', pure([members, members], 'list', ([from, away], { range }) => setOf(subtract(from, away), range, []))],
  ['setsymmetricdifference', pure([members, members], 'list', ([a, b], { range }) => setOf([...subtract(a, b), ...subtract(b, a)], range, []))],
  [
    'setproduct',
    variadic([list, list], list, 'list', ([a, b], rest, { range }) =>
      product(
        [a, b, ...rest].map(({ items }) => items),
        range,
      ),
    ),
  ],
]);

function intersect(a: readonly Value[], b: readonly Value[]): readonly Value[] {
  const keys = new Set(b.map(jsonText));
  return a.filter((item) => keys.has(jsonText(item)));
}

function subtract(a: readonly Value[], b: readonly Value[]): readonly Value[] {
  const keys = new Set(b.map(jsonText));
  return a.filter((item) => !keys.has(jsonText(item)));
}

function product(lists: readonly (readonly Value[])[], range: Value['range']): Raw {
  if (lists.reduce((count, items) => count * items.length, 1) > maximumProduct) return failure(`more than ${maximumProduct} combinations`);
  let combinations: readonly (readonly Value[])[] = [[]];
  for (const items of lists) combinations = combinations.flatMap((chosen) => items.map((item) => [...chosen, item]));
  return listOf(
    combinations.map((chosen) => listOf(chosen, range)),
    range,
    [],
    'list',
  );
}
