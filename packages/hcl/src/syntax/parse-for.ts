import { fail, nameOf, peek, rangeFrom, take, takeIf, textOf, type Cursor } from './cursor.ts';
import type { Expression } from './nodes.ts';
import { parseExpression } from './parse-expression.ts';

export interface ForHead {
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
}

/** The inside of `[for …]` and `{for …}`, closing bracket included. */
export function parseFor(cursor: Cursor, start: number, closing: ']' | '}'): Expression {
  const head = parseForHead(cursor);
  if (!takeIf(cursor, ':')) {
    fail(cursor, `expected \`:\` after the collection, found ${nameOf(cursor, peek(cursor))}`, 'Write `for x in list : result`.');
  }
  const first = parseExpression(cursor);
  const arrow = takeIf(cursor, '=>');
  const value = arrow ? parseExpression(cursor) : first;
  const grouped = arrow !== undefined && takeIf(cursor, '...') !== undefined;
  const condition = takeWord(cursor, 'if') ? parseExpression(cursor) : undefined;
  if (!takeIf(cursor, closing)) {
    fail(cursor, `expected \`${closing}\` at the end of the for expression, found ${nameOf(cursor, peek(cursor))}`, `Close it with \`${closing}\`.`);
  } else if ((closing === '}') !== (arrow !== undefined)) {
    const help = closing === '}' ? 'In braces, write `{for x in list : key => value}`.' : 'In brackets, write `[for x in list : value]`.';
    fail(cursor, closing === '}' ? 'the for expression has no key' : 'the for expression has a key but makes a list', help);
  }
  const key = arrow ? first : undefined;
  return { kind: 'for', ...head, key, value, grouped, condition, range: rangeFrom(cursor, start) };
}

/** `for [key,] value in collection`, shared with template directives. */
export function parseForHead(cursor: Cursor): ForHead {
  take(cursor); // for
  const first = parseName(cursor);
  const second = takeIf(cursor, ',') ? parseName(cursor) : undefined;
  if (!takeWord(cursor, 'in')) {
    fail(cursor, `expected \`in\`, found ${nameOf(cursor, peek(cursor))}`, 'Write `for x in list`.');
  }
  const collection = parseExpression(cursor);
  return { keyName: second === undefined ? undefined : first, valueName: second ?? first, collection };
}

export function takeWord(cursor: Cursor, word: string): boolean {
  const token = peek(cursor);
  if (token.kind !== 'identifier' || textOf(cursor, token) !== word) return false;
  take(cursor);
  return true;
}

function parseName(cursor: Cursor): string {
  const token = takeIf(cursor, 'identifier');
  if (token) return textOf(cursor, token);
  fail(cursor, `expected a name, found ${nameOf(cursor, peek(cursor))}`, 'Write `for x in list` or `for key, value in map`.');
  return '';
}
