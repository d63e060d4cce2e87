import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, textOf, walk } from '../../syntax/index.ts';
import { localsOf } from './scope.ts';
import type { JavaMethod, JavaUnit } from './unit.ts';
import { methodAround, typeAround } from './unit.ts';

/** A call that shapes an object: `builder.timeout(5)`, `config.setMaximumPoolSize(10)`. */
export interface Shaping {
  readonly name: string;
  readonly args: readonly SyntaxNode[];
  readonly node: SyntaxNode;
}

/** An object that comes into being, with everything that is called on it while it does. */
export interface Construction {
  readonly node: SyntaxNode; // the whole chain: from `new X()` or `X.builder()` to the last call on it
  readonly shapings: readonly Shaping[];
  readonly variable: string | null; // the name it is bound to
}

export function callName(call: SyntaxNode): string {
  return textOf(child(call, 'name') ?? call);
}

export function argsOf(call: SyntaxNode): readonly SyntaxNode[] {
  const list = child(call, 'arguments');
  return list ? namedChildren(list) : [];
}

/** Where the call itself stands in a chain: its name and arguments, so that a finding points at the one line. */
export function shapingOf(call: SyntaxNode): Shaping {
  return { name: callName(call), args: argsOf(call), node: call };
}

/** The chain of calls that starts at a node: `a` in `a.b().c()` gives b and c. */
export function chainFrom(start: SyntaxNode): { readonly top: SyntaxNode; readonly calls: readonly SyntaxNode[] } {
  const calls: SyntaxNode[] = [];
  let top = start;
  while (top.parent?.type === 'method_invocation' && child(top.parent, 'object') === top) {
    top = top.parent;
    calls.push(top);
  }
  return { top, calls };
}

/** The expression that a chain of calls starts from. */
export function rootOf(node: SyntaxNode): SyntaxNode {
  let root = node;
  while (root.type === 'method_invocation') {
    const object = child(root, 'object');
    if (!object) return root;
    root = object;
  }
  return root;
}

/** Everything that shapes the object made at `start`: its chain, and calls on the variable it is bound to. */
export function constructionAt(unit: JavaUnit, start: SyntaxNode): Construction {
  const { top, calls } = chainFrom(start);
  const variable = boundTo(top);
  const later = variable === null ? [] : callsOn(unit, top, variable);
  return { node: top, shapings: [...calls, ...later].map(shapingOf), variable };
}

/** The variable or field that an expression is assigned to. */
export function boundTo(value: SyntaxNode): string | null {
  const parent = value.parent;
  if (!parent) return null;
  if (parent.type === 'variable_declarator' && value.field === 'value') return textOf(child(parent, 'name') ?? parent);
  if (parent.type === 'assignment_expression' && value.field === 'right') return textOf(child(parent, 'left') ?? parent).replace(/^this\./, '');
  if (parent.type === 'parenthesized_expression' || parent.type === 'cast_expression') return boundTo(parent);
  return null;
}

/** Calls on a variable: within the method for a local one, within the type for a field. */
export function callsOn(unit: JavaUnit, at: SyntaxNode, variable: string): readonly SyntaxNode[] {
  const method = methodAround(unit, at);
  const scope = method && isLocal(method, variable) ? method.node : (typeAround(unit, at)?.node ?? unit.tree.root);
  const found: SyntaxNode[] = [];
  for (const node of walk(scope)) {
    if (node.type !== 'method_invocation') continue;
    const object = child(node, 'object');
    if (object && textOf(object).replace(/^this\./, '') === variable) found.push(...chainFrom(object).calls);
  }
  return found;
}

function isLocal(method: JavaMethod, variable: string): boolean {
  return [...method.parameters, ...localsOf(method)].some((each) => each.name === variable);
}

export function isInLoop(node: SyntaxNode): boolean {
  let at: SyntaxNode | null = node;
  while (at && !at.type.endsWith('method_declaration') && at.type !== 'constructor_declaration') {
    if (/^(enhanced_for|for|while|do)_statement$/.test(at.type) && at !== node) return true;
    if (at.type === 'lambda_expression' && at.parent?.type === 'argument_list') {
      const call = at.parent.parent;
      // `map` and `filter` of an Optional run once; those of a stream run for each element.
      if (call && (callName(call) === 'forEach' || (/^(map|flatMap|filter|mapToObj)$/.test(callName(call)) && /[sS]tream\(/.test(textOf(call))))) return true;
    }
    at = at.parent;
  }
  return false;
}
