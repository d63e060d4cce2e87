import type { Source } from '@plimsoll/contract';
import { isKnown } from './known.ts';
import type { Fact, Interval, Known, Unknown } from './known.ts';

/*
 * Arithmetic on configuration values keeps chains and bounds. Every quantity here is a count, a size or a time and so never
 * negative; that is what lets a product of bounds be the bound of the product.
 */

export interface Comparison {
  readonly answer: 'yes' | 'no' | 'undecided';
  readonly left: Known<number>;
  readonly operator: '<=' | '<' | '>=' | '>';
  readonly right: Known<number>;
  readonly unknowns: readonly Unknown[]; // what stands in the way, when undecided
}

export function sum(values: readonly Known<number>[]): Known<number> {
  return combine(values, (numbers) => numbers.reduce((total, number) => total + number, 0));
}

export function product(...values: readonly Known<number>[]): Known<number> {
  return combine(values, (numbers) => numbers.reduce((total, number) => (total === 0 || number === 0 ? 0 : total * number), 1));
}

/** left − right, never below zero. */
export function difference(left: Known<number>, right: Known<number>): Known<number> {
  if (isKnown(left) && left.value === Infinity) return left;
  if (isKnown(left) && isKnown(right)) return result(Math.max(0, left.value - right.value), [left, right]);
  const a = boundsOf(left);
  const b = boundsOf(right);
  return inBounds([left, right], { min: Math.max(0, (a.min ?? 0) - (b.max ?? Infinity)), max: Math.max(0, (a.max ?? Infinity) - (b.min ?? 0)) });
}

export function least(values: readonly Known<number>[]): Known<number> {
  return combine(values, (numbers) => Math.min(...numbers));
}

export function greatest(values: readonly Known<number>[]): Known<number> {
  return combine(values, (numbers) => Math.max(...numbers));
}

/** Answers yes or no as soon as the bounds allow it: "at least 150" already breaks a limit of 97. */
export function compare(left: Known<number>, operator: Comparison['operator'], right: Known<number>): Comparison {
  const a = boundsOf(left);
  const b = boundsOf(right);
  const [low, high, strict] = operator === '<=' || operator === '<' ? [a, b, operator === '<'] : [b, a, operator === '>'];
  const lowMax = low.max ?? Infinity;
  const highMin = high.min ?? 0;
  const lowMin = low.min ?? 0;
  const highMax = high.max ?? Infinity;
  const always = strict ? lowMax < highMin : lowMax <= highMin;
  const never = strict ? lowMin >= highMax : lowMin > highMax;
  const answer = always ? 'yes' : never ? 'no' : 'undecided';
  return { answer, left, operator, right, unknowns: answer === 'undecided' ? [left, right].filter((side): side is Unknown => !isKnown(side)) : [] };
}

export function boundsOf(known: Known<number>): Interval {
  return isKnown(known) ? { min: known.value, max: known.value } : (known.bounds ?? {});
}

function combine(values: readonly Known<number>[], calculate: (numbers: readonly number[]) => number): Known<number> {
  const facts = values.filter((value) => isKnown(value));
  if (facts.length === values.length) {
    const only = facts[0];
    return facts.length === 1 && only ? only : result(calculate(facts.map((fact) => fact.value)), facts);
  }
  const min = calculate(values.map((value) => boundsOf(value).min ?? 0));
  const max = calculate(values.map((value) => boundsOf(value).max ?? Infinity));
  return inBounds(values, { min, max });
}

const nowhere: Source = { file: '', line: 1, column: 1, endLine: 1, endColumn: 1 };

function result(value: number, from: readonly Fact<number>[]): Fact<number> {
  return { value, basis: 'derived', source: from[0]?.source ?? nowhere, says: String(value), from };
}

function inBounds(values: readonly Known<number>[], bounds: { min: number; max: number }): Unknown {
  const missing = values.filter((value): value is Unknown => !isKnown(value));
  const first = missing[0];
  if (!first) throw new Error('inBounds is for calculations with an unknown part');
  return {
    reason: [...new Set(missing.map((value) => value.reason))].join('; '),
    needs: first.needs,
    bounds: { ...(bounds.min > 0 ? { min: bounds.min } : {}), ...(bounds.max < Infinity ? { max: bounds.max } : {}) },
    ...(first.source ? { source: first.source } : {}),
    from: values.flatMap((value) => (isKnown(value) ? [value] : (value.from ?? []))),
  };
}
