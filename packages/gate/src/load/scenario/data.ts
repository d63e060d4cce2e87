import type { DataTable } from './scenario.ts';

const rowsMax = 1_000_000;

/** Rows of a CSV file with a header line (RFC 4180) or of a JSON list of mappings; a text says what is wrong. */
export function readData(file: string, text: string | null): DataTable | string {
  if (text === null) return `the data file ${file} cannot be read`;
  const rows = file.endsWith('.json') ? rowsOfJson(text) : rowsOfCsv(text);
  if (typeof rows === 'string') return `${file} ${rows}`;
  return rows.length === 0 ? `${file} has no rows` : { file, rows };
}

function rowsOfJson(text: string): readonly Record<string, string>[] | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (!Array.isArray(value)) return 'must be a list of mappings';
  const rows: Record<string, string>[] = [];
  for (const [index, row] of value.entries()) {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) return `has no mapping at index ${index}`;
    rows.push(Object.fromEntries(Object.entries(row).map(([name, each]) => [name, typeof each === 'string' ? each : JSON.stringify(each)])));
  }
  return rows;
}

function rowsOfCsv(text: string): readonly Record<string, string>[] | string {
  const [header, ...lines] = cells(text.replace(/^\ufeff/, ''));
  if (!header) return 'is empty';
  const uneven = lines.findIndex((line) => line.length !== header.length);
  if (uneven !== -1) return `has ${lines[uneven]?.length ?? 0} cells in row ${uneven + 2}, where the header has ${header.length}`;
  return lines.slice(0, rowsMax).map((line) => Object.fromEntries(header.map((name, index) => [name.trim(), line[index] ?? ''])));
}

function cells(text: string): readonly string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (!match) break; // a stray quote: the rest is no CSV, and its rows are uneven
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',' && cell.lastIndex < text.length) continue;
    if (match[3] === ',') row.push('');
    rows.push(row);
    row = [];
  }
  return rows.filter((each) => each.length > 1 || each[0] !== '');
}
