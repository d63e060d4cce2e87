import type { UndecidedCause } from '@plimsoll/contract';
import type { Fact, Known } from '../../../model/known.ts';
import { derived, isKnown, stated, unknown } from '../../../model/known.ts';
import { madeBy, passedTo, passedToField, referentOf } from '../code/referent.ts';
import { callAt } from '../code/workspace.ts';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, sourceOf, textOf } from '../../syntax/index.ts';
import { arithmetic } from './arithmetic.ts';
import { configValues } from './config.ts';
import { environmentLookup } from './environment.ts';
import { literalOf } from './literal.ts';
import { oneLine, saysOf } from './says.ts';
import { settingsField } from './settings-class.ts';

export type Plain = string | number | boolean | null;

/** A value with the environment variables that may replace it. */
export interface Evaluated {
  readonly known: Known<Plain>;
  readonly variables: readonly string[];
  readonly scale?: number; // a set variable counts times this; without it, once
}

const stepsMost = 16;

/** Values may be built from values many times over; one question may look at this many nodes. */
const nodesMost = 2_000;
let nodesLeft = nodesMost;

export function evaluate(node: SyntaxNode, steps = 0): Evaluated {
  nodesLeft = steps === 0 ? nodesMost : nodesLeft - 1;
  if (nodesLeft < 0 || steps > stepsMost) return without(node, 'is computed in too many steps');
  const literal = literalOf(node);
  if (literal !== undefined) return only(stated(literal, sourceOf(node), saysOf(node)));
  const looked = environmentLookup(node);
  if (looked) return fromEnvironment(node, looked.name, looked.fallback, steps);
  const configured = configValues(node);
  if (configured) return oneOf(node, configured.values, configured.fallback, configured.key, steps);
  switch (node.type) {
    case 'identifier':
    case 'attribute':
      return fromName(node, steps);
    case 'parenthesized_expression':
    case 'await': {
      const inner = namedChildren(node)[0];
      return inner ? evaluate(inner, steps + 1) : without(node, 'is empty');
    }
    case 'unary_operator':
    case 'binary_operator':
      return calculated(node, steps);
    case 'boolean_operator':
      return eitherOr(node, steps);
    case 'conditional_expression':
      return conditional(node, steps);
    case 'call':
      return converted(node, steps);
    case 'subscript':
      return element(node, steps);
    case 'string':
      return formatted(node, steps);
    default:
      return without(node, 'is computed when the program runs');
  }
}

export function only(known: Known<Plain>, variables: readonly string[] = []): Evaluated {
  return { known, variables };
}

export function without(node: SyntaxNode, why: string, cause: UndecidedCause = 'not-supported-yet', what?: string, variables: readonly string[] = []): Evaluated {
  const text = brief(node);
  return { known: unknown(`${text} ${why}`, { cause, what: what ?? `the value of ${text}` }, { source: sourceOf(node) }), variables };
}

export function brief(node: SyntaxNode): string {
  const text = oneLine(node);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function fromEnvironment(node: SyntaxNode, name: string, fallback: SyntaxNode | null, steps: number): Evaluated {
  if (!fallback || fallback.type === 'none' || textOf(fallback) === '...') {
    return without(node, 'is set outside the code', 'no-value-given', `a value for ${name}`, [name]);
  }
  const value = evaluate(fallback, steps + 1);
  return { ...value, variables: [name, ...value.variables] };
}

function oneOf(node: SyntaxNode, values: readonly SyntaxNode[], fallback: SyntaxNode | null, key: string, steps: number): Evaluated {
  const given = fallback ? [...values, fallback].slice(0, Math.max(1, values.length)) : values;
  const [first, ...rest] = given;
  if (!first) return without(node, 'is configured in a place that was not found', 'not-supported-yet', `the place that sets ${key}`);
  const evaluated = evaluate(first, steps + 1);
  for (const other of rest)
    if (differ(evaluated, evaluate(other, steps + 1))) return without(node, `is set in ${given.length} places to different values`, 'not-supported-yet', `which of the places sets ${key}`);
  return evaluated;
}

function differ(a: Evaluated, b: Evaluated): boolean {
  if (isKnown(a.known) && isKnown(b.known)) return a.known.value !== b.known.value;
  return isKnown(a.known) || isKnown(b.known) || a.variables.join() !== b.variables.join();
}

function fromName(node: SyntaxNode, steps: number): Evaluated {
  const configured = settingsField(node);
  if (configured) {
    if (!configured.fallback) return without(node, 'is set outside the code', 'no-value-given', `a value for ${configured.variable}`, [configured.variable]);
    const value = evaluate(configured.fallback, steps + 1);
    return { ...value, variables: [configured.variable, ...value.variables] };
  }
  const referent = referentOf(node);
  if (referent?.kind === 'value' && referent.value !== node) return oneOf(node, [referent.value, ...referent.others], null, textOf(node), steps);
  if (referent?.kind === 'parameter') {
    if (referent.parameter.fallback) return evaluate(referent.parameter.fallback, steps + 1);
    const passed = referent.of && steps < 8 ? passedTo(referent.parameter, referent.of) : null;
    if (passed && passed.length > 0) return oneOf(node, passed, null, referent.parameter.name, steps + 4);
    return without(node, 'is a parameter without a default', 'not-supported-yet', `what the callers pass as ${referent.parameter.name}`);
  }
  const field = node.type === 'attribute' && steps < 8 ? valuesOfField(node) : [];
  if (field.length > 0) return oneOf(node, field, null, textOf(node), steps + 4);
  return without(node, 'has no value that could be read');
}

function valuesOfField(node: SyntaxNode): readonly SyntaxNode[] {
  const object = child(node, 'object');
  const name = child(node, 'attribute');
  const owner = object && madeBy(object);
  return owner?.kind === 'instance' && name ? passedToField(owner.class, textOf(name)) : [];
}

function calculated(node: SyntaxNode, steps: number): Evaluated {
  const operands = [child(node, 'left'), child(node, 'right'), child(node, 'argument')].flatMap((each) => (each ? [evaluate(each, steps + 1)] : []));
  const operator = child(node, 'operator');
  const facts: Fact<Plain>[] = [];
  const variables = operands.flatMap((each) => each.variables);
  for (const each of operands) {
    if (!isKnown(each.known)) return { known: each.known, variables };
    facts.push(each.known);
  }
  const result = arithmetic(
    operator ? textOf(operator) : '',
    facts.map((each) => each.value),
  );
  if (result === undefined) return without(node, 'is computed when the program runs', 'not-supported-yet', undefined, variables);
  const known = derived(result, facts, sourceOf(node), saysOf(node));
  if (variables.length === 0 || typeof result === 'string') return { known, variables };
  const scale = scaleOf(operator ? textOf(operator) : '', operands);
  return scale === null ? without(node, `is computed from ${variables.join(', ')}`, 'not-supported-yet') : { known, variables, scale };
}

/** In `SECONDS * 1000` a set variable counts a thousand times; an offset or a quotient by it cannot be said so. */
function scaleOf(operator: string, operands: readonly Evaluated[]): number | null {
  const [left, right] = operands;
  if (!left) return null;
  if (!right) return operator === '-' ? -(left.scale ?? 1) : (left.scale ?? 1);
  const [varying, fixed] = left.variables.length > 0 ? [left, right] : [right, left];
  const factor = isKnown(fixed.known) ? fixed.known.value : null;
  if (fixed.variables.length > 0 || typeof factor !== 'number') return null;
  if (operator === '*') return (varying.scale ?? 1) * factor;
  return operator === '/' && varying === left && factor !== 0 ? (varying.scale ?? 1) / factor : null;
}

/** `a or b`: b when a is not set; `a and b` is left alone. */
function eitherOr(node: SyntaxNode, steps: number): Evaluated {
  const left = child(node, 'left');
  const right = child(node, 'right');
  const operator = child(node, 'operator');
  if (!left || !right || (operator && textOf(operator) !== 'or')) return without(node, 'is computed when the program runs');
  const first = evaluate(left, steps + 1);
  if (isKnown(first.known)) return first.known.value ? first : { ...first, known: evaluate(right, steps + 1).known };
  if (first.variables.length === 0) return first;
  const second = evaluate(right, steps + 1);
  return { known: second.known, variables: [...first.variables, ...second.variables] };
}

/** With a variable of the environment in the condition, the branch for "not set" holds; else both must agree. */
function conditional(node: SyntaxNode, steps: number): Evaluated {
  const [body, condition, otherwise] = namedChildren(node);
  if (!body || !condition || !otherwise) return without(node, 'is not complete');
  const yes = evaluate(body, steps + 1);
  const no = evaluate(otherwise, steps + 1);
  const test = evaluate(condition, steps + 1);
  if (isKnown(test.known) && test.variables.length === 0) return test.known.value ? yes : no;
  const variables = [...new Set([...yes.variables, ...test.variables, ...no.variables])];
  if (!differ(yes, no)) return { known: no.known, variables };
  const setsOnly = yes.variables.length > 0 && (test.variables.some((each) => yes.variables.includes(each)) || /environ/.test(textOf(condition)));
  if (setsOnly) return { known: no.known, variables };
  return without(node, 'depends on a condition', 'not-supported-yet', `whether ${brief(condition)}`, variables);
}

const conversions: Readonly<Record<string, (value: Plain) => Plain | undefined>> = {
  int: (value) => (value === null ? undefined : finite(Math.trunc(Number(typeof value === 'string' ? value.replaceAll('_', '') : value)))),
  float: (value) => (value === null ? undefined : value === 'inf' ? Infinity : finite(Number(value))),
  str: (value) => (value === null ? undefined : String(value)),
};

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function converted(node: SyntaxNode, steps: number): Evaluated {
  const call = callAt(node);
  const [first] = call?.positional ?? [];
  if (!call || !first) return without(node, 'is computed when the program runs');
  const convert = conversions[call.written];
  if (!convert && !/^(bool|max|min|SecretStr|typing\.cast|cast)$/.test(call.written)) return without(node, 'is computed when the program runs');
  if (call.written.endsWith('cast')) return call.positional[1] ? evaluate(call.positional[1], steps + 1) : without(node, 'is not complete');
  if (/^(max|min)$/.test(call.written)) return extreme(node, call.positional, call.written === 'max' ? Math.max : Math.min, steps);
  const inner = evaluate(first, steps + 1);
  if (!isKnown(inner.known) || !convert) return inner;
  const value = convert(inner.known.value);
  if (value === undefined) return without(node, 'cannot be converted', 'not-supported-yet', undefined, inner.variables);
  return { ...inner, known: { ...inner.known, value } };
}

function extreme(node: SyntaxNode, operands: readonly SyntaxNode[], pick: (...numbers: number[]) => number, steps: number): Evaluated {
  const all = operands.map((each) => evaluate(each, steps + 1));
  const variables = all.flatMap((each) => each.variables);
  const facts = all.flatMap((each) => (isKnown(each.known) && typeof each.known.value === 'number' ? [each.known] : []));
  if (facts.length < 2 || facts.length < all.length) return without(node, 'is computed when the program runs', 'not-supported-yet', undefined, variables);
  return { known: derived(pick(...facts.map((each) => Number(each.value))), facts, sourceOf(node), saysOf(node)), variables };
}

/** `LIMITS['timeout']` of a dictionary that is written out. */
function element(node: SyntaxNode, steps: number): Evaluated {
  const object = child(node, 'value');
  const key = child(node, 'subscript');
  const wanted = key && literalOf(key);
  const referent = object ? referentOf(object) : null;
  const written = referent?.kind === 'value' && referent.others.length === 0 ? referent.value : null;
  if (wanted === undefined || wanted === null || !written) return without(node, 'is computed when the program runs');
  if (written.type === 'dictionary') {
    for (const pair of namedChildren(written)) {
      const name = child(pair, 'key');
      const value = child(pair, 'value');
      if (pair.type === 'pair' && name && value && literalOf(name) === wanted) return evaluate(value, steps + 1);
    }
  }
  return without(node, 'is computed when the program runs');
}

function formatted(node: SyntaxNode, steps: number): Evaluated {
  const parts: string[] = [];
  const facts: Fact<Plain>[] = [];
  const variables: string[] = [];
  for (const part of namedChildren(node)) {
    if (part.type === 'string_content') parts.push(textOf(part));
    if (part.type !== 'interpolation') continue;
    const inner = child(part, 'expression') ?? namedChildren(part)[0];
    const value = inner ? evaluate(inner, steps + 1) : null;
    if (value) variables.push(...value.variables);
    if (!value || !isKnown(value.known)) return without(node, 'is put together when the program runs', 'not-supported-yet', undefined, variables);
    facts.push(value.known);
    parts.push(String(value.known.value));
  }
  return { known: derived(parts.join(''), facts, sourceOf(node), saysOf(node)), variables };
}
