import type { Source } from '@plimsoll/contract';
import { lineStartsOf, sourceAt } from '@plimsoll/contract';

export type PlaceOf = (start: number, end: number) => Source;

/** Offsets in UTF-16 units (as the parser gives them) to lines and columns. CRLF is one line end. */
export function placesIn(file: string, text: string): PlaceOf {
  const starts = lineStartsOf(text);
  return (start, end) => sourceAt(file, starts, start, end);
}
