import type { Piece } from './pieces.ts';

/** Removes from every line of a `<<-` heredoc the indentation of its least indented line. Expects one text piece per line. */
export function unindented(pieces: readonly Piece[]): Piece[] {
  const starts = lineStarts(pieces);
  const least = starts.reduce((indent, start) => Math.min(indent, indentOf(pieces[start])), Number.POSITIVE_INFINITY);
  const adjusted = new Set(starts);
  return pieces.map((piece, index) => (piece.kind === 'text' && adjusted.has(index) ? { ...piece, value: withoutIndent(piece.value, least) } : piece));
}

/** Pieces that begin a line, blank lines left out. A directive or interpolation there means no indentation at all. */
function lineStarts(pieces: readonly Piece[]): number[] {
  return pieces.flatMap((piece, index) => {
    const before = pieces[index - 1];
    const startsLine = before === undefined || (before.kind === 'text' && before.value.endsWith('\n'));
    const isBlank = piece.kind === 'text' && piece.value.trim() === '' && piece.value.endsWith('\n');
    return startsLine && !isBlank ? [index] : [];
  });
}

function indentOf(piece: Piece | undefined): number {
  return piece?.kind === 'text' ? indentation(piece.value) : 0;
}

function withoutIndent(line: string, indent: number): string {
  return line.slice(Math.min(indent, indentation(line)));
}

/** White space as Unicode has it, of which a byte order mark is none. */
function indentation(line: string): number {
  return /^(?:(?!\ufeff)\s)*/.exec(line)?.[0].length ?? 0;
}
