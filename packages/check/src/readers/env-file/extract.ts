import type { Source, Unread } from '@plimsoll/contract';

export interface EnvironmentLine {
  readonly name: string;
  readonly value: string;
  readonly says: string;
  readonly source: Source;
}

const largestFile = 1_000_000;

/** Lines as dotenv reads them: `export` in front, quotes around, comments behind, values over several lines within quotes. */
export function readEnvironmentFile(file: string, text: string): { entries: EnvironmentLine[]; unread: Unread[] } {
  if (text.length > largestFile) return { entries: [], unread: [{ file, line: null, message: 'is larger than 1 MB; this file was not analysed' }] };
  const entries: EnvironmentLine[] = [];
  const unread: Unread[] = [];
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const line = (lines[index] ?? '').replace(/\r$/, '');
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const match = /^(\s*(?:export\s+)?)([A-Za-z_][\w.-]*)(\s*[=:]\s?)/.exec(line);
    if (!match) {
      unread.push({ file, line: index + 1, message: 'is no NAME=value; this line was left out' });
      continue;
    }
    const name = match[2] ?? '';
    const start = match[0].length;
    const rest = line.slice(start).trimStart();
    const quote = rest[0];
    const first = index;
    let value: string;
    if ((quote === '"' || quote === "'" || quote === '`') && !closed(rest, quote)) {
      const parts = [rest.slice(1)];
      while (index + 1 < lines.length && !parts.at(-1)?.includes(quote) && index - first < 200) parts.push((lines[++index] ?? '').replace(/\r$/, ''));
      const whole = parts.join('\n');
      const end = whole.indexOf(quote);
      value = end < 0 ? whole : whole.slice(0, end);
    } else if (quote === '"' || quote === "'" || quote === '`') {
      value = rest.slice(1, rest.indexOf(quote, 1));
    } else value = rest.replace(/\s+#.*$/, '').trim();
    const last = (lines[index] ?? '').replace(/\r$/, '');
    const source: Source = { file, line: first + 1, column: (match[1] ?? '').length + 1, endLine: index + 1, endColumn: last.length + 1 };
    entries.push({ name, value, says: phrase(name, value), source });
  }
  return { entries, unread };
}

function closed(text: string, quote: string): boolean {
  return text.indexOf(quote, 1) > 0;
}

/** Values that look like secrets are not shown. */
function phrase(name: string, value: string): string {
  if (/SECRET|PASSWORD|PASSWD|TOKEN|PRIVATE|CREDENTIAL|API_?KEY|SALT/i.test(name)) return `${name}=…`;
  const line = value.replace(/:\/\/([^:@/]*):[^@/]*@/, '://$1:…@').replace(/\s+/g, ' ');
  return `${name}=${line.length > 60 ? `${line.slice(0, 59)}…` : line}`;
}
