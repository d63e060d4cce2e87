import type { Fact, Known, System } from '@plimsoll/check';
import type { Source, UndecidedCause } from '@plimsoll/contract';
import { sourceJson } from '../json/parts.ts';

/** A value as the map shows it: with its source, or with why it is not known and what is certain all the same. */
export type KnownView =
  | { readonly value: string | number | boolean; readonly basis: Fact<unknown>['basis']; readonly says: string; readonly source: Source; readonly citation?: string }
  | { readonly value: null; readonly unknown: string; readonly cause: UndecidedCause; readonly missing: string; readonly min?: number; readonly max?: number };

/** JSON knows no Infinity; what has no limit says so. */
export const unlimited = 'unlimited';

export function knownView(known: Known<string | number | boolean>): KnownView {
  if ('value' in known) {
    const value = known.value === Infinity ? unlimited : known.value;
    return { value, basis: known.basis, says: known.says, source: sourceJson(known.source), ...(known.citation === undefined ? {} : { citation: known.citation }) };
  }
  const { min, max } = known.bounds ?? {};
  return {
    value: null,
    unknown: known.reason,
    cause: known.needs.cause,
    missing: known.needs.what,
    ...(min === undefined || min === Infinity ? {} : { min }),
    ...(max === undefined || max === Infinity ? {} : { max }),
  };
}

/** Least and most of a number that may not be known. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

export function rangeOf(known: Known<number>): Range {
  if ('value' in known) return { min: known.value, max: known.value };
  return { min: known.bounds?.min ?? 0, max: known.bounds?.max ?? Infinity };
}

export function times(...ranges: readonly Range[]): Range {
  const product = (numbers: readonly number[]): number => numbers.reduce((total, number) => (total === 0 || number === 0 ? 0 : total * number), 1);
  return { min: product(ranges.map((range) => range.min)), max: product(ranges.map((range) => range.max)) };
}

export function plus(ranges: readonly Range[]): Range {
  return { min: ranges.reduce((total, range) => total + range.min, 0), max: ranges.reduce((total, range) => total + range.max, 0) };
}

/** left − right, never below zero. */
export function minus(left: Range, right: Range): Range {
  const difference = (a: number, b: number): number => (b === Infinity ? 0 : Math.max(0, a - b));
  return { min: difference(left.min, right.max), max: difference(left.max, right.min) };
}

/** What every pool of a database may open together, and what the database serves to them. */
export function demandOf(pool: System['pools'][number]): Range {
  return times(rangeOf(pool.connectionsMax), rangeOf(pool.processesPerInstance), rangeOf(pool.instancesMax));
}
