import type { Source } from '@plimsoll/contract';

export type PlaceOf = (start: number, end: number) => Source;

/** Offsets in UTF-16 units (as the parser gives them) to lines and columns. CRLF is one line end. */
export function placesIn(file: string, text: string): PlaceOf {
  const starts = [0];
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) starts.push(index + 1);
  const lineOf = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return (start, end) => {
    const first = lineOf(start);
    const last = lineOf(end);
    return { file, line: first + 1, column: start - (starts[first] ?? 0) + 1, endLine: last + 1, endColumn: end - (starts[last] ?? 0) + 1 };
  };
}
