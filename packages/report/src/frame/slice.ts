import type { LineOf } from './lines.ts';
import { isSaidBy } from './rows.ts';
import type { Row } from './rows.ts';

const beforeMost = 160;
const afterMost = 400;

/** A line of a frame in pieces. */
export interface Sliced {
  readonly before: string;
  readonly mark: string; // empty where the row is not the place of the finding
  readonly after: string;
  readonly says: string; // what the line itself does not say
}

/** Of a line that is longer than a page is wide, what stands around the mark. */
export function slicedRow({ source, main, says }: Row, lineOf: LineOf): Sliced {
  const raw = lineOf(source.file, source.line)?.trimEnd() ?? '';
  const start = Math.min(source.column - 1, raw.length);
  const end = source.endLine > source.line ? raw.length : Math.max(start, Math.min(source.endColumn - 1, raw.length));
  const from = Math.max(0, start - beforeMost);
  const to = Math.min(raw.length, Math.max(end, start + afterMost), start + afterMost);
  const cut = Math.min(end, to);
  const label = says.filter((phrase) => !isSaidBy(raw.slice(0, 5000), phrase)).join('; ');
  const [head, tail] = [from > 0 ? '…' : '', to < raw.length ? '…' : ''];
  return main
    ? { before: head + raw.slice(from, start), mark: raw.slice(start, cut), after: raw.slice(cut, to) + tail, says: label }
    : { before: head + raw.slice(from, to) + tail, mark: '', after: '', says: label };
}
