import type { Finding } from '@plimsoll/contract';
import { isSaidBy, rowsByFile } from '../frame/rows.ts';
import type { Row } from '../frame/rows.ts';
import { placeOf } from '../plain/plain-finding.ts';
import { codeLine } from '../terminal/code-line.ts';
import type { Line } from '../terminal/span.ts';
import { styled } from '../terminal/span.ts';
import { padStart, widthOf } from '../terminal/width.ts';
import { wrap } from '../terminal/wrap.ts';
import type { Page } from './page.ts';

const indent = '    ';
const lineMax = 5000; // of a longer line only what is shown is searched

/** The lines that led to a finding, grouped by file, the place of the finding first. */
export function frame(finding: Pick<Finding, 'location' | 'evidence'>, page: Page): readonly Line[] {
  const files = rowsByFile(finding);
  const digits = Math.max(1, ...files.flat().map((row) => String(row.source.line).length));
  return files.flatMap((rows) => fileFrame(rows, digits, page));
}

function fileFrame(rows: readonly Row[], digits: number, page: Page): readonly Line[] {
  const head = rows.find((row) => row.main) ?? rows[0];
  if (!head) return [];
  return [[indent, styled('path', placeOf(head.source))], ...rows.flatMap((row) => rowLines(row, digits, page))];
}

function rowLines(row: Row, digits: number, page: Page): readonly Line[] {
  const { source } = row;
  const gutter = (number: string): Line => [indent, styled('quiet', `${padStart(number, digits)} │ `)];
  const blank = `${indent}${' '.repeat(digits)} │ `;
  const columns = page.columns - widthOf(blank);
  const raw = page.lineOf(source.file, source.line);
  const number = String(source.line);
  if (raw === undefined || raw.trim() === '') {
    return row.says.length === 0 ? [] : wrap([styled('quiet', `← ${row.says.join('; ')}`)], page.columns, { first: gutter(number), rest: styled('quiet', blank) });
  }
  const continues = source.endLine > source.line;
  const code = codeLine(raw, source.column, continues ? raw.length + 1 : source.endColumn, columns);
  const label = row.says.filter((phrase) => !isSaidBy(raw.length > lineMax ? code.text : raw, phrase)).join('; ');
  const codeRow: Line = [...gutter(number), code.text];
  const carets: Line = row.main ? [...gutter(''), ' '.repeat(code.from), styled('error', `${'^'.repeat(code.to - code.from)}${continues && code.to < columns ? '…' : ''}`)] : [];
  if (label === '') return row.main ? [codeRow, carets] : [codeRow];
  if (row.main && code.to + 2 + widthOf(label) <= columns) return [codeRow, [...carets, ' ', label]];
  if (!row.main && widthOf(code.text) + 5 + widthOf(label) <= columns) return [[...codeRow, '   ', styled('quiet', `← ${label}`)]];
  const below = Math.min(code.from, Math.floor(columns / 3));
  return [
    codeRow,
    ...(row.main ? [carets] : []),
    ...wrap([styled('quiet', `↳ ${label}`)], page.columns, { first: [...gutter(''), ' '.repeat(below)], rest: styled('quiet', `${blank}${' '.repeat(below + 2)}`) }),
  ];
}
