import { placesOf, type Position, type Range, type Value } from '@plimsoll/hcl';

/** Positions of calls whose modules are known by their arguments, with where the module's defaults stand. Parsing and evaluating keep them. */
const citations = new WeakMap<Position, string>();

/** A place for everything that a module makes without having been told to: the call, and the documentation that says so. */
export function placeOfCall(header: Range, citation: string): Range {
  const start = { ...header.start };
  citations.set(start, citation);
  return { file: header.file, start, end: header.end };
}

export function citationOf(range: Range): string | undefined {
  return citations.get(range.start);
}

/** Where a value of such a module stands: the argument that it came from, else the call. Other values stand where they are written. */
export function placeOf(value: Value, range: Range): Range {
  if (citationOf(range) === undefined) return range;
  return placesOf(value).find((place) => citationOf(place) === undefined) ?? range;
}
