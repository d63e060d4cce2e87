import type { Source, Unread } from '@plimsoll/contract';

export interface SchemaEntry {
  readonly block: 'datasource' | 'generator';
  readonly name: string;
  readonly key: string;
  readonly text: string | null; // a literal or a word
  readonly variable: string | null; // env("…")
  readonly says: string;
  readonly source: Source;
}

const largestFile = 2_000_000;

/** The assignments inside `datasource` and `generator` blocks, line by line: the schema language allows one per line. */
export function readBlocks(file: string, text: string): { entries: SchemaEntry[]; unread: Unread[] } {
  if (text.length > largestFile) return { entries: [], unread: [{ file, line: null, message: 'is larger than 2 MB; this file was not analysed' }] };
  const entries: SchemaEntry[] = [];
  const unread: Unread[] = [];
  let block: { type: 'datasource' | 'generator'; name: string; line: number } | null = null;
  const lines = text.split('\n');
  for (const [index, raw] of lines.entries()) {
    const line = raw.replace(/\r$/, '');
    const code = withoutComment(line);
    const opens = /^\s*(datasource|generator)\s+(\w+)\s*\{/.exec(code);
    if (opens) {
      block = { type: opens[1] === 'datasource' ? 'datasource' : 'generator', name: opens[2] ?? '', line: index + 1 };
      if (code.includes('}')) block = null;
      continue;
    }
    if (!block) continue;
    if (/^\s*\}/.test(code)) {
      block = null;
      continue;
    }
    const match = /^(\s*)(\w+)\s*=\s*(.+?)\s*$/.exec(code);
    if (!match) continue;
    const value = match[3] ?? '';
    const column = (match[1] ?? '').length + 1;
    const source: Source = { file, line: index + 1, column, endLine: index + 1, endColumn: code.trimEnd().length + 1 };
    const variable = /^env\(\s*"([^"]+)"\s*\)$/.exec(value)?.[1] ?? null;
    const literal = /^"((?:[^"\\]|\\.)*)"$/.exec(value)?.[1] ?? null;
    entries.push({ block: block.type, name: block.name, key: match[2] ?? '', text: variable === null ? (literal ?? value) : null, variable, says: phrase(code.trim()), source });
  }
  if (block) unread.push({ file, line: block.line, message: `the block ${block.type} ${block.name} is not closed with }` });
  return { entries, unread };
}

/** Up to `//` outside quotes. */
function withoutComment(line: string): string {
  let quoted = false;
  for (let index = 0; index < line.length; index++) {
    if (line[index] === '"' && line[index - 1] !== '\\') quoted = !quoted;
    else if (!quoted && line.startsWith('//', index)) return line.slice(0, index);
  }
  return line;
}

function phrase(code: string): string {
  const line = code.replace(/\s+/g, ' ').replace(/:\/\/([^:@/]*):[^@/]*@/, '://$1:…@');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
