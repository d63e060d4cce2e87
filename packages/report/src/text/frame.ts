import type { Evidence, Finding, Source } from '@plimsoll/contract';
import { codeLine } from '../terminal/code-line.ts';
import type { Line } from '../terminal/span.ts';
import { styled } from '../terminal/span.ts';
import { padStart, widthOf } from '../terminal/width.ts';
import { wrap } from '../terminal/wrap.ts';
import type { Page } from './page.ts';

/** One line of a file in a frame; `says` is what the line itself does not already say. */
interface Row {
  readonly source: Source;
  readonly main: boolean; // the place of the finding: gets carets
  readonly says: readonly string[];
}

const indent = '    ';
const lineMax = 5000; // of a longer line only what is shown is searched

/** The lines that led to a finding, grouped by file, the place of the finding first. */
export function frame(finding: Pick<Finding, 'location' | 'evidence'>, page: Page): readonly Line[] {
  const files = Map.groupBy(rowsOf(finding), (row) => row.source.file);
  const digits = Math.max(1, ...[...files.values()].flat().map((row) => String(row.source.line).length));
  return [...files.values()].flatMap((rows) =>
    fileFrame(
      rows.toSorted((a, b) => a.source.line - b.source.line),
      digits,
      page,
    ),
  );
}

export function placeOf(source: Source): string {
  return `${source.file}:${source.line}:${source.column}`;
}

function rowsOf({ location, evidence }: Pick<Finding, 'location' | 'evidence'>): readonly Row[] {
  const rows = new Map<string, Row>();
  const key = (source: Source): string => `${source.file}:${source.line}`;
  if (location) rows.set(key(location), { source: location, main: true, says: [] });
  for (const entry of evidence) {
    const earlier = rows.get(key(entry));
    rows.set(key(entry), earlier ? { ...earlier, says: [...new Set([...earlier.says, entry.says])] } : rowOf(entry));
  }
  return [...rows.values()];
}

function rowOf(entry: Evidence): Row {
  return { source: entry, main: false, says: [entry.says] };
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
  const label = row.says.filter((phrase) => !isIn(phrase, raw.length > lineMax ? code.text : raw)).join('; ');
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

/** Whether a line already says it; blanks and quotes do not count. */
function isIn(phrase: string, line: string): boolean {
  const plain = (text: string): string => text.replaceAll(/[\s"'`]+/g, '');
  return plain(line).includes(plain(phrase));
}
