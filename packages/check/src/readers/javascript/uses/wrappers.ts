import type { ClientUse } from '../../../facts/code.ts';
import { callSite } from '../code/context.ts';
import type { CallSite, Context } from '../code/context.ts';
import { isFunction } from '../modules/scope.ts';
import type { FunctionNode } from '../modules/scope.ts';
import type { Module } from '../modules/module.ts';
import { at, follow } from '../values/follow.ts';
import type { Frame } from '../values/follow.ts';
import { nodesIn } from '../values/returns.ts';
import { clientUse } from './clients.ts';
import { shapeOf } from './http-libraries.ts';
import type { UseOfCall } from './use.ts';

const largestWrapper = 6_000; // characters: a function that only passes a call on is short

/**
 * A call of a function of the project's own that hands its parameters on to an HTTP call: with the arguments of this call the timeout
 * may be known where the wrapper alone leaves it open. Only then is it a use of its own.
 */
export const wrapperUses: UseOfCall = (call, context) => {
  if (call.node.type !== 'CallExpression' || call.symbol !== null) return [];
  const callee = follow(context.repository, at(call.place, call.node.callee));
  if (callee.kind !== 'node' || !isFunction(callee.place.node)) return [];
  const wrapped = callee.place.node;
  if (wrapped.end - wrapped.start > largestWrapper || wrapped.params.length === 0) return [];
  const frame: Frame = { callee: wrapped, arguments: call.node.arguments.flatMap((argument) => (argument.type === 'SpreadElement' ? [] : [at(call.place, argument)])) };
  return clientCalls(context, callee.place.module, wrapped).flatMap((inner) => {
    const plain = timeoutOf(inner, context, null);
    if (plain === null || 'value' in plain.timeoutMs.value || !isLeftOpen(plain)) return [];
    const seen = timeoutOf(inner, context, frame);
    if (!seen || isLeftOpen(seen)) return [];
    return [{ ...seen, site: context.site(call.node), callee: call.callee }];
  });
};

function isLeftOpen(use: ClientUse): boolean {
  const { value } = use.timeoutMs;
  return !('value' in value) && /given by the caller/.test(value.reason);
}

function timeoutOf(inner: CallSite, context: Context, frame: Frame | null): ClientUse | null {
  const site = callSite(context.repository, { module: inner.place.module, node: inner.node, frame }, inner.node);
  const shape = shapeOf(site);
  return shape ? clientUse(site, { ...context, module: inner.place.module, calls: [] }, shape) : null;
}

const known = new WeakMap<FunctionNode, readonly CallSite[]>();

function clientCalls(context: Context, module: Module, wrapped: FunctionNode): readonly CallSite[] {
  const before = known.get(wrapped);
  if (before) return before;
  const calls: CallSite[] = [];
  for (const node of nodesIn(module, wrapped)) {
    if (node.type !== 'CallExpression') continue;
    const site = callSite(context.repository, { module, node, frame: null }, node);
    if (shapeOf(site)?.act === 'call') calls.push(site);
  }
  known.set(wrapped, calls);
  return calls;
}
