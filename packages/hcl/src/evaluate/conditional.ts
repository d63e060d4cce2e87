import type { Conditional } from '../syntax/nodes.ts';
import { convert } from '../types/convert.ts';
import { errorOf } from '../value/make.ts';
import { oneOf } from '../value/options.ts';
import type { Value } from '../value/value.ts';
import { evaluateIn } from './evaluate.ts';
import type { Frame } from './frame.ts';

/** Only the branch that is taken is evaluated; when the condition is unknown, the result is either branch. */
export function evaluateConditional(expression: Conditional, frame: Frame): Value {
  const { range } = expression;
  const condition = convert(evaluateIn(expression.condition, frame), { kind: 'bool' });
  switch (condition.kind) {
    case 'bool': {
      const taken = evaluateIn(condition.value ? expression.consequent : expression.alternative, frame);
      return { ...taken, range, from: [taken, condition] };
    }
    case 'unknown':
      if (condition.needs.kind === 'error') return condition;
      return oneOf([evaluateIn(expression.consequent, frame), evaluateIn(expression.alternative, frame)], condition, range, [condition]);
    default:
      return errorOf(`a condition cannot be ${condition.kind}`, range, [condition]);
  }
}
