import type { Range } from '../source/range.ts';
import type { Binary, Unary } from '../syntax/nodes.ts';
import { convert } from '../types/convert.ts';
import { boundsOf, negateBounds } from '../value/bounds.ts';
import { boolOf, errorOf, isError, numberOf, unknownBecause } from '../value/make.ts';
import { forEachOption } from '../value/options.ts';
import type { Value } from '../value/value.ts';
import { arithmetic, type ArithmeticOperator } from './arithmetic.ts';
import { compareNumbers, compareValues } from './comparison.ts';
import { evaluateIn } from './evaluate.ts';
import type { Frame } from './frame.ts';

export function evaluateUnary(expression: Unary, frame: Frame): Value {
  const { range } = expression;
  const isNot = expression.operator === '!';
  const operand = convert(evaluateIn(expression.operand, frame), { kind: isNot ? 'bool' : 'number' });
  if (isError(operand)) return operand;
  if (operand.kind === 'bool') return boolOf(!operand.value, range, [operand]);
  if (operand.kind === 'number') return numberOf(0 - operand.value, range, [operand]);
  if (operand.kind !== 'unknown') return errorOf(`\`${expression.operator}\` cannot be applied to ${operand.kind}`, range, [operand]);
  const bounds = isNot ? undefined : boundsOf(operand);
  return unknownBecause(operand, range, [operand], { type: isNot ? 'bool' : 'number', ...(bounds ? { bounds: negateBounds(bounds) } : {}) });
}

export function evaluateBinary(expression: Binary, frame: Frame): Value {
  const { operator, range } = expression;
  if (operator === '&&' || operator === '||') return evaluateLogic(expression, frame);
  const left = evaluateIn(expression.left, frame);
  const right = evaluateIn(expression.right, frame);
  if (isError(left)) return left;
  if (isError(right)) return right;
  switch (operator) {
    case '==':
    case '!=':
      return compareValues(left, right, operator, range);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return onNumbers(left, right, range, (a, b) => compareNumbers(a, b, operator, range));
    default:
      return onNumbers(left, right, range, (a, b) => overOptions(a, b, operator, range));
  }
}

/** Bounds alone would forget which values are possible. */
function overOptions(left: Value, right: Value, operator: ArithmeticOperator, range: Range): Value {
  const combined = forEachOption([left, right], range, ([a = left, b = right]) => arithmetic(a, b, operator, range));
  return combined ?? arithmetic(left, right, operator, range);
}

/** Three-valued: `false && unknown` is false, `true || unknown` is true. */
function evaluateLogic(expression: Binary, frame: Frame): Value {
  const { range } = expression;
  const decisive = expression.operator === '||';
  const left = convert(evaluateIn(expression.left, frame), { kind: 'bool' });
  if (left.kind === 'bool' && left.value === decisive) return boolOf(decisive, range, [left]);
  const right = convert(evaluateIn(expression.right, frame), { kind: 'bool' });
  if (right.kind === 'bool' && right.value === decisive && !isError(left)) return boolOf(decisive, range, [right]);
  if (left.kind === 'unknown' && !isError(left) && isError(right)) return unknownBecause(left, range, [left, right], { type: 'bool' }); // the left side may yet decide
  const open = [left, right].find(isError) ?? [left, right].find((side) => side.kind === 'unknown');
  if (open?.kind === 'unknown') return isError(open) ? open : unknownBecause(open, range, [left, right], { type: 'bool' });
  if (left.kind !== 'bool' || right.kind !== 'bool') return errorOf(`\`${expression.operator}\` needs two booleans`, range, [left, right]);
  return boolOf(!decisive, range, [left, right]);
}

function onNumbers(left: Value, right: Value, range: Range, combine: (a: Value, b: Value) => Value): Value {
  const a = convert(left, { kind: 'number' });
  const b = convert(right, { kind: 'number' });
  const wrong = [a, b].find((side) => isError(side));
  if (wrong) return wrong;
  if (a.kind === 'null' || b.kind === 'null') return errorOf('null is not a number', range, [left, right]);
  return combine(a, b);
}
