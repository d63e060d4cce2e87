import type { Parsed } from './parsed.ts';
import { decimal, parsed, quote, tidy, wrong } from './parsed.ts';

/** `20`, `1,000`, `1_000`, `10k`: a whole number, zero or more. */
export function parseCount(text: string): Parsed<number> {
  const value = decimal(tidy(text) ?? '');
  if (value === null) return wrong(`${quote(text)} is not a count; write a whole number such as 20`);
  if (!Number.isInteger(value)) return wrong(`${quote(text)} is not a whole number`);
  return Number.isSafeInteger(value) ? parsed(value) : wrong(`${quote(text)} is too large a count`);
}

/** With thousands separated: `1,300`. */
export function sayCount(count: number): string {
  if (!Number.isFinite(count)) return count === Infinity ? 'no limit' : 'unknown';
  const [whole = '', fraction] = String(Math.abs(count)).split('.');
  const grouped = whole.includes('e') ? whole : whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${count < 0 ? '-' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}
