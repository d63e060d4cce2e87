/** Operators and punctuation, longest first, so that the first match is the right one. */
export const punctuation = ['...', '&&', '||', '==', '!=', '>=', '<=', '=>', '::', '?', ':', '=', '<', '>', '+', '-', '*', '/', '%', '!', '.', ',', '(', ')', '[', ']', '{', '}'] as const;

export type Punctuation = (typeof punctuation)[number];

export type TokenKind =
  | Punctuation
  | 'space'
  | 'newline'
  | 'comment'
  | 'identifier'
  | 'number'
  | 'quote-open'
  | 'quote-close'
  | 'heredoc-open'
  | 'heredoc-close'
  | 'text' // literal characters inside a quoted or heredoc template, escapes still undecoded
  | 'interpolation-open' // ${ or ${~
  | 'directive-open' // %{ or %{~
  | 'template-close' // } or ~}
  | 'invalid'
  | 'end';

/** Tokens cover the text without gaps: joining their texts gives the text back. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}
