import type { Expression, ObjectConstructor } from '../syntax/nodes.ts';
import { errorOf, objectOf, unknownBecause } from '../value/make.ts';
import { textOf } from '../value/text.ts';
import type { Value } from '../value/value.ts';
import { evaluateIn } from './evaluate.ts';
import type { Frame } from './frame.ts';

export function evaluateObject(expression: ObjectConstructor, frame: Frame): Value {
  const { range } = expression;
  const entries = new Map<string, Value>();
  for (const item of expression.items) {
    if (isAmbiguous(item.key)) return errorOf('a key of several names stands in parentheses when it is a reference, and in quotes when it is a text', item.key.range);
    const key = evaluateIn(item.key, frame);
    if (key.kind === 'unknown') return unknownBecause(key, range, [key], { type: 'object' });
    const name = textOf(key);
    if (name === undefined) return errorOf(`a ${key.kind} cannot be a key`, key.range, [key]);
    entries.set(name, evaluateIn(item.value, frame));
  }
  return objectOf(entries, range);
}

/** `{ a.b = 1 }`: HCL accepts it only where nobody evaluates it, as in the `providers` of a module. Parentheses widen the range. */
function isAmbiguous(key: Expression): boolean {
  return key.kind === 'traversal' && key.source.kind === 'variable' && key.range.start.offset === key.source.range.start.offset;
}
