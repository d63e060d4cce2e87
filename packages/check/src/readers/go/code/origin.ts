import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, textOf } from '../../syntax/index.ts';
import { bindingOf, functionNamed, parameterAt, returnedBy, valueNamed } from './scope.ts';
import { onlyFilling } from '../value/tags.ts';
import { fieldOf, methodCalled } from './types.ts';
import type { GoUnit } from './unit.ts';
import { calledName } from './unit.ts';

export interface Origin {
  readonly unit: GoUnit;
  readonly node: SyntaxNode;
  readonly nth: number;
  readonly variable: string | null; // the last name it is bound to
  readonly at: SyntaxNode; // the place that names it
}

/** Where the object behind an expression is made: followed through variables, struct fields and the project's constructors. */
export function originOf(unit: GoUnit, node: SyntaxNode, levels = 5, intoFunctions = true): Origin | null {
  return trace({ unit, node, nth: 0, variable: null, at: node }, levels, intoFunctions);
}

function trace(from: Origin, levels: number, intoFunctions: boolean): Origin | null {
  if (levels <= 0) return null;
  const { unit, node } = from;
  switch (node.type) {
    case 'parenthesized_expression':
    case 'type_assertion_expression':
      return trace({ ...from, node: child(node, 'operand') ?? namedChildren(node)[0] ?? node }, levels - 1, intoFunctions);
    case 'unary_expression': {
      const operand = child(node, 'operand');
      const isLiteral = operand?.type === 'composite_literal';
      return isLiteral || !operand ? { ...from, node: operand ?? node } : trace({ ...from, node: operand }, levels - 1, intoFunctions);
    }
    case 'identifier': {
      const name = textOf(node);
      const binding = bindingOf(unit, name, node);
      if (binding && !isShadowed(unit, node, binding.declares))
        return binding.value ? trace({ ...from, node: binding.value, nth: binding.nth, variable: name, at: binding.node }, levels - 1, intoFunctions) : null;
      if (parameterAt(unit, name, node)) return null;
      const value = valueNamed(unit, node);
      return value?.value.value ? trace({ unit: value.unit, node: value.value.value, nth: 0, variable: name, at: value.value.node }, levels - 1, intoFunctions) : null;
    }
    case 'selector_expression': {
      const assigned = bindingOf(unit, textOf(node), node);
      if (assigned?.value) return trace({ ...from, node: assigned.value, nth: assigned.nth, variable: textOf(node), at: assigned.node }, levels - 1, intoFunctions);
      const value = valueNamed(unit, node);
      if (value?.value.value) return trace({ unit: value.unit, node: value.value.value, nth: 0, variable: textOf(node), at: value.value.node }, levels - 1, intoFunctions);
      const member = fieldOf(unit, node);
      const filled = member && onlyFilling(member);
      if (filled) return trace({ unit: filled.unit, node: filled.value, nth: 0, variable: textOf(node), at: filled.value }, levels - 1, intoFunctions);
      return member ? null : { ...from };
    }
    case 'call_expression': {
      if (!intoFunctions) return from;
      const called = functionNamed(unit, node) ?? methodCalled(unit, node);
      if (!called) return calledName(node) === '' ? null : from;
      const [only, ...others] = returnedBy(called.function, from.nth);
      return only && others.length === 0 ? trace({ unit: called.unit, node: only, nth: 0, variable: null, at: only }, levels - 1, intoFunctions) : null;
    }
    default:
      return from;
  }
}

/** A parameter of an inner function hides a variable that was declared outside of it. */
function isShadowed(unit: GoUnit, node: SyntaxNode, declares: boolean): boolean {
  return !declares && parameterAt(unit, textOf(node), node) !== null && bindingOf(unit, textOf(node), node) === null;
}

/** The value of a key in `Options{Key: value}`. */
export function keyedValue(literal: SyntaxNode, key: string): SyntaxNode | null {
  const body = child(literal, 'body');
  for (const element of body ? namedChildren(body) : []) {
    const [name, value] = [child(element, 'key'), child(element, 'value')];
    if (element.type === 'keyed_element' && name && value && textOf(name) === key) return value.children[0] ?? value;
  }
  return null;
}
