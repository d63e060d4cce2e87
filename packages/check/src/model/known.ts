import type { Source, UndecidedCause } from '@plimsoll/contract';

/** A value that knows where it comes from, or why it is not known. Nothing else in the code base does arithmetic on configuration values. */
export type Known<T> = Fact<T> | Unknown;

export interface Fact<T> {
  readonly value: T;
  readonly basis: 'stated' | 'default' | 'derived';
  readonly source: Source; // where it is stated; for a default, the place that left it unset
  readonly says: string; // the phrase a finding shows for this line: `max_size = 20`
  readonly from: readonly Fact<unknown>[]; // what it was derived from, so that a finding can show the chain
  readonly citation?: string; // provider or library documentation behind a default or a formula
}

export interface Unknown {
  readonly reason: string; // "var.max_size has no default and no tfvars value"
  readonly needs: Missing;
  readonly bounds?: Interval; // what is still certain: at least 1, at most 20
  readonly source?: Source;
  readonly from?: readonly Fact<unknown>[]; // the known part of a calculation that came out unknown
}

/** What would decide it. */
export interface Missing {
  readonly cause: UndecidedCause;
  readonly what: string; // "a value for var.max_size", "the stack that declares the VPC"
}

export interface Interval {
  readonly min?: number;
  readonly max?: number;
}

export function isKnown<T>(known: Known<T>): known is Fact<T> {
  return 'value' in known;
}

export function stated<T>(value: T, source: Source, says: string, from: readonly Fact<unknown>[] = []): Fact<T> {
  return { value, basis: 'stated', source, says, from };
}

/** A default of a provider or library: `source` is the place that left it unset, `citation` its documentation. */
export function byDefault<T>(value: T, source: Source, says: string, citation: string): Fact<T> {
  return { value, basis: 'default', source, says, from: [], citation };
}

export function derived<T>(value: T, from: readonly Fact<unknown>[], source: Source, says: string): Fact<T> {
  return { value, basis: 'derived', source, says, from };
}

export function unknown(reason: string, needs: Missing, rest: Omit<Unknown, 'reason' | 'needs'> = {}): Unknown {
  return { reason, needs, ...rest };
}

/** The value if it is known, for joins by name; rules compare with `compare` instead. */
export function valueOf<T>(known: Known<T> | null | undefined): T | undefined {
  return known && isKnown(known) ? known.value : undefined;
}

export function map<T, U>(known: Known<T>, change: (value: T) => U): Known<U> {
  return isKnown(known) ? { ...known, value: change(known.value) } : known;
}
