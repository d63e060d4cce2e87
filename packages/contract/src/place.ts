import type { Source } from './source.ts';

/** The folder of a path relative to the scan root, '' at the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Where each line starts, in UTF-16 code units. A line ends with LF or CRLF; a lone CR ends none, as the parsers count. */
export function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The place of a range of offsets; the end is exclusive. */
export function sourceAt(file: string, lineStarts: readonly number[], start: number, end: number): Source {
  const first = lineAt(lineStarts, start);
  const last = lineAt(lineStarts, end);
  return { file, line: first + 1, column: start - (lineStarts[first] ?? 0) + 1, endLine: last + 1, endColumn: end - (lineStarts[last] ?? 0) + 1 };
}

function lineAt(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
