export interface Excerpt {
  readonly text: string;
  readonly line: number; // of its first line in the file
}

/**
 * The block of a file that begins with a line: that line and what is indented below it, with the brackets that close it. A heading of
 * Markdown takes everything up to the next one of its level. The line has to be there, once, so that a page cannot fall behind its file.
 */
export function excerpt(text: string, begins: string): Excerpt {
  const lines = text.split('\n');
  const found = lines.flatMap((line, index) => (line.trimStart().startsWith(begins) ? [index] : []));
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} lines begin with “${begins}”, where one is shown`);
  const start = lines[first] ?? '';
  const own = indentOf(start);
  const level = /^#+(?= )/.exec(start)?.[0].length;
  const rest = lines.slice(first + 1);
  const ends = rest.findIndex((line) => (level === undefined ? line.trim() !== '' && indentOf(line) <= own && !closes(line, own) : (/^#+(?= )/.exec(line)?.[0].length ?? 7) <= level));
  const closing = level === undefined ? rest.findIndex((line) => closes(line, own) && !/[[({]\s*$/.test(line)) : -1;
  const stop = [ends, closing === -1 ? -1 : closing + 1].filter((position) => position !== -1);
  const body = rest.slice(0, stop.length === 0 ? rest.length : Math.min(...stop));
  while (body.at(-1)?.trim() === '') body.pop();
  return { text: [start, ...body].map((line) => line.slice(own)).join('\n'), line: first + 1 };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function closes(line: string, indent: number): boolean {
  return indentOf(line) === indent && /^[\])}]/.test(line.trimStart());
}
