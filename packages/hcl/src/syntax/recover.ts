import { peek, take, type Cursor } from './cursor.ts';
import { lexerAt } from './lexer.ts';
import type { Token } from './tokens.ts';

const itemStart = /(?:[\p{ID_Start}_][\p{ID_Continue}-]*)(?:[ \t]+(?:"[^"\r\n]*"|[\p{ID_Start}_][\p{ID_Continue}-]*))*[ \t]*(?:=(?![=>])|\{)/uy;

/**
 * Goes on at the next line that is indented no deeper than the broken item and looks like an attribute, a block or the end
 * of the enclosing block. Indentation decides, because after a missing bracket the brackets no longer tell.
 */
export function recover(cursor: Cursor, item: Token): 'item' | 'closed' {
  const { text } = cursor;
  const errorAt = cursor.lexer.offset;
  const indent = indentOf(text, item.start);
  const from = cursor.rereadBudget > 0 ? item.start : errorAt;
  let line = nextLine(text, from);
  while (line < text.length && !resumes(text, line, indent, cursor.depth)) line = nextLine(text, line);
  cursor.rereadBudget -= Math.max(0, errorAt - line) + (line - from);
  cursor.failed = undefined;
  cursor.peeked = undefined;
  cursor.newlinesCount = true;
  cursor.lexer = lexerAt(text, line);
  cursor.lastEnd = line;
  return peek(cursor).kind === '}' && cursor.depth > 0 ? 'closed' : skipStray(cursor);
}

function skipStray(cursor: Cursor): 'item' {
  while (peek(cursor).kind === '}') take(cursor);
  return 'item';
}

function resumes(text: string, line: number, indent: number, depth: number): boolean {
  let at = line;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  if (at - line > indent) return false;
  if (text[at] === '}') return depth > 0 && (at - line < indent || indent === 0);
  itemStart.lastIndex = at;
  return itemStart.test(text);
}

function indentOf(text: string, offset: number): number {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  let at = line;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return at - line;
}

function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}
