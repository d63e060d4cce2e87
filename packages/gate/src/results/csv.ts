import type { ReadContext } from './format.ts';
import { csvFields, lineSplitter } from './text.ts';

const recordLinesMax = 200; // a quoted message may hold line breaks: a stack trace, not a file

/**
 * Records of a CSV file, with line breaks within quotes. `onRecord` is told the line on which a record begins, and whether it
 * is whole: the last one of a run that was stopped often is not.
 */
export function csvReader(
  context: ReadContext,
  delimiterOf: (firstLine: string) => string,
  onRecord: (fields: readonly string[], line: number, complete: boolean) => void,
): { readonly write: (chunk: Uint8Array) => void; readonly end: () => void } {
  let delimiter: string | null = null;
  let open: { text: string; line: number; lines: number } | null = null;
  const lines = lineSplitter(
    (text, line, complete) => {
      delimiter ??= delimiterOf(text);
      if (!open && text.trim() === '') return;
      const record: string = open ? `${open.text}\n${text}` : text;
      const began = open?.line ?? line;
      const fields = csvFields(record, delimiter);
      if (fields) {
        open = null;
        onRecord(fields, began, complete);
      } else if ((open?.lines ?? 1) >= recordLinesMax) {
        context.unread(began, `has a quote that is not closed within ${recordLinesMax} lines`);
        open = null;
      } else open = { text: record, line: began, lines: (open?.lines ?? 1) + 1 };
    },
    (line) => context.unread(line, 'is longer than 8 million characters'),
  );
  return {
    write: lines.write,
    end() {
      lines.end();
      if (open) context.unread(open.line, 'has a quote that is never closed: the file is truncated');
    },
  };
}

/** Position of each named column; names are compared without case. */
export function columnsOf(header: readonly string[]): ReadonlyMap<string, number> {
  return new Map(header.map((name, index) => [name.trim().toLowerCase(), index]));
}
