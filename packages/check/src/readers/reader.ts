import type { Unread } from '@plimsoll/contract';

/** The text of one file. Decoded as UTF-8 with the BOM removed; line ends as they are. */
export interface SourceText {
  readonly path: string; // relative to the scan root, `/`
  readonly text: string;
}

/** All files of the repository, by path. `text` is synchronous, lazy, confined to the root and size-bounded: undefined when a file cannot be read. */
export interface FileIndex {
  readonly paths: readonly string[]; // sorted; version control, installed packages and ignored folders left out
  has(path: string): boolean;
  text(path: string): string | undefined;
}

/**
 * Knows one format and nothing of the system. `claims` sees the path, and on demand the first 4 KiB, and must be cheap;
 * `signals` are byte strings one of which must occur in the file for it to matter (none: always read). `read` never throws for
 * bad input: what it cannot understand goes to `unread` with what would be right.
 */
export interface Reader<F> {
  readonly name: string;
  readonly signals?: readonly string[];
  claims(path: string, head: () => Uint8Array): boolean;
  /** Loads grammars when they are first needed. */
  prepare?(): Promise<void>;
  read(file: SourceText, files: FileIndex): ReaderResult<F>;
  /** For a claimed file without any signal: a cheap look that keeps it in the import graph. */
  scan?(file: SourceText, files: FileIndex): F | null;
}

/**
 * A reader that is loaded with the first path that may be one of its files: half of the program is readers of languages, and few
 * repositories need all. `files` matches every path that the reader claims, and may match more.
 */
export interface LazyReader<F> {
  readonly files: RegExp;
  load(): Promise<Reader<F>>;
}

export interface ReaderResult<F> {
  readonly facts: readonly F[];
  readonly unread: readonly Unread[];
}
