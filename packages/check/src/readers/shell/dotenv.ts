import type { Source } from '@plimsoll/contract';

export interface DotenvLine {
  readonly name: string;
  readonly value: string;
  readonly literal: boolean; // single-quoted: `$` in it means itself
  readonly source: Source; // of the value
}

const assignment = /^(\s*(?:export\s+)?)([A-Za-z_][\w.-]*)(\s*=[ \t]*)/;

/** The assignments of a `.env` file, in order. Values over several lines (quoted) are taken up to their first line end. */
export function readDotenv(file: string, text: string): readonly DotenvLine[] {
  const lines: DotenvLine[] = [];
  for (const [index, content] of text.split('\n').entries()) {
    const match = assignment.exec(content);
    if (!match) continue;
    const column = match[0].length + 1;
    const written = content.slice(match[0].length).replace(/\r$/, '').trimEnd();
    const { value, literal } = unquoted(written);
    const source = { file, line: index + 1, column, endLine: index + 1, endColumn: column + written.length };
    lines.push({ name: match[2] ?? '', value, literal, source });
  }
  return lines;
}

function unquoted(written: string): { value: string; literal: boolean } {
  const quote = written[0];
  if (quote === "'" || quote === '"') {
    const end = written.indexOf(quote, 1);
    return { value: written.slice(1, end === -1 ? undefined : end), literal: quote === "'" };
  }
  const comment = written.search(/\s#/);
  return { value: comment === -1 ? written : written.slice(0, comment).trimEnd(), literal: false };
}
