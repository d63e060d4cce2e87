import { isKnown, valueOf } from '@plimsoll/check';
import type { Fact, Known } from '@plimsoll/check';
import type { Source } from '@plimsoll/contract';
import { left, value } from './lines.ts';
import type { Entry } from './lines.ts';

/** A value as each environment has it. The contract states one for all, so only what all agree on is stated. */
export interface InEnvironment<T> {
  readonly environment: string;
  readonly known: Known<T>;
}

/** An entry for a value; `show` gives its YAML, or null where the contract cannot hold it; `example` is what could be written instead. */
export function agreed<T>(key: string, found: readonly InEnvironment<T>[], show: (known: T) => string | null, example: string): Entry {
  const unknown = found.find((entry) => !isKnown(entry.known))?.known;
  if (unknown && !isKnown(unknown)) return left(key, example, `not known: ${unknown.reason}; ${unknown.needs.what} would decide`);
  const shown = found.flatMap(({ environment, known }) => (isKnown(known) ? [{ environment, fact: known, text: show(known.value) }] : []));
  const [first] = shown;
  if (!first) return left(key, example, 'nothing in the repository says it');
  if (first.text === null) return left(key, example, `${fromOf(first.fact)} cannot be stated here`);
  if (new Set(shown.map((entry) => entry.text)).size > 1) {
    const each = shown.map(({ environment, fact, text }) => `${text ?? fact.says} in ${environment}`);
    return left(key, first.text, `${each.join(', ')}: the environments differ, and a contract states one value for all`);
  }
  return value(key, first.text, fromOf(first.fact));
}

/** `max_size = 20, infra/asg.tf:7`. */
export function fromOf(fact: Fact<unknown>): string {
  const says = fact.basis === 'derived' && fact.from[0] && fact.says === String(fact.value) ? fact.from[0].says : fact.says;
  return `${says}, ${placeOf(fact.source)}`;
}

export function placeOf(source: Source): string {
  return `${source.file}:${source.line}`;
}

export function wholeNumber(count: number): string | null {
  return Number.isInteger(count) && count >= 0 ? String(count) : null;
}

export function sameValue(all: readonly Known<unknown>[]): boolean {
  return all.every(isKnown) && new Set(all.map(valueOf)).size === 1;
}
