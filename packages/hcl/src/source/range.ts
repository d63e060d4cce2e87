/** Line and column are 1-based; columns and offsets count UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** A stretch of one file; `end` is exclusive. */
export interface Range {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** Turns offsets of one text into ranges. */
export type Locate = (start: number, end: number) => Range;

/** Where values stand that no file states. */
export const nowhere: Range = {
  file: '',
  start: { line: 1, column: 1, offset: 0 },
  end: { line: 1, column: 1, offset: 0 },
};

/** A byte order mark takes no column; `\r\n` is one line end. */
export function locatorOf(text: string, file: string): Locate {
  const lineStarts = lineStartsOf(text);
  const position = (offset: number): Position => {
    const line = lastAtOrBefore(lineStarts, offset);
    return { line: line + 1, column: Math.max(1, offset - (lineStarts[line] ?? 0) + 1), offset };
  };
  return (start, end) => ({ file, start: position(start), end: position(end) });
}

/** For text decoded from an escaped string: `offsets[i]` is where the i-th code unit stands in the outer text. */
export function mappedLocator(outer: Locate, offsets: (index: number) => number): Locate {
  return (start, end) => outer(offsets(start), offsets(end));
}

export function spanning(first: Range, last: Range): Range {
  return { file: first.file, start: first.start, end: last.end };
}

function lineStartsOf(text: string): number[] {
  const starts = [text.charCodeAt(0) === 0xfeff ? 1 : 0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lastAtOrBefore(sorted: readonly number[], offset: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
