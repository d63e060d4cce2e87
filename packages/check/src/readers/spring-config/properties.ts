import type { Source } from '@plimsoll/contract';

export interface PropertyLine {
  readonly key: string;
  readonly text: string;
  readonly keySource: Source;
  readonly valueSource: Source;
}

/** A .properties file cut at `#---` and `!---` lines, which Spring reads as documents of their own. */
export function readProperties(file: string, text: string): readonly (readonly PropertyLine[])[] {
  const documents: PropertyLine[][] = [[]];
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index++) {
    const first = lines[index] ?? '';
    if (/^[#!]---\s*$/.test(first)) {
      documents.push([]);
      continue;
    }
    const start = first.search(/\S/);
    if (start < 0 || first[start] === '#' || first[start] === '!') continue;
    const number = index + 1;
    const parts = [first];
    for (let last = first; endsOpen(last) && index + 1 < lines.length;) {
      index++;
      parts[parts.length - 1] = last.slice(0, -1);
      last = (lines[index] ?? '').trimStart();
      parts.push(last);
    }
    const whole = parts.join('');
    documents.at(-1)?.push(entryIn(file, whole, start, number, index + 1, (lines[index] ?? '').length + 1));
  }
  return documents;
}

function entryIn(file: string, whole: string, start: number, line: number, endLine: number, endColumn: number): PropertyLine {
  let end = start;
  while (end < whole.length && !/[=:\s]/.test(whole[end] ?? '')) end += whole[end] === '\\' ? 2 : 1;
  let value = end;
  while (/[ \t\f]/.test(whole[value] ?? '')) value++;
  if (whole[value] === '=' || whole[value] === ':') value++;
  while (/[ \t\f]/.test(whole[value] ?? '')) value++;
  const text = whole.slice(value).trimEnd();
  const oneLine = line === endLine;
  return {
    key: unescape(whole.slice(start, end)),
    text: unescape(text),
    keySource: { file, line, column: start + 1, endLine: line, endColumn: Math.min(end, whole.length) + 1 },
    valueSource: { file, line, column: value + 1, endLine, endColumn: oneLine ? value + text.length + 1 : endColumn },
  };
}

function endsOpen(line: string): boolean {
  let backslashes = 0;
  while (backslashes < line.length && line[line.length - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\u([0-9a-fA-F]{4})|\\(.)/g, (_, code: string | undefined, plain: string | undefined) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return { n: '\n', t: '\t', r: '\r', f: '\f' }[plain ?? ''] ?? plain ?? '';
  });
}
