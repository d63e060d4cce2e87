/** A line of carets below a line of an example: it points at the columns and says the message. */
export interface Marker {
  readonly line: number; // of the line that it points at, 1-based as in Source
  readonly column: number;
  readonly endColumn: number;
  readonly message: string;
}

const marker = /^(\s*(?:#|\/\/)?\s*)(\^+)\s+(.+)$/;

/** Markers are taken out before anything else sees the example, so they work in every format. */
export function takeMarkers(lines: readonly string[]): { readonly kept: readonly string[]; readonly markers: readonly Marker[] } {
  const kept: string[] = [];
  const markers: Marker[] = [];
  for (const line of lines) {
    const [, before = '', carets = '', message] = marker.exec(line) ?? [];
    if (message === undefined) kept.push(line);
    else markers.push({ line: kept.length, column: before.length + 1, endColumn: before.length + carets.length + 1, message });
  }
  return { kept, markers };
}
