import type { RawPart } from './trim.ts';

/** Removes from every line of a `<<-` heredoc the indentation of its least indented line. */
export function unindented(parts: readonly RawPart[]): RawPart[] {
  const indent = leastIndent(parts);
  if (indent === 0) return [...parts];
  let atLineStart = true;
  return parts.map((raw) => {
    const startsLine = atLineStart;
    atLineStart = raw.part.kind === 'text' && raw.part.value.endsWith('\n');
    if (raw.part.kind !== 'text') return raw;
    const lines = raw.part.value.split('\n');
    const value = lines.map((line, index) => (index > 0 || startsLine ? withoutIndent(line, indent) : line)).join('\n');
    return { ...raw, part: { ...raw.part, value } };
  });
}

/** Blank lines do not count; a line that starts with an interpolation has no indentation. */
function leastIndent(parts: readonly RawPart[]): number {
  let least = Number.POSITIVE_INFINITY;
  let atLineStart = true;
  for (const [index, { part }] of parts.entries()) {
    if (part.kind !== 'text') {
      if (atLineStart) return 0;
      continue;
    }
    const lines = part.value.split('\n');
    for (const [number, line] of lines.entries()) {
      if (number === 0 && !atLineStart) continue;
      const last = number === lines.length - 1;
      if (line.trim() === '' && (!last || line === '' || index === parts.length - 1)) continue;
      least = Math.min(least, line.length - line.trimStart().length);
    }
    atLineStart = part.value.endsWith('\n');
  }
  return least === Number.POSITIVE_INFINITY ? 0 : least;
}

function withoutIndent(line: string, indent: number): string {
  let at = 0;
  while (at < indent && (line[at] === ' ' || line[at] === '\t')) at += 1;
  return line.slice(at);
}
