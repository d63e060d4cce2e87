import type { Evidence, Finding, Source } from '@plimsoll/contract';

/** One line of a file in a frame; `says` is what the line itself does not already say. */
export interface Row {
  readonly source: Source;
  readonly main: boolean; // the place of the finding: gets marked
  readonly says: readonly string[];
}

/** The lines that led to a finding, grouped by file, the place of the finding first, lines in order. */
export function rowsByFile(finding: Pick<Finding, 'location' | 'evidence'>): readonly (readonly Row[])[] {
  const files = Map.groupBy(rowsOf(finding), (row) => row.source.file);
  return [...files.values()].map((rows) => rows.toSorted((a, b) => a.source.line - b.source.line));
}

function rowsOf({ location, evidence }: Pick<Finding, 'location' | 'evidence'>): readonly Row[] {
  const rows = new Map<string, Row>();
  const key = (source: Source): string => `${source.file}:${source.line}`;
  if (location) rows.set(key(location), { source: location, main: true, says: [] });
  for (const entry of evidence) {
    const earlier = rows.get(key(entry));
    rows.set(key(entry), earlier ? { ...earlier, says: [...new Set([...earlier.says, entry.says])] } : rowOf(entry));
  }
  return [...rows.values()];
}

function rowOf(entry: Evidence): Row {
  return { source: entry, main: false, says: [entry.says] };
}

/** Whether a line already says it; blanks and quotes and the mark of a cut do not count. */
export function isSaidBy(line: string, phrase: string): boolean {
  const plain = (text: string): string => text.replaceAll(/[\s"'`]+/g, '');
  return plain(line).includes(plain(phrase).replace(/…$/, ''));
}
