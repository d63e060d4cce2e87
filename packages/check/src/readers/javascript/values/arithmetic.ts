import { derived } from '../../../model/known.ts';
import type { Fact } from '../../../model/known.ts';
import { opaque, phrase, union, unique } from './scalar.ts';
import type { Primitive, Scalar } from './scalar.ts';
import type { Place } from './follow.ts';

export function unary(place: Place, operator: string, operand: Scalar): Scalar {
  if (operator === '+') return operand;
  if (operator === '!') {
    if (operand.unset) return made(place, true, [operand], []);
    return 'value' in operand.known ? made(place, !operand.known.value, [operand], []) : opaque(place, 'the condition is not known');
  }
  if (operator === '-' && 'value' in operand.known) return { ...made(place, -Number(operand.known.value), [operand], operand.variables), scale: -operand.scale };
  return opaque(place, `${place.module.words(place.node)} is not computed`);
}

export function binary(place: Place, operator: string, left: Scalar, right: Scalar): Scalar {
  const comparison = compare(operator, left, right);
  if (comparison !== null) return made(place, comparison, [left, right], [...left.variables, ...right.variables]);
  if (!('value' in left.known) || !('value' in right.known)) {
    const gap = 'value' in left.known ? right : left;
    const other = gap === left ? right : left;
    if ((operator === '*' || (operator === '/' && gap === left)) && 'value' in other.known && other.variables.length === 0) {
      const factor = Number(other.known.value);
      return { ...gap, scale: gap.scale * (operator === '*' ? factor : 1 / factor) };
    }
    return { ...gap, variables: [], unset: false };
  }
  const a = left.known.value;
  const b = right.known.value;
  const result = compute(operator, a, b);
  if (result === null) return opaque(place, `${place.module.words(place.node)} is not computed`);
  const variables = unique([...left.variables, ...right.variables]);
  if (variables.length === 0) return made(place, result, [left, right], []);
  // What a set variable would make of it is known for a product; the sum of a variable and something else is known only while it is unset.
  if (operator === '*' && right.variables.length === 0) return { ...made(place, result, [left, right], variables), scale: left.scale * Number(b) };
  if (operator === '*' && left.variables.length === 0) return { ...made(place, result, [left, right], variables), scale: right.scale * Number(a) };
  if (operator === '/' && right.variables.length === 0) return { ...made(place, result, [left, right], variables), scale: left.scale / Number(b) };
  if (operator === '+' && typeof result === 'string') return made(place, result, [left, right], variables);
  return opaque(place, `${place.module.words(place.node)} is computed from ${variables.join(', ')}`);
}

function compute(operator: string, a: Primitive, b: Primitive): Primitive {
  if (operator === '+' && (typeof a === 'string' || typeof b === 'string')) return `${a}${b}`;
  const x = Number(a);
  const y = Number(b);
  const result = operator === '+' ? x + y : operator === '-' ? x - y : operator === '*' ? x * y : operator === '/' ? x / y : operator === '%' ? x % y : operator === '**' ? x ** y : null;
  return result === null || Number.isNaN(result) ? null : result;
}

function compare(operator: string, left: Scalar, right: Scalar): boolean | null {
  const a = left.unset ? undefined : 'value' in left.known ? left.known.value : NaN;
  const b = right.unset ? undefined : 'value' in right.known ? right.known.value : NaN;
  if (Number.isNaN(a) || Number.isNaN(b)) return null;
  if (operator === '===' || operator === '==') return a === b;
  if (operator === '!==' || operator === '!=') return a !== b;
  if (a === undefined || b === undefined || a === null || b === null) return null;
  return operator === '<' ? a < b : operator === '>' ? a > b : operator === '<=' ? a <= b : operator === '>=' ? a >= b : null;
}

/** `X ? Number(X) : 10` goes on with X; a condition on another variable leaves both branches possible. */
export function ternary(place: Place, test: Scalar, consequent: Scalar, alternate: Scalar): Scalar {
  const isUnset = test.unset || test.variables.length > 0;
  if (!isUnset) {
    if (!('value' in test.known)) return union([consequent, alternate], place, 'depends on a condition');
    return test.known.value ? consequent : alternate;
  }
  const holds = test.unset ? false : 'value' in test.known && Boolean(test.known.value);
  const whenUnset = holds ? consequent : alternate;
  const whenSet = holds ? alternate : consequent;
  if (whenSet.variables.length > 0 && whenSet.variables.every((name) => test.variables.includes(name))) {
    return { ...whenUnset, variables: whenSet.variables, scale: whenSet.scale };
  }
  return union([consequent, alternate], place, `depends on ${test.variables.join(', ')}`);
}

export function made(place: Place, result: Primitive, parts: readonly Scalar[], variables: readonly string[]): Scalar {
  const from = parts.map((part) => part.known).filter((known): known is Fact<Primitive> => 'value' in known);
  return { known: derived(result, from, place.module.source(place.node), phrase(place)), variables: unique(variables), scale: 1, unset: false };
}
