import { enter, fail, leave, type Cursor } from './cursor.ts';
import type { Part } from './nodes.ts';
import type { Piece, SequencePiece } from './pieces.ts';

interface Row {
  readonly pieces: readonly Piece[];
  at: number;
}

/** Puts what stands between `if` and `endif`, `for` and `endfor` inside them. */
export function nested(pieces: readonly Piece[], cursor: Cursor): Part[] {
  const row: Row = { pieces, at: 0 };
  const { parts, stop } = partsOf(row, cursor);
  if (stop) fail(cursor, `\`${stop.kind}\` without its opening directive`, 'Open it with %{ if … } or %{ for … } first.', stop.open);
  return parts;
}

/** Parts up to the end or to `else`, `endif`, `endfor`. */
function partsOf(row: Row, cursor: Cursor): { parts: Part[]; stop?: SequencePiece } {
  const parts: Part[] = [];
  for (let piece = row.pieces[row.at]; piece; piece = row.pieces[row.at]) {
    row.at += 1;
    if (piece.kind === 'text') parts.push(piece);
    else if (piece.kind === 'interpolation') parts.push({ kind: 'interpolation', expression: piece.expression, range: rangeOf(piece, cursor) });
    else if (piece.kind !== 'if' && piece.kind !== 'for') return { parts, stop: piece };
    else {
      if (!enter(cursor)) break;
      parts.push(piece.kind === 'if' ? ifPart(piece, row, cursor) : forPart(piece, row, cursor));
      leave(cursor);
    }
  }
  return { parts };
}

function ifPart(open: SequencePiece & { readonly kind: 'if' }, row: Row, cursor: Cursor): Part {
  const consequent = partsOf(row, cursor);
  const otherwise = consequent.stop?.kind === 'else' ? partsOf(row, cursor) : undefined;
  const stop = (otherwise ?? consequent).stop;
  if (stop?.kind !== 'endif') fail(cursor, 'the `if` directive is not closed', 'Close it with %{ endif }.', open.open);
  return {
    kind: 'if',
    condition: open.condition,
    consequent: consequent.parts,
    alternative: otherwise?.parts ?? [],
    range: cursor.locate(open.open.start, stop?.end ?? open.end),
  };
}

function forPart(open: SequencePiece & { readonly kind: 'for' }, row: Row, cursor: Cursor): Part {
  const { parts, stop } = partsOf(row, cursor);
  if (stop?.kind !== 'endfor') fail(cursor, 'the `for` directive is not closed', 'Close it with %{ endfor }.', open.open);
  return { kind: 'for', ...open.head, body: parts, range: cursor.locate(open.open.start, stop?.end ?? open.end) };
}

function rangeOf(piece: SequencePiece, cursor: Cursor): Part['range'] {
  return cursor.locate(piece.open.start, piece.end);
}
