import { sayCount } from '@plimsoll/contract';
import { isKnown } from './known.ts';
import type { Known } from './known.ts';

/** A count for a message: `150`, `at least 150`, `at most 112`, `an unknown number`. */
export function say(known: Known<number>): string {
  if (isKnown(known)) return sayNumber(known.value);
  const { min, max } = known.bounds ?? {};
  if (min !== undefined && max !== undefined) return min === max ? sayNumber(min) : `${sayNumber(min)} to ${sayNumber(max)}`;
  if (min !== undefined) return `at least ${sayNumber(min)}`;
  if (max !== undefined) return `at most ${sayNumber(max)}`;
  return 'an unknown number';
}

const environment = '(?:prod(?:uction)?|stag(?:e|ing)|dev(?:elopment)?)';
const aroundName = new RegExp(`^${environment}[-_](?=.)|(?<=.)[-_]${environment}$`, 'gi');

/** `production-orders` is orders to those who look after it; the environments of a finding are said beside it. */
export function plainName(name: string, own = ''): string {
  const plain = name.replaceAll(aroundName, '');
  if (own === '' || own === 'default') return plain;
  const start = plain.startsWith(`${own}-`) ? own.length + 1 : 0;
  return plain.slice(start, plain.endsWith(`-${own}`) && plain.length > start + own.length + 1 ? -own.length - 1 : undefined);
}

/** By how much to change something: the least that certainly helps. */
export function sayLeast(known: Known<number>): string {
  const min = isKnown(known) ? undefined : known.bounds?.min;
  return min === undefined ? say(known) : `at least ${sayNumber(min)}`;
}

export function sayNumber(value: number): string {
  if (value === Infinity) return 'unlimited';
  return Number.isInteger(value) ? sayCount(value) : value.toLocaleString('en-US', { maximumFractionDigits: 2 });
}

/** A duration for a message: `250 ms`, `30 s`, `5 min`, `no limit`. */
export function sayMs(known: Known<number>): string {
  if (isKnown(known)) return sayDurationMs(known.value);
  const { min, max } = known.bounds ?? {};
  if (min !== undefined) return `at least ${sayDurationMs(min)}`;
  if (max !== undefined) return `at most ${sayDurationMs(max)}`;
  return 'an unknown time';
}

export function sayDurationMs(ms: number): string {
  if (ms === Infinity) return 'no limit';
  if (ms < 1000) return `${sayNumber(ms)} ms`;
  if (ms < 120_000) return `${sayNumber(ms / 1000)} s`;
  if (ms < 7_200_000) return `${sayNumber(ms / 60_000)} min`;
  return ms < 172_800_000 ? `${sayNumber(ms / 3_600_000)} h` : `${sayNumber(ms / 86_400_000)} d`;
}

/** `1 instance`, `2 instances`. */
export function plural(count: number, noun: string): string {
  return `${sayNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}
