import { fail, nameOf, peek, rangeFrom, skipNewlines, take, takeIf, textOf, withNewlines, type Cursor } from './cursor.ts';
import type { Expression, ObjectItem } from './nodes.ts';
import { parseExpression } from './parse-expression.ts';
import { parseFor } from './parse-for.ts';

/** `[a, b]` or `[for x in list : x]`. */
export function parseBrackets(cursor: Cursor): Expression {
  const open = take(cursor);
  return withNewlines(cursor, false, () => {
    if (startsFor(cursor)) return parseFor(cursor, open.start, ']');
    const items: Expression[] = [];
    while (!takeIf(cursor, ']') && cursor.failed === undefined) {
      items.push(parseExpression(cursor));
      if (takeIf(cursor, ',') || peek(cursor).kind === ']') continue;
      fail(cursor, `expected \`,\` or \`]\` in the list, found ${nameOf(cursor, peek(cursor))}`, 'Separate items by commas and close the list with `]`.');
    }
    return { kind: 'tuple', items, range: rangeFrom(cursor, open.start) };
  });
}

/** `{ a = b, c : d }`, line ends as separators too, or `{for k, v in map : k => v}`. */
export function parseBraces(cursor: Cursor): Expression {
  const open = take(cursor);
  const loop = withNewlines(cursor, false, () => (startsFor(cursor) ? parseFor(cursor, open.start, '}') : undefined));
  if (loop) return loop;
  return withNewlines(cursor, true, () => {
    const items: ObjectItem[] = [];
    for (;;) {
      skipNewlines(cursor);
      if (takeIf(cursor, '}') || cursor.failed !== undefined) break;
      items.push(parseItem(cursor));
      const next = peek(cursor);
      if (next.kind === ',' || next.kind === 'newline') take(cursor);
      else if (next.kind !== '}') {
        fail(cursor, `expected a new line, \`,\` or \`}\` in the object, found ${nameOf(cursor, next)}`, 'Put every `key = value` on its own line or behind a comma, and close the object with `}`.');
      }
    }
    return { kind: 'object', items, range: rangeFrom(cursor, open.start) };
  });
}

function parseItem(cursor: Cursor): ObjectItem {
  const { start } = peek(cursor);
  const key = parseKey(cursor);
  if (!takeIf(cursor, '=') && !takeIf(cursor, ':')) {
    fail(cursor, `expected \`=\` or \`:\` after the key, found ${nameOf(cursor, peek(cursor))}`, 'Write `key = value`.');
  }
  const value = parseExpression(cursor);
  return { key, value, range: rangeFrom(cursor, start) };
}

/** A bare name is the key itself; in parentheses it is a reference. */
function parseKey(cursor: Cursor): Expression {
  const parenthesised = peek(cursor).kind === '(';
  const key = parseExpression(cursor);
  if (parenthesised) return key;
  const { range } = key;
  if (key.kind === 'variable') return { kind: 'template', style: 'quoted', parts: [{ kind: 'text', value: key.name, range }], range };
  if (key.kind === 'literal') {
    return { kind: 'template', style: 'quoted', parts: [{ kind: 'text', value: String(key.value), range }], range };
  }
  return key;
}

/** A key of this name has to be quoted. */
function startsFor(cursor: Cursor): boolean {
  const token = peek(cursor);
  return token.kind === 'identifier' && textOf(cursor, token) === 'for';
}
