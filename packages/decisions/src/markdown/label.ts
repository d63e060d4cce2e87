import type { Source } from '@plimsoll/contract';
import type { Line } from './outline.ts';
import { lineSource } from './outline.ts';

export interface Label {
  readonly name: string; // lower case, without marks
  readonly value: string;
  readonly source: Source; // of the value
}

/** `* **Status:** accepted`, `Date: 2026-01-02`, `| Owner | Harbour |`: a short label and its value. */
export function labelAt(file: string, line: Line): Label | null {
  const { text } = line;
  const row = text.trimStart().startsWith('|');
  const start = row ? text.indexOf('|') + 1 : 0;
  const separator = text.indexOf(row ? '|' : ':', start);
  if (separator === -1 || separator - start > 60) return null;
  const name = text
    .slice(start, separator)
    .replace(/^\s*(?:[-*+]\s+|\d+[.)]\s+)?/, '')
    .replace(/[*_`]/g, '')
    .trim()
    .toLowerCase();
  const end = row ? text.indexOf('|', separator + 1) : text.length;
  const raw = text.slice(separator + 1, end === -1 ? text.length : end);
  const value = raw.replace(/^[\s*_`:]+/, '').replace(/[\s*_`]+$/, '');
  if (name === '' || value === '' || !/^[a-zäöüß][a-zäöüß0-9 /()-]*$/.test(name)) return null;
  const from = separator + 1 + raw.indexOf(value);
  return { name, value, source: lineSource(file, line, from, from + value.length) };
}
