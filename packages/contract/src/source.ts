/**
 * A place in a file. `file` is relative to the scan root with `/`; line and column are 1-based, columns count UTF-16 code
 * units, the end is exclusive; a BOM takes no column and CRLF is one line end.
 */
export interface Source {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A value together with the place that states it. */
export interface Stated<T> {
  readonly value: T;
  readonly source: Source;
}

/** Something that could not be read: where, what is wrong and what would be right. `line` is null when the whole file is meant. */
export interface Unread {
  readonly file: string;
  readonly line: number | null;
  readonly message: string;
}

export function compareSources(a: Source, b: Source): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || a.endLine - b.endLine || a.endColumn - b.endColumn;
}

export function sourceKey(source: Source): string {
  return `${source.file}:${source.line}:${source.column}-${source.endLine}:${source.endColumn}`;
}
