import { fail, nameOf, peek, rangeFrom, take, takeIf, textOf, withNewlines, type Cursor } from './cursor.ts';
import type { Expression } from './nodes.ts';
import { parseExpression } from './parse-expression.ts';
import type { Token } from './tokens.ts';

/** `name(…)` or `provider::name::function(…)`. */
export function parseCall(cursor: Cursor, first: Token): Expression {
  while (takeIf(cursor, '::')) {
    if (!takeIf(cursor, 'identifier')) {
      fail(cursor, `expected a function name after \`::\`, found ${nameOf(cursor, peek(cursor))}`, 'Write `provider::name::function(…)`.');
    }
  }
  const name = cursor.text.slice(first.start, cursor.lastEnd).replaceAll(/\s/g, '');
  const nameRange = rangeFrom(cursor, first.start);
  if (peek(cursor).kind !== '(') {
    fail(cursor, `expected \`(\` after \`${name}\`, found ${nameOf(cursor, peek(cursor))}`, `Write \`${name}(…)\`.`);
    return { kind: 'invalid', reason: cursor.failed ?? '', range: nameRange };
  }
  take(cursor);
  const { items, expandsLast } = withNewlines(cursor, false, () => parseArguments(cursor, name));
  return { kind: 'call', name, nameRange, arguments: items, expandsLast, range: rangeFrom(cursor, first.start) };
}

function parseArguments(cursor: Cursor, name: string): { items: Expression[]; expandsLast: boolean } {
  const items: Expression[] = [];
  let expandsLast = false;
  while (!takeIf(cursor, ')')) {
    if (cursor.failed !== undefined) break;
    items.push(parseExpression(cursor));
    if (takeIf(cursor, '...')) expandsLast = true;
    else if (takeIf(cursor, ',')) continue;
    if (takeIf(cursor, ')')) break;
    const next = peek(cursor);
    fail(cursor, `expected \`,\` or \`)\` in the arguments of ${name}, found ${nameOf(cursor, next)}`, helpFor(textOf(cursor, next)));
  }
  return { items, expandsLast };
}

function helpFor(next: string): string {
  return next === '=' ? 'Arguments have no names: pass them in order.' : 'Separate arguments by commas and close the call with `)`.';
}
