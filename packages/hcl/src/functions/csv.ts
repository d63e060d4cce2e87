/** Rows of RFC 4180 text; a quoted field may hold commas, line ends and doubled quotes. Blank lines are no rows. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /"([^"]*(?:""[^"]*)*)"(,|\r?\n|$)|([^,\r\n]*)(,|\r?\n|$)/y;
  let at = 0;
  while (at < text.length) {
    field.lastIndex = at;
    const match = field.exec(text);
    if (!match) break;
    row.push(match[1] === undefined ? (match[3] ?? '') : match[1].replaceAll('""', '"'));
    at = field.lastIndex;
    const separator = match[2] ?? match[4];
    if (separator === ',' && at < text.length) continue;
    if (separator === ',') row.push('');
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
    if (match[0] === '') break;
  }
  return rows;
}
