import type { Node } from 'oxc-parser';
import type { Module } from '../modules/module.ts';
import { isFunction } from '../modules/scope.ts';
import type { FunctionNode } from '../modules/scope.ts';

const known = new WeakMap<Node, readonly Node[]>();

/** The nodes inside a node (itself first), a slice of the list in source order. */
export function nodesIn(module: Module, node: Node): readonly Node[] {
  const { nodes } = module;
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.start ?? 0) < node.start) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < nodes.length && (nodes[end]?.start ?? 0) < node.end) end++;
  return nodes.slice(low, end).filter((inner) => inner.end <= node.end);
}

/** What a function returns: its return statements, not those of functions inside it. */
export function returnsOf(module: Module, callee: FunctionNode): readonly Node[] {
  const before = known.get(callee);
  if (before) return before;
  const found: Node[] = [];
  if (callee.type === 'ArrowFunctionExpression' && callee.expression) found.push(callee.body);
  else if (callee.body) {
    for (const node of nodesIn(module, callee.body)) {
      if (node.type === 'ReturnStatement' && node.argument && enclosingFunction(node) === callee) found.push(node.argument);
    }
  }
  known.set(callee, found);
  return found;
}

export function enclosingFunction(node: Node): FunctionNode | null {
  for (let at = node.parent ?? null; at; at = at.parent ?? null) if (isFunction(at)) return at;
  return null;
}
