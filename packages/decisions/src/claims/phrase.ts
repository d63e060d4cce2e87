import type { Parsed, Stated } from '@plimsoll/contract';
import type { Line } from '../markdown/outline.ts';
import { lineSource } from '../markdown/outline.ts';

/** A line as the grammar sees it: bounded, with its file for places. */
export interface Phrase {
  readonly file: string;
  readonly line: Line;
  readonly text: string;
}

const longestPhrase = 400;

export function phraseOf(file: string, line: Line): Phrase {
  return { file, line, text: line.text.slice(0, longestPhrase) };
}

export const number: string = String.raw`\d[\d.,_]*`;

/** The value of a match in its base unit, with its place; null when it is no quantity after all. */
export function quantityAt<T>(phrase: Phrase, match: RegExpMatchArray | RegExpExecArray | null, written: string | undefined, parse: (text: string) => Parsed<T>): Stated<T> | null {
  if (!match || written === undefined) return null;
  const result = parse(written.replace(/[.,_]+$/, ''));
  const from = phrase.text.indexOf(written, match.index ?? 0);
  return result.ok ? { value: result.value, source: lineSource(phrase.file, phrase.line, from, from + written.length) } : null;
}

/** Where a claim stands: the line without its bullet and blanks. */
export function spanOf(phrase: Phrase): { readonly source: ReturnType<typeof lineSource>; readonly text: string } {
  const from = /^\s*(?:[-*+]\s+|\d+[.)]\s+)?/.exec(phrase.text)?.[0].length ?? 0;
  return { source: lineSource(phrase.file, phrase.line, from, phrase.text.length), text: phrase.text.slice(from).trim() };
}
