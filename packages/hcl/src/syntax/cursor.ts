import type { Diagnostic } from '../source/diagnostic.ts';
import type { Locate, Range } from '../source/range.ts';
import { lexerAt, nextToken, type Lexer } from './lexer.ts';
import type { Comment } from './nodes.ts';
import type { Token, TokenKind } from './tokens.ts';

/** Deeper nesting than any hand-written configuration has; keeps recursion within the call stack. */
export const maximumDepth = 500;
/** A file with more problems than these is not configuration. */
const maximumDiagnostics = 100;

/**
 * The parser's place in the text. After a failure the cursor is `failed` and yields only `end`, so every parse function
 * unwinds by itself and nothing is thrown; recovery makes it usable again.
 */
export interface Cursor {
  readonly text: string;
  readonly locate: Locate;
  readonly diagnostics: Diagnostic[];
  readonly comments: Map<number, Comment>;
  lexer: Lexer;
  peeked: Token | undefined;
  /** Line ends count in bodies and object constructors, and are skipped inside other brackets. */
  newlinesCount: boolean;
  depth: number;
  lastEnd: number;
  failed: string | undefined;
  /** Characters that recovery may still read again: keeps hostile input linear. */
  rereadBudget: number;
}

export function cursorAt(text: string, locate: Locate, mode: 'normal' | 'template'): Cursor {
  const lexer = lexerAt(text, text.charCodeAt(0) === 0xfeff ? 1 : 0, mode);
  return {
    text,
    locate,
    diagnostics: [],
    comments: new Map(),
    lexer,
    peeked: undefined,
    newlinesCount: true,
    depth: 0,
    lastEnd: lexer.offset,
    failed: undefined,
    rereadBudget: 4 * text.length + 10_000,
  };
}

export function peek(cursor: Cursor): Token {
  if (cursor.failed !== undefined) return { kind: 'end', start: cursor.lastEnd, end: cursor.lastEnd };
  cursor.peeked ??= significant(cursor);
  while (cursor.peeked.kind === 'newline' && !cursor.newlinesCount) cursor.peeked = significant(cursor);
  return cursor.peeked;
}

export function take(cursor: Cursor): Token {
  const token = peek(cursor);
  if (cursor.failed === undefined) {
    cursor.peeked = undefined;
    cursor.lastEnd = token.end;
  }
  return token;
}

export function takeIf(cursor: Cursor, kind: TokenKind): Token | undefined {
  return peek(cursor).kind === kind ? take(cursor) : undefined;
}

export function textOf(cursor: Cursor, token: Token): string {
  return cursor.text.slice(token.start, token.end);
}

export function skipNewlines(cursor: Cursor): void {
  while (takeIf(cursor, 'newline'));
}

/** Runs `parse` with line ends significant or not, and restores the former state. */
export function withNewlines<T>(cursor: Cursor, count: boolean, parse: () => T): T {
  const before = cursor.newlinesCount;
  cursor.newlinesCount = count;
  const result = parse();
  cursor.newlinesCount = before;
  return result;
}

export function rangeFrom(cursor: Cursor, start: number): Range {
  return cursor.locate(start, Math.max(start, cursor.lastEnd));
}

/** Reports the first failure only: what follows from it would be noise. */
export function fail(cursor: Cursor, message: string, help: string, at: Token = peek(cursor)): void {
  if (cursor.failed !== undefined) return;
  note(cursor, message, help, tokenRange(cursor, at));
  cursor.failed = message;
}

/** Reports a problem in spite of which reading goes on. */
export function note(cursor: Cursor, message: string, help: string, range: Range): void {
  if (cursor.diagnostics.length < maximumDiagnostics) cursor.diagnostics.push({ severity: 'error', message, help, range });
}

export function tokenRange(cursor: Cursor, token: Token): Range {
  return cursor.locate(token.start, token.end);
}

/** False, with a diagnostic, where nesting would go too deep. */
export function enter(cursor: Cursor): boolean {
  if (cursor.depth < maximumDepth) {
    cursor.depth += 1;
    return true;
  }
  fail(cursor, `this is nested deeper than ${maximumDepth}`, 'Split it, for example into several locals.');
  return false;
}

export function leave(cursor: Cursor): void {
  cursor.depth -= 1;
}

/** What a message calls a token. */
export function nameOf(cursor: Cursor, token: Token): string {
  if (token.kind === 'end') return 'the end of the file';
  if (token.kind === 'newline') return 'the end of the line';
  const text = textOf(cursor, token);
  return `\`${text.length > 30 ? `${text.slice(0, 30)}…` : text}\``;
}

function significant(cursor: Cursor): Token {
  for (;;) {
    const token = nextToken(cursor.lexer);
    if (token.kind === 'space') continue;
    if (token.kind !== 'comment') return token;
    cursor.comments.set(token.start, { text: textOf(cursor, token), range: cursor.locate(token.start, token.end) });
  }
}
