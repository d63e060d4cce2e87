import { safe } from './safe.ts';
import { widthOfCharacter } from './width.ts';

/** A line of code as it is shown: `from` and `to` are the display columns (from 0, end exclusive) of the marked part. */
export interface CodeLine {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

interface Cell {
  readonly text: string;
  readonly at: number; // UTF-16 offset in the line
  readonly end: number;
  readonly column: number; // display column
  readonly width: number;
}

const tabStop = 4;
const reach = 2000; // of a longer line only so much around the mark is looked at

/** Lays out one line of a file: tabs expanded, nothing that a terminal acts on, cut around the mark where it is too long. */
export function codeLine(raw: string, column: number, endColumn: number, columns: number): CodeLine {
  const start = Math.min(column - 1, raw.length);
  const end = Math.max(start + 1, endColumn - 1);
  const skipped = Math.max(0, start - reach);
  const cells = cellsOf(raw.slice(skipped, start + reach).trimEnd(), skipped);
  const last = cells.at(-1);
  const total = last ? last.column + last.width : 0;
  const from = columnAt(cells, start, total);
  const to = Math.max(from + 1, columnAt(cells, end, total));
  const whole = skipped === 0 && raw.length <= start + reach;
  if (whole && total <= columns) return { text: cells.map((cell) => cell.text).join(''), from, to };
  return cut(cells, { from, to, total, columns, before: skipped > 0, after: raw.length > start + reach });
}

function cellsOf(text: string, offset: number): readonly Cell[] {
  const cells: Cell[] = [];
  let at = offset;
  let column = 0;
  for (const character of text) {
    const isTab = character === '\t';
    const shown = isTab ? ' '.repeat(tabStop - (column % tabStop)) : safe(character);
    const width = isTab ? shown.length : widthOfCharacter(shown);
    cells.push({ text: shown, at, end: at + character.length, column, width });
    at += character.length;
    column += width;
  }
  return cells;
}

function columnAt(cells: readonly Cell[], offset: number, total: number): number {
  const cell = cells.findLast((candidate) => candidate.at <= offset);
  if (!cell) return 0;
  return offset >= cell.end ? total : cell.column;
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly total: number;
  readonly columns: number;
  readonly before: boolean;
  readonly after: boolean;
}

/** Keeps the mark in sight with some text before it; `…` stands for what was cut. */
function cut(cells: readonly Cell[], span: Span): CodeLine {
  const room = Math.max(10, span.columns - 2);
  const fitsFromStart = !span.before && Math.min(span.to, span.from + room / 2) <= room;
  const left = fitsFromStart ? 0 : Math.max(0, Math.min(span.from - Math.floor(room / 3), span.total - room));
  const shown = cells.filter((cell) => cell.column >= left && cell.column + cell.width <= left + room);
  const first = shown[0]?.column ?? left;
  const lead = span.before || first > 0 ? '…' : '';
  const end = shown.at(-1);
  const right = end ? end.column + end.width : first;
  const tail = span.after || right < span.total ? '…' : '';
  const shift = lead.length - first;
  const from = span.from + shift;
  return { text: `${lead}${shown.map((cell) => cell.text).join('')}${tail}`, from, to: Math.max(from + 1, Math.min(span.to, right) + shift) };
}
