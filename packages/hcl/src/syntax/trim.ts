import type { Piece } from './pieces.ts';

/** Applies the `~` markers: each removes white space from the one text next to it, which in a heredoc ends with its line. */
export function trimmed(pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece, index) => {
    if (piece.kind !== 'text') return piece;
    const [before, after] = [pieces[index - 1], pieces[index + 1]];
    const left = before !== undefined && before.kind !== 'text' && before.trimsAfter ? piece.value.trimStart() : piece.value;
    return { ...piece, value: after !== undefined && after.kind !== 'text' && after.trimsBefore ? left.trimEnd() : left };
  });
}
