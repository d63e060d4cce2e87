import type { Range } from '../source/range.ts';
import { addBounds, boundsOf, divideBounds, multiplyBounds, negateBounds } from '../value/bounds.ts';
import { errorOf, numberOf, unknownBecause } from '../value/make.ts';
import type { Bounds, Value } from '../value/value.ts';
import { calculate } from './decimal.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

/** On numbers, or unknown numbers whose bounds are carried along. */
export function arithmetic(left: Value, right: Value, operator: ArithmeticOperator, range: Range): Value {
  if (left.kind === 'number' && right.kind === 'number') {
    if ((operator === '/' || operator === '%') && right.value === 0) return errorOf('division by zero', range, [left, right]);
    const value = calculate(left.value, right.value, operator);
    return Number.isFinite(value) ? numberOf(value, range, [left, right]) : errorOf('the number is too large', range, [left, right]);
  }
  const cause = left.kind === 'unknown' ? left : right;
  if (cause.kind !== 'unknown') return errorOf(`\`${operator}\` needs two numbers`, range, [left, right]);
  const bounds = combine(boundsOf(left), boundsOf(right), operator);
  return unknownBecause(cause, range, [left, right], { type: 'number', ...(bounds ? { bounds } : {}) });
}

function combine(a: Bounds | undefined, b: Bounds | undefined, operator: ArithmeticOperator): Bounds | undefined {
  if (operator === '%') return b?.max !== undefined && a?.min !== undefined && a.min >= 0 ? { min: 0, max: b.max } : undefined;
  if (!a || !b) return undefined;
  if (operator === '+') return addBounds(a, b);
  if (operator === '-') return addBounds(a, negateBounds(b));
  return operator === '*' ? multiplyBounds(a, b) : divideBounds(a, b);
}
