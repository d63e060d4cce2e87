import type { ObjectConstructor } from '../syntax/nodes.ts';
import { errorOf, objectOf, unknownBecause } from '../value/make.ts';
import { textOf } from '../value/text.ts';
import type { Value } from '../value/value.ts';
import { evaluateIn } from './evaluate.ts';
import type { Frame } from './frame.ts';

export function evaluateObject(expression: ObjectConstructor, frame: Frame): Value {
  const { range } = expression;
  const entries = new Map<string, Value>();
  for (const item of expression.items) {
    const key = evaluateIn(item.key, frame);
    if (key.kind === 'unknown') return unknownBecause(key, range, [key], { type: 'object' });
    const name = textOf(key);
    if (name === undefined) return errorOf(`a ${key.kind} cannot be a key`, key.range, [key]);
    entries.set(name, evaluateIn(item.value, frame));
  }
  return objectOf(entries, range);
}
