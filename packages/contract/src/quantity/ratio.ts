import type { Parsed } from './parsed.ts';
import { decimal, parsed, plainNumber, quote, tidy, wrong } from './parsed.ts';

/**
 * `0.1%` is 0.001. Without a sign, up to 1 is a ratio and above 1 a percentage (`99.9` as in an SLO); exactly 1 could be
 * either, so it needs the sign.
 */
export function parseRatio(text: string): Parsed<number> {
  const source = tidy(text);
  const match = source === null ? null : /^([\d.,_]+)\s*(%|percent|pct)?$/i.exec(source);
  const plain = decimal(match?.[1] ?? '');
  if (!match || plain === null) return wrong(`${quote(text)} is not a ratio; write one such as 99.9% or 0.1%`);
  if (plain > 100) return wrong(`${quote(text)} is more than 100%`);
  if (match[2] === undefined && plain === 1) return wrong('`1` may mean 1% or 100%; write the one that is meant');
  if (match[2] === undefined && plain < 1) return parsed(plain);
  return parsed(decimal(match[1] ?? '', -2) ?? plain / 100);
}

/** `99.9%`. */
export function sayRatio(ratio: number): string {
  return Number.isFinite(ratio) ? `${plainNumber(ratio * 100)}%` : 'unknown';
}
