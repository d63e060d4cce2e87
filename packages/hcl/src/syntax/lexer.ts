import { scanHeredocText, scanNormal, scanQuoted, scanTemplate } from './scan.ts';
import type { Token, TokenKind } from './tokens.ts';

type Mode = { readonly kind: 'normal'; braces: number } | { readonly kind: 'quoted' } | { readonly kind: 'heredoc'; readonly marker: string } | { readonly kind: 'template' };

/** Reads one token at a time, so that recovery may start again anywhere without reading the rest first. */
export interface Lexer {
  readonly text: string;
  offset: number;
  modes: Mode[];
}

export function lexerAt(text: string, offset: number, mode: 'normal' | 'template' = 'normal'): Lexer {
  const first: Mode = mode === 'normal' ? { kind: 'normal', braces: 0 } : { kind: 'template' };
  return { text, offset, modes: [first] };
}

/** The next token; `end` for ever after the last. Never throws, always advances before `end`. */
export function nextToken(lexer: Lexer): Token {
  const start = lexer.offset;
  if (start >= lexer.text.length) return { kind: 'end', start, end: start };
  const kind = scan(lexer);
  return { kind, start, end: lexer.offset };
}

/** All tokens of a text, spaces and comments included. */
export function tokenize(text: string, mode: 'normal' | 'template' = 'normal'): Token[] {
  const lexer = lexerAt(text, 0, mode);
  const tokens: Token[] = [];
  for (let token = nextToken(lexer); token.kind !== 'end'; token = nextToken(lexer)) tokens.push(token);
  return tokens;
}

function scan(lexer: Lexer): TokenKind {
  const mode = lexer.modes.at(-1);
  switch (mode?.kind) {
    case 'quoted':
      return scanQuoted(lexer);
    case 'heredoc':
      return scanHeredocText(lexer, mode.marker);
    case 'template':
      return scanTemplate(lexer);
    default:
      return scanNormal(lexer);
  }
}
