import type { SyntaxNode } from '../../syntax/index.ts';
import { ancestor, child, namedChildren, sourceOf, textOf } from '../../syntax/index.ts';
import { isKnown, stated } from '../../../model/known.ts';
import { valueOfCall } from './call.ts';
import { taggedValue } from './tags.ts';
import type { Binding } from '../code/scope.ts';
import { bindingOf, bindingsIn, bodyAround, parameterAt, qualified, valueNamed } from '../code/scope.ts';
import { fieldOf } from '../code/types.ts';
import type { GoUnit } from '../code/unit.ts';
import type { Plain, Value } from './value.ts';
import { literal, shown, timeUnits, unclear } from './value.ts';

export interface Looking {
  readonly unit: GoUnit;
  readonly bound: ReadonlyMap<string, Value>; // parameters of a helper that is looked through
  readonly levels: number;
  readonly steps: { left: number }; // shared by one whole evaluation: helpers that call each other would else multiply
}

const levelsMax = 9;
const stepsMax = 2_000;

export function evaluate(unit: GoUnit, node: SyntaxNode): Value {
  return valueOf(node, { unit, bound: new Map(), levels: levelsMax, steps: { left: stepsMax } });
}

export function valueOf(node: SyntaxNode, looking: Looking): Value {
  if ((looking.levels <= 0 && !node.type.endsWith('literal')) || looking.steps.left-- <= 0)
    return unclear(`${shown(node)} is computed too far away`, `a value for ${shown(node)}`, 'not-supported-yet', node);
  const deeper = { ...looking, levels: looking.levels - 1 };
  switch (node.type) {
    case 'int_literal':
    case 'float_literal':
      return literal(Number(textOf(node).replace(/_/g, '')), node);
    case 'true':
    case 'false':
      return literal(node.type === 'true', node);
    case 'interpreted_string_literal':
      return literal(
        textOf(node)
          .slice(1, -1)
          .replace(/\\(["\\nt])/g, (_, escaped: string) => ({ n: '\n', t: '\t' })[escaped] ?? escaped),
        node,
      );
    case 'raw_string_literal':
      return literal(textOf(node).slice(1, -1), node);
    case 'parenthesized_expression':
      return valueOf(namedChildren(node)[0] ?? node, deeper);
    case 'unary_expression': {
      const operand = valueOf(child(node, 'operand') ?? node, deeper);
      const operator = textOf(child(node, 'operator') ?? node);
      if (operator === '-' && isKnown(operand.known) && typeof operand.known.value === 'number') return { ...operand, known: { ...operand.known, value: -operand.known.value } };
      return operator === '*' || operator === '&' || operator === '+' ? operand : unclear(`${shown(node)} is not known before it runs`, `a value for ${shown(node)}`, 'not-supported-yet', node);
    }
    case 'binary_expression':
      return binary(node, deeper);
    case 'identifier':
      return named(node, deeper);
    case 'selector_expression':
      return selected(node, deeper);
    case 'call_expression':
    case 'type_conversion_expression':
      return valueOfCall(node, deeper, 0);
    default:
      return unclear(`${shown(node)} is not known before it runs`, `a value for ${shown(node)}`, 'not-supported-yet', node);
  }
}

function binary(node: SyntaxNode, looking: Looking): Value {
  const [leftNode, rightNode] = [child(node, 'left'), child(node, 'right')];
  const operator = textOf(child(node, 'operator') ?? node);
  if (!leftNode || !rightNode) return unclear(`${shown(node)} is incomplete`, 'a value', 'not-supported-yet', node);
  const [left, right] = [valueOf(leftNode, looking), valueOf(rightNode, looking)];
  const variables = [...new Set([...left.variables, ...right.variables])];
  const missing = isKnown(left.known) ? right.known : left.known;
  if (!isKnown(left.known) || !isKnown(right.known)) return { known: missing, variables, isDuration: false };
  const result = apply(operator, left.known.value, right.known.value);
  if (result === undefined) return unclear(`${shown(node)} is not known before it runs`, `a value for ${shown(node)}`, 'not-supported-yet', node, variables);
  const isDuration = operator === '/' ? left.isDuration && !right.isDuration : left.isDuration || right.isDuration;
  return { known: stated(result, sourceOf(node), shown(node), [left.known, right.known]), variables, isDuration };
}

function apply(operator: string, left: Plain, right: Plain): Plain | undefined {
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') return left + right;
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  if (operator === '*') return left * right;
  if (operator === '<<') return left * 2 ** right;
  return operator === '/' && right !== 0 ? left / right : undefined;
}

function named(node: SyntaxNode, looking: Looking): Value {
  const name = textOf(node);
  const binding = bindingOf(looking.unit, name, node);
  const parameter = parameterAt(looking.unit, name, node);
  if (binding && (!parameter || binding.declares || binding.node.start > (parameter.of?.node.start ?? 0))) return local(binding, node, looking);
  const bound = looking.bound.get(name);
  if (bound) return bound;
  if (parameter) return unclear(`${name} is handed in by the caller`, `what callers pass for ${name}`, 'not-supported-yet', node);
  return packageValue(node, looking) ?? unclear(`${name} is not declared in this repository`, `the value of ${name}`, 'outside-the-repository', node);
}

/** A local variable; when an environment variable may replace its first value, both are told. */
function local(last: Binding, node: SyntaxNode, looking: Looking): Value {
  const body = bodyAround(looking.unit, node);
  const all = body ? bindingsIn(body).filter((each) => each.name === last.name && each.node.end <= node.start && ancestorBlockHolds(each, last, node)) : [last];
  const values = all.flatMap((each) => (each.value ? [ofBinding(each, looking)] : []));
  const [first] = values;
  if (!first) return unclear(`${last.name} is set elsewhere`, `the value of ${last.name}`, 'not-supported-yet', node);
  if (values.length === 1) return first;
  const fallback = all.slice(1).find((each) => isGuardedByZero(each));
  const instead = fallback && all.length === 2 ? ofBinding(fallback, looking) : null;
  if (instead && isKnown(instead.known) && first.variables.length > 0 && (!isKnown(first.known) || !first.known.value))
    return { ...instead, variables: [...new Set([...first.variables, ...instead.variables])] };
  const variables = [...new Set(values.flatMap((each) => each.variables))];
  const known = values.filter((each) => isKnown(each.known));
  const replaced = values.filter((each) => !isKnown(each.known));
  if (known.length === 1 && known[0] && replaced.every((each) => each.variables.length > 0)) return { ...known[0], variables };
  const same = known.length === values.length && new Set(known.map((each) => (isKnown(each.known) ? each.known.value : null))).size === 1;
  return same ? { ...first, variables } : unclear(`${last.name} has more than one possible value`, `which value ${last.name} has`, 'not-supported-yet', node, variables);
}

/** `if timeout == 0 { timeout = time.Second }`. */
function isGuardedByZero(binding: Binding): boolean {
  const guard = ancestor(binding.node, 'if_statement');
  const condition = guard && child(guard, 'condition');
  return condition !== null && new RegExp(`^${binding.name}\\s*(==|<=)\\s*(0|""|nil)$|^len\\(${binding.name}\\)\\s*==\\s*0$`).test(textOf(condition));
}

/** Bindings of the same variable: the one that declares it, and those after it. */
function ancestorBlockHolds(each: Binding, last: Binding, node: SyntaxNode): boolean {
  if (each === last) return true;
  if (!each.declares) return true;
  const block = ancestor(each.node, 'block', 'func_literal');
  return block !== null && block.start <= node.start && node.end <= block.end && !last.declares;
}

function ofBinding(binding: Binding, looking: Looking): Value {
  const { value } = binding;
  if (!value) return unclear(`${binding.name} is set elsewhere`, `the value of ${binding.name}`, 'not-supported-yet', binding.node);
  return value.type === 'call_expression' ? valueOfCall(value, looking, binding.nth) : valueOf(value, looking);
}

function packageValue(node: SyntaxNode, looking: Looking): Value | null {
  const found = valueNamed(looking.unit, node);
  if (!found) return null;
  if (!found.value.value) return unclear(`${shown(node)} has no initial value`, `the value of ${shown(node)}`, 'not-supported-yet', node);
  if (!found.value.constant && isAssignedIn(found.unit, found.value.name))
    return unclear(`${shown(node)} can be changed while the program runs`, `the value of ${shown(node)}`, 'not-supported-yet', node);
  return valueOf(found.value.value, { unit: found.unit, bound: new Map(), levels: looking.levels, steps: looking.steps });
}

function isAssignedIn(unit: GoUnit, name: string): boolean {
  return new RegExp(`^\\s+${name}\\s*=[^=]`, 'm').test(unit.tree.text.replace(/^var\s*\([\s\S]*?^\)/gm, ''));
}

function selected(node: SyntaxNode, looking: Looking): Value {
  const time = qualified(looking.unit, node);
  const unitMs = time?.startsWith('time.') ? timeUnits[time.slice(5)] : undefined;
  if (unitMs !== undefined) return literal(unitMs, node, true);
  const value = packageValue(node, looking);
  if (value) return value;
  const assigned = bindingOf(looking.unit, textOf(node), node);
  if (assigned) return ofBinding(assigned, looking);
  const member = fieldOf(looking.unit, node);
  if (member) return taggedValue(member, looking, node);
  return unclear(`${shown(node)} is not known before it runs`, `the value of ${shown(node)}`, time ? 'outside-the-repository' : 'not-supported-yet', node);
}
