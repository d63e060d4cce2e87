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

/** A CSV file whose first line names its columns: `onRow` gets values by the name of their column, undefined where a row is too short. */
export function namedCsv(
  context: ReadContext,
  onRow: (column: (name: string) => string | undefined, row: { readonly fields: number; readonly columns: number; readonly line: number; readonly complete: boolean }) => void,
): ReturnType<typeof csvReader> {
  let columns: ReadonlyMap<string, number> | null = null;
  return csvReader(
    context,
    () => ',',
    (fields, line, complete) => {
      const known = columns;
      if (known) onRow((name) => fields[known.get(name) ?? -1], { fields: fields.length, columns: known.size, line, complete });
      else columns = columnsOf(fields);
    },
  );
}

/** Position of each named column; names are compared without case. */
export function columnsOf(header: readonly string[]): ReadonlyMap<string, number> {
  return new Map(header.map((name, index) => [name.trim().toLowerCase(), index]));
}
