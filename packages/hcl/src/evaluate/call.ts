import type { Call } from '../syntax/nodes.ts';
import { convert } from '../types/convert.ts';
import { parseType } from '../types/parse-type.ts';
import { errorOf, unknownBecause, unknownOf } from '../value/make.ts';
import type { Value } from '../value/value.ts';
import { evaluateIn } from './evaluate.ts';
import type { Frame } from './frame.ts';

export function evaluateCall(call: Call, frame: Frame): Value {
  const { range } = call;
  if (call.name === 'convert' && call.arguments.length === 2) return evaluateConvert(call, frame);
  const values = call.arguments.map((argument) => evaluateIn(argument, frame));
  const expanded = call.expandsLast ? expand(values, call) : values;
  if ('kind' in expanded) return expanded;
  const name = call.name.replace(/^core::/, '');
  const { functions } = frame.scope;
  const called = functions.get(name);
  if (called) return called(expanded, { name, range, functions, meter: frame.meter });
  const reason = name.includes('::') ? `${name} is a function of a provider` : `there is no function ${name}`;
  return unknownOf(reason, { kind: 'function', name }, range, expanded);
}

/** The second argument of `convert` is a type, which no other function takes. */
function evaluateConvert(call: Call, frame: Frame): Value {
  const [argument, constraint] = call.arguments;
  if (!argument || !constraint) return errorOf('convert takes a value and a type', call.range);
  const { type, diagnostics } = parseType(constraint, (expression) => evaluateIn(expression, frame));
  const value = evaluateIn(argument, frame);
  if (diagnostics[0]) return errorOf(diagnostics[0].message, constraint.range, [value]);
  return { ...convert(value, type), range: call.range, from: [value] };
}

function expand(values: readonly Value[], call: Call): readonly Value[] | Value {
  const last = values.at(-1);
  if (last?.kind === 'list') return [...values.slice(0, -1), ...last.items];
  if (last?.kind === 'unknown') return unknownBecause(last, call.range, values);
  return errorOf('`...` needs a list', call.range, values);
}
