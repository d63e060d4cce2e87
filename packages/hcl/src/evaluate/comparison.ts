import type { Range } from '../source/range.ts';
import { boundsOf } from '../value/bounds.ts';
import { equal } from '../value/equal.ts';
import { boolOf, errorOf, unknownBecause } from '../value/make.ts';
import type { Bounds, Value } from '../value/value.ts';

type Order = '<' | '<=' | '>' | '>=';

/** Bounds decide where they can: at least 6 is more than 5. */
export function compareNumbers(left: Value, right: Value, operator: Order, range: Range): Value {
  const a = boundsOf(left) ?? {};
  const b = boundsOf(right) ?? {};
  const answer = decide(a, b, operator);
  if (answer !== undefined) return boolOf(answer, range, [left, right]);
  return undecided(left, right, operator, range);
}

export function compareValues(left: Value, right: Value, operator: '==' | '!=', range: Range): Value {
  const answer = equal(left, right) ?? outsideBounds(left, right);
  if (answer !== undefined) return boolOf(answer === (operator === '=='), range, [left, right]);
  return undecided(left, right, operator, range);
}

function decide(a: Bounds, b: Bounds, operator: Order): boolean | undefined {
  switch (operator) {
    case '<':
      return isLess(a, b) ? true : isLessOrEqual(b, a) ? false : undefined;
    case '<=':
      return isLessOrEqual(a, b) ? true : isLess(b, a) ? false : undefined;
    case '>':
      return decide(b, a, '<');
    case '>=':
      return decide(b, a, '<=');
  }
}

function isLess(a: Bounds, b: Bounds): boolean {
  return a.max !== undefined && b.min !== undefined && a.max < b.min;
}

function isLessOrEqual(a: Bounds, b: Bounds): boolean {
  return a.max !== undefined && b.min !== undefined && a.max <= b.min;
}

/** Unequal for certain when the possible numbers do not overlap. Only for values known to be numbers. */
function outsideBounds(left: Value, right: Value): boolean | undefined {
  if (left.kind === 'string' || right.kind === 'string') return undefined;
  const a = boundsOf(left);
  const b = boundsOf(right);
  return a && b && (isLess(a, b) || isLess(b, a)) ? false : undefined;
}

/** The value may be inside a list or object, so the unknown that keeps the answer open is searched. */
function undecided(left: Value, right: Value, operator: string, range: Range): Value {
  const cause = firstUnknown(left) ?? firstUnknown(right);
  if (cause?.kind === 'unknown') return unknownBecause(cause, range, [left, right], { type: 'bool' });
  return errorOf(`\`${operator}\` cannot compare ${left.kind} and ${right.kind}`, range, [left, right]);
}

function firstUnknown(value: Value): Value | undefined {
  if (value.kind === 'unknown') return value;
  const parts = value.kind === 'list' ? value.items : value.kind === 'object' ? value.entries.values() : [];
  for (const part of parts) {
    const found = firstUnknown(part);
    if (found) return found;
  }
  return undefined;
}
