import { spanning, type Range } from '../source/range.ts';
import type { Expression, Step } from '../syntax/nodes.ts';
import { referTo, unknownOf } from '../value/make.ts';
import type { Value } from '../value/value.ts';
import { evaluateIn } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { attributeOf, itemOf } from './member.ts';
import { splat } from './splat.ts';

/** A name or another expression, followed by `.x`, `[i]` and `[*]`. */
export function evaluateTraversal(source: Expression, steps: readonly Step[], range: Range, frame: Frame): Value {
  if (source.kind !== 'variable') return applySteps(evaluateIn(source, frame), steps, source.range, frame);
  const local = frame.locals.get(source.name);
  if (local) return applySteps(referTo(local, source.range), steps, source.range, frame);

  const rangeOf = (consumed: number): Range => spanning(source.range, steps[consumed - 1]?.range ?? source.range);
  const resolution = frame.scope.resolve(source.name, steps, {
    rangeOf,
    evaluate: (expression) => evaluateIn(expression, frame),
    apply: (value, rest) => applySteps(value, rest, source.range, frame),
  });
  if (!resolution) return unknownOf(`nothing is named \`${source.name}\` here`, { kind: 'unsupported', name: source.name }, range);
  const { value, consumed } = resolution;
  return applySteps(referTo(value, rangeOf(consumed), value.reference), steps.slice(consumed), source.range, frame);
}

/** `start` is where the traversal begins: every step's value stands from there to the end of the step. */
function applySteps(value: Value, steps: readonly Step[], start: Range, frame: Frame): Value {
  let current = value;
  for (const step of steps) {
    const range = spanning(start, step.range);
    if (step.kind === 'attribute') current = attributeOf(current, step.name, range, frame.scope.member);
    else if (step.kind === 'index') current = itemOf(current, evaluateIn(step.key, frame), range);
    else current = splat(current, range, (item) => applySteps(item, step.each, start, frame));
  }
  return current;
}
