import { enter, fail, leave, nameOf, peek, rangeFrom, take, takeIf, type Cursor } from './cursor.ts';
import type { BinaryOperator, Expression } from './nodes.ts';
import { parseTerm } from './parse-term.ts';
import type { TokenKind } from './tokens.ts';

const precedence: Partial<Record<TokenKind, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
};

export function parseExpression(cursor: Cursor): Expression {
  const { start } = peek(cursor);
  if (!enter(cursor)) return invalid(cursor, start);
  const condition = parseBinary(cursor, 1);
  const result = takeIf(cursor, '?') ? parseBranches(cursor, condition, start) : condition;
  leave(cursor);
  return result;
}

function parseBranches(cursor: Cursor, condition: Expression, start: number): Expression {
  const consequent = parseExpression(cursor);
  if (!takeIf(cursor, ':')) {
    fail(cursor, `expected \`:\` in the conditional, found ${nameOf(cursor, peek(cursor))}`, 'Write `condition ? then : otherwise`.');
  }
  const alternative = parseExpression(cursor);
  return { kind: 'conditional', condition, consequent, alternative, range: rangeFrom(cursor, start) };
}

/** Precedence climbing; a chain of one level grows the tree to the left, so its length counts as depth. */
function parseBinary(cursor: Cursor, minimum: number): Expression {
  const { start } = peek(cursor);
  const depth = cursor.depth;
  let left = parseUnary(cursor);
  for (;;) {
    const operator = peek(cursor).kind;
    const level = precedence[operator];
    if (level === undefined || level < minimum || !enter(cursor)) break;
    take(cursor);
    const right = parseBinary(cursor, level + 1);
    left = { kind: 'binary', operator: operator as BinaryOperator, left, right, range: rangeFrom(cursor, start) };
  }
  cursor.depth = depth;
  return left;
}

function parseUnary(cursor: Cursor): Expression {
  const token = peek(cursor);
  if (token.kind !== '!' && token.kind !== '-') return parseTerm(cursor);
  if (!enter(cursor)) return invalid(cursor, token.start);
  take(cursor);
  const operand = parseUnary(cursor);
  leave(cursor);
  return { kind: 'unary', operator: token.kind, operand, range: rangeFrom(cursor, token.start) };
}

function invalid(cursor: Cursor, start: number): Expression {
  return { kind: 'invalid', reason: cursor.failed ?? 'not an expression', range: rangeFrom(cursor, start) };
}
