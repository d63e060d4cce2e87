import type { CodeFunction, FunctionCall } from '../../../facts/code.ts';
import type { Role } from '@plimsoll/contract';
import type { SyntaxNode } from '../../syntax/index.ts';
import { child, sourceOf, textOf, walk } from '../../syntax/index.ts';
import { callName, isInLoop } from './construction.ts';
import { implementationOf } from './implementations.ts';
import { calledMethod } from './scope.ts';
import type { JavaMethod, JavaUnit } from './unit.ts';
import { methodAround } from './unit.ts';

/** The methods of a file with the calls they make; code outside of methods belongs to no function. */
export function functionsOf(unit: JavaUnit, roleOf: (method: JavaMethod) => Role | null): readonly CodeFunction[] {
  const callsBy = new Map<string, FunctionCall[]>();
  for (const node of walk(unit.tree.root)) {
    if (node.type !== 'method_invocation' && node.type !== 'method_reference') continue;
    const within = methodAround(unit, node);
    if (!within) continue;
    const calls = callsBy.get(within.id) ?? [];
    calls.push(node.type === 'method_invocation' ? callOf(unit, node) : referenceOf(unit, node));
    callsBy.set(within.id, calls);
  }
  return unit.methods.map((method) => ({
    id: method.id,
    name: method.name,
    source: sourceOf(method.node),
    async: method.annotations.some((each) => each.name === 'Async'),
    handler: roleOf(method),
    calls: callsBy.get(method.id) ?? [],
  }));
}

function callOf(unit: JavaUnit, node: SyntaxNode): FunctionCall {
  const object = child(node, 'object');
  const name = callName(node);
  const callee = object ? `${objectShown(object)}.${name}` : name;
  return { name, callee, target: targetOf(unit, node), source: sourceOf(node), inLoop: isInLoop(node) };
}

function targetOf(unit: JavaUnit, call: SyntaxNode): string | null {
  const method = calledMethod(unit, call);
  return method ? implementationOf(method).id : null;
}

/** `this::load` counts as a call: whoever receives it will run it. */
function referenceOf(unit: JavaUnit, node: SyntaxNode): FunctionCall {
  const [object, name] = textOf(node).split('::');
  const owner = object === 'this' ? methodAround(unit, node)?.type : unit.types.find((type) => type.name === object);
  const target = owner?.methods.find((method) => method.name === name);
  return { name: name ?? '', callee: textOf(node), target: target?.id ?? null, source: sourceOf(node), inLoop: isInLoop(node) };
}

function objectShown(object: SyntaxNode): string {
  const text = textOf(object);
  if (object.type === 'identifier' || object.type === 'field_access' || object.type === 'this' || object.type === 'super') return text;
  return object.type === 'method_invocation' ? `${callName(object)}()` : '…';
}
