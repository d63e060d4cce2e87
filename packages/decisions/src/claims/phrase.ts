import type { Parsed, Stated, Unread } from '@plimsoll/contract';
import type { Line } from '../markdown/outline.ts';
import { lineSource } from '../markdown/outline.ts';

/** A line as the grammar sees it: bounded, with its file for places. */
export interface Phrase {
  readonly file: string;
  readonly line: Line;
  readonly text: string;
  readonly notes: Unread[]; // what was not understood, for the record's own list
}

const longestPhrase = 400;

export function phraseOf(file: string, line: Line, notes: Unread[] = []): Phrase {
  return { file, line, text: line.text.slice(0, longestPhrase), notes };
}

/** Thousands are parted by a comma, an underscore, an apostrophe or a blank that does not break. */
export const number: string = String.raw`\d(?:[\d.,_]|[\u00a0\u2009\u202f'’](?=\d{3}(?!\d)))*`;

const dotted = /^\d{1,3}\.\d{3}(?![\d.])/;

const decimalComma = /^\d+,\d+(?![\d.,])/;

/** The value of a match in its base unit, with its place; null when it is no quantity after all. */
export function quantityAt<T>(phrase: Phrase, match: RegExpMatchArray | RegExpExecArray | null, written: string | undefined, parse: (text: string) => Parsed<T>): Stated<T> | null {
  if (!match || written === undefined) return null;
  if (dotted.test(written)) {
    const plain = written.replace(/[^\d.].*$/s, '');
    phrase.notes.push({ file: phrase.file, line: phrase.line.number, message: `${plain} may be ${Number(plain)} or ${plain.replace('.', '')}; write ${Number(plain)} or ${plain.replace('.', ',')}` });
    return null;
  }
  const result = parse(withoutSeparators(written.replace(/[.,_]+$/, '')));
  const comma = result.ok ? null : decimalComma.exec(written);
  if (comma) phrase.notes.push({ file: phrase.file, line: phrase.line.number, message: `${comma[0]} is not understood; write ${comma[0].replace(',', '.')}` });
  const from = phrase.text.indexOf(written, match.index ?? 0);
  return result.ok ? { value: result.value, source: lineSource(phrase.file, phrase.line, from, from + written.length) } : null;
}

/** `1.200.000`, `1’200`: separators that the quantities of the contract do not know. */
function withoutSeparators(written: string): string {
  return written.replace(/[\u00a0\u2009\u202f'’](?=\d{3})/g, '').replace(/^\d{1,3}(?:\.\d{3}){2,}/, (digits) => digits.replaceAll('.', ''));
}

/** Where a claim stands: the line without its bullet and blanks. */
export function spanOf(phrase: Phrase): { readonly source: ReturnType<typeof lineSource>; readonly text: string } {
  const from = /^\s*(?:[-*+]\s+|\d+[.)]\s+)?/.exec(phrase.text)?.[0].length ?? 0;
  return { source: lineSource(phrase.file, phrase.line, from, phrase.text.length), text: phrase.text.slice(from).trim() };
}
