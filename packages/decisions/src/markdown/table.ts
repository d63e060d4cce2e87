import type { Stated } from '@plimsoll/contract';
import type { Line } from './outline.ts';
import { lineSource } from './outline.ts';

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly Stated<string>[])[];
}

const columnsMax = 50;

/** The pipe tables among lines. */
export function tablesIn(file: string, lines: readonly Line[]): readonly Table[] {
  const tables: Table[] = [];
  for (let index = 0; index + 1 < lines.length; index++) {
    const [header, rule] = [lines[index], lines[index + 1]];
    if (!header?.text.includes('|') || !rule || !isRule(rule.text)) continue;
    const rows: (readonly Stated<string>[])[] = [];
    let next = index + 2;
    for (let line = lines[next]; line?.text.includes('|') && line.number === (lines[next - 1]?.number ?? 0) + 1; line = lines[++next]) rows.push(cells(file, line));
    tables.push({ header: cells(file, header).map((cell) => cell.value), rows });
    index = next - 1;
  }
  return tables;
}

function isRule(text: string): boolean {
  return text.includes('-') && /^[\s|:-]+$/.test(text) && text.includes('|');
}

function cells(file: string, line: Line): readonly Stated<string>[] {
  const result: Stated<string>[] = [];
  const { text } = line;
  const end = text.trimEnd().endsWith('|') ? text.trimEnd().length - 1 : text.length;
  let start = text.trimStart().startsWith('|') ? text.indexOf('|') + 1 : 0;
  for (let index = start; index <= end && result.length < columnsMax; index++) {
    if (index < end && (text[index] !== '|' || text[index - 1] === '\\')) continue;
    const raw = text.slice(start, index);
    const value = raw.replace(/[*_`]/g, '').trim();
    const from = start + (raw.length - raw.trimStart().length);
    result.push({ value, source: lineSource(file, line, from, from + raw.trim().length) });
    start = index + 1;
  }
  return result;
}
