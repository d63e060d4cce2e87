import type { Lexer } from './lexer.ts';
import { punctuation, type Punctuation, type TokenKind } from './tokens.ts';

const lineComment = /(?:#|\/\/)[^\r\n]*(?:\r(?!\n)[^\r\n]*)*/y;
const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const number = /[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const heredoc = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;
const newline = /\r?\n/y;
const punctuationBy = Map.groupBy(punctuation, (operator) => operator.charCodeAt(0));

/** Looks at the first character, as trying one pattern after the other costs most of the time of a parse. */
export function scanNormal(lexer: Lexer): TokenKind {
  const { text, offset } = lexer;
  const code = text.charCodeAt(offset);
  if (isBlank(code)) {
    lexer.offset = blanksEnd(text, offset);
    return 'space';
  }
  if (isWord(code) && !isDigit(code)) {
    lexer.offset = wordEnd(text, offset);
    return 'identifier';
  }
  if (isDigit(code)) {
    matched(lexer, number);
    return 'number';
  }
  switch (text[offset]) {
    case '\n':
      lexer.offset += 1;
      return 'newline';
    case '\r':
      return matched(lexer, newline) ? 'newline' : braceOrOperator(lexer);
    case '"':
      lexer.offset += 1;
      lexer.modes.push({ kind: 'quoted' });
      return 'quote-open';
    case '#':
      matched(lexer, lineComment);
      return 'comment';
    case '/':
      if (matched(lexer, lineComment)) return 'comment';
      return text.startsWith('/*', offset) ? blockComment(lexer) : braceOrOperator(lexer);
    case '<': {
      const opening = matched(lexer, heredoc);
      if (!opening) return braceOrOperator(lexer);
      lexer.modes.push({ kind: 'heredoc', marker: opening[1] ?? '' });
      return 'heredoc-open';
    }
    default:
      return code > 127 && matched(lexer, identifier) ? 'identifier' : braceOrOperator(lexer);
  }
}

function blanksEnd(text: string, offset: number): number {
  let at = offset;
  while (isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** ASCII letters, digits and the underscore. */
function isWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || isDigit(code);
}

function wordEnd(text: string, offset: number): number {
  let at = offset + 1;
  let code = text.charCodeAt(at);
  while (isWord(code) || code === 45) code = text.charCodeAt((at += 1));
  if (!(code > 127)) return at;
  identifier.lastIndex = offset; // letters of other scripts follow
  identifier.exec(text);
  return Math.max(at, identifier.lastIndex);
}

/** A line end inside quotes closes the string: the missing quote is then reported on its own line. */
export function scanQuoted(lexer: Lexer): TokenKind {
  const { text, offset } = lexer;
  if (text[offset] === '"') {
    lexer.offset += 1;
    lexer.modes.pop();
    return 'quote-close';
  }
  if (matched(lexer, newline)) {
    lexer.modes.pop();
    return 'newline';
  }
  return templateOpening(lexer) ?? literal(lexer, (at) => text[at] === '"' || text[at] === '\n' || text.startsWith('\r\n', at), true);
}

export function scanTemplate(lexer: Lexer): TokenKind {
  return templateOpening(lexer) ?? literal(lexer, () => false, false);
}

export function scanHeredocText(lexer: Lexer, marker: string): TokenKind {
  const { text, offset } = lexer;
  const closing = closingMarker(text, offset, marker);
  if (closing !== undefined) {
    lexer.offset = closing;
    lexer.modes.pop();
    return 'heredoc-close';
  }
  return templateOpening(lexer) ?? literal(lexer, (at) => text[at - 1] === '\n' && closingMarker(text, at, marker) !== undefined, false);
}

/** Where the marker ends, when the line that starts at `at` holds the marker alone. */
function closingMarker(text: string, at: number, marker: string): number | undefined {
  if (at > 0 && text[at - 1] !== '\n') return undefined;
  let start = at;
  while (text[start] === ' ' || text[start] === '\t') start += 1;
  if (!text.startsWith(marker, start)) return undefined;
  const end = start + marker.length;
  let rest = end;
  while (text[rest] === ' ' || text[rest] === '\t') rest += 1;
  return rest >= text.length || text[rest] === '\n' || text.startsWith('\r\n', rest) ? end : undefined;
}

function literal(lexer: Lexer, stops: (at: number) => boolean, backslashes: boolean): TokenKind {
  const { text } = lexer;
  let at = lexer.offset;
  while (at < text.length) {
    if (at > lexer.offset && stops(at)) break;
    const character = text[at];
    if (backslashes && character === '\\' && at + 1 < text.length && text[at + 1] !== '\n' && text[at + 1] !== '\r') at += 2;
    else if ((character === '$' || character === '%') && text[at + 1] === character && text[at + 2] === '{') at += 3;
    else if ((character === '$' || character === '%') && text[at + 1] === '{') break;
    else at += 1;
  }
  lexer.offset = at;
  return 'text';
}

function templateOpening(lexer: Lexer): TokenKind | undefined {
  const { text, offset } = lexer;
  const sigil = text[offset];
  if ((sigil !== '$' && sigil !== '%') || text[offset + 1] !== '{') return undefined;
  lexer.offset += text[offset + 2] === '~' ? 3 : 2;
  lexer.modes.push({ kind: 'normal', braces: 0 });
  return sigil === '$' ? 'interpolation-open' : 'directive-open';
}

function braceOrOperator(lexer: Lexer): TokenKind {
  const { text, offset } = lexer;
  const mode = lexer.modes.at(-1);
  if (mode?.kind === 'normal' && lexer.modes.length > 1 && mode.braces === 0) {
    const length = text[offset] === '}' ? 1 : text.startsWith('~}', offset) ? 2 : 0;
    if (length > 0) {
      lexer.offset += length;
      lexer.modes.pop();
      return 'template-close';
    }
  }
  const operator = operatorAt(text, offset);
  if (operator === undefined) {
    lexer.offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
    return 'invalid';
  }
  if (mode?.kind === 'normal' && operator === '{') mode.braces += 1;
  if (mode?.kind === 'normal' && operator === '}') mode.braces = Math.max(0, mode.braces - 1);
  lexer.offset += operator.length;
  return operator;
}

function operatorAt(text: string, offset: number): Punctuation | undefined {
  return punctuationBy.get(text.charCodeAt(offset))?.find((candidate) => candidate.length === 1 || text.startsWith(candidate, offset));
}

function blockComment(lexer: Lexer): TokenKind {
  const end = lexer.text.indexOf('*/', lexer.offset + 2);
  lexer.offset = end === -1 ? lexer.text.length : end + 2;
  return end === -1 ? 'invalid' : 'comment';
}

function matched(lexer: Lexer, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = lexer.offset;
  const match = pattern.exec(lexer.text);
  if (!match || match[0] === '') return undefined;
  lexer.offset = pattern.lastIndex;
  return match;
}
