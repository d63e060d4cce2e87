import type { Expression } from '../syntax/nodes.ts';
import { boolOf, listOf, nullOf, numberOf, unknownOf } from '../value/make.ts';
import type { Value } from '../value/value.ts';
import { evaluateCall } from './call.ts';
import { evaluateConditional } from './conditional.ts';
import { evaluateFor } from './for.ts';
import { frameOf, type Frame } from './frame.ts';
import { evaluateObject } from './object.ts';
import { evaluateBinary, evaluateUnary } from './operators.ts';
import { exhausted, type Scope } from './scope.ts';
import { evaluateTemplate } from './template.ts';
import { evaluateTraversal } from './traversal.ts';

/**
 * The value of an expression. Never throws: what cannot be known, fails, or exceeds a limit is an `unknown` with its reason.
 * Every value carries the range of its expression and, in `from`, what it was made of.
 */
export function evaluate(expression: Expression, scope: Scope): Value {
  return evaluateIn(expression, frameOf(scope));
}

/** Evaluation with loop variables in view. */
export function evaluateIn(expression: Expression, frame: Frame): Value {
  const stop = exhausted(frame.meter);
  if (stop !== undefined) return unknownOf(stop, { kind: 'unsupported', name: 'limit' }, expression.range);
  frame.meter.depth += 1;
  const value = dispatch(expression, frame);
  frame.meter.depth -= 1;
  return value;
}

function dispatch(expression: Expression, frame: Frame): Value {
  const { range } = expression;
  switch (expression.kind) {
    case 'literal':
      if (expression.value === null) return nullOf(range);
      return typeof expression.value === 'number' ? numberOf(expression.value, range) : boolOf(expression.value, range);
    case 'template':
      return evaluateTemplate(expression, frame);
    case 'variable':
      return evaluateTraversal(expression, [], range, frame);
    case 'traversal':
      return evaluateTraversal(expression.source, expression.steps, range, frame);
    case 'call':
      return evaluateCall(expression, frame);
    case 'unary':
      return evaluateUnary(expression, frame);
    case 'binary':
      return evaluateBinary(expression, frame);
    case 'conditional':
      return evaluateConditional(expression, frame);
    case 'tuple':
      return listOf(
        expression.items.map((item) => evaluateIn(item, frame)),
        range,
      );
    case 'object':
      return evaluateObject(expression, frame);
    case 'for':
      return evaluateFor(expression, frame);
    case 'invalid':
      return unknownOf(expression.reason, { kind: 'unsupported', name: 'syntax' }, range);
  }
}
