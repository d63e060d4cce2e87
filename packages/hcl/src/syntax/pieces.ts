import type { Range } from '../source/range.ts';
import type { Expression } from './nodes.ts';
import type { ForHead } from './parse-for.ts';
import type { Token } from './tokens.ts';

/** A template before it is nested: texts, interpolations and directives in a row, with their `~` markers. */
export type Piece = TextPiece | SequencePiece;

export interface TextPiece {
  readonly kind: 'text';
  readonly value: string;
  readonly range: Range;
}

export type SequencePiece = Sequence & {
  readonly open: Token;
  readonly end: number;
  readonly trimsBefore: boolean;
  readonly trimsAfter: boolean;
};

export type Sequence =
  | { readonly kind: 'interpolation'; readonly expression: Expression }
  | { readonly kind: 'if'; readonly condition: Expression }
  | { readonly kind: 'for'; readonly head: ForHead }
  | { readonly kind: 'else' | 'endif' | 'endfor' };
