import type { Range } from '../source/range.ts';
import { hull } from './bounds.ts';
import { same } from './equal.ts';
import { unknownOf } from './make.ts';
import { maximumOptions, type Need, type TypeName, type UnknownValue, type Value } from './value.ts';

/** One of several values, it is not known which. Where all agree, that value. */
export function oneOf(options: readonly Value[], cause: { reason: string; needs: Need }, range: Range, from: readonly Value[]): Value {
  const distinct = distinctOptions(options);
  const only = distinct[0];
  if (only && distinct.length === 1) return { ...only, range, from: [only, ...from].slice(0, 8) };
  const bounds = hull(distinct);
  const type = commonType(distinct);
  return unknownOf(cause.reason, cause.needs, range, from, {
    ...(distinct.length <= maximumOptions && distinct.some(saysSomething) ? { options: distinct } : {}),
    ...(bounds ? { bounds } : {}),
    ...(type ? { type } : {}),
  });
}

/** Applies `make` to every combination of options; undefined when an unknown has no options or there are too many. */
export function forEachOption(values: readonly Value[], range: Range, make: (values: readonly Value[]) => Value): Value | undefined {
  const unknown = values.find((value): value is UnknownValue => value.kind === 'unknown');
  if (!unknown) return undefined;
  let combinations: readonly (readonly Value[])[] = [[]];
  for (const value of values) {
    const choices = value.kind === 'unknown' ? value.options : [value];
    if (!choices || choices.length * combinations.length > maximumOptions) return undefined;
    if (value.kind === 'unknown' && choices.some((choice) => choice.kind === 'unknown')) return undefined;
    combinations = combinations.flatMap((chosen) => choices.map((choice) => [...chosen, choice]));
  }
  return oneOf(combinations.map(make), unknown, range, values);
}

function typeNameOf(value: Value): TypeName | undefined {
  if (value.kind === 'unknown') return value.type;
  return value.kind === 'null' ? undefined : value.kind;
}

/** Unknowns of which nothing is certain are no options worth keeping. */
function saysSomething(value: Value): boolean {
  return value.kind !== 'unknown' || [value.bounds, value.parts, value.reference, value.encoded].some((part) => part !== undefined);
}

function distinctOptions(options: readonly Value[]): readonly Value[] {
  const distinct: Value[] = [];
  const flat = options.flatMap((option) => (option.kind === 'unknown' && option.options ? option.options : [option]));
  for (const option of flat) {
    if (distinct.length > maximumOptions) break;
    if (!distinct.some((known) => same(known, option))) distinct.push(option);
  }
  return distinct;
}

function commonType(values: readonly Value[]): TypeName | undefined {
  const types = new Set(values.map(typeNameOf));
  return types.size === 1 ? [...types][0] : undefined;
}
