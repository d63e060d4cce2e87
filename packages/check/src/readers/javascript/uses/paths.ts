import type { Node } from 'oxc-parser';
import type { StateLife } from '../../../facts/code.ts';
import type { CallSite, Context } from '../code/context.ts';
import { propertyName } from '../modules/scope.ts';
import { nodesIn } from '../values/returns.ts';

const removal = /^(?:fs|fs-extra|graceful-fs)(?:\/promises|\.promises)?\.(?:unlink|rm|rmdir|remove)(?:Sync)?$|^(?:rimraf|del|del\.deleteAsync)(?:\.(?:rimraf|sync))?$/;
const queues = /^(?:sendToQueue|sendMessages?|publish|enqueue|dispatch|addJob|addBulk)$/;
const rows = /^(?:create|createMany|insert|insertOne|insertMany|save|update|updateOne|upsert|findByIdAndUpdate)$/;
const messages = /queue|topic|producer|channel|sqs|kafka|jobs?\b|worker/i;

/**
 * Where the path of a local file goes: null when it is removed within the scope, the call that hands it to a queue, a database or the
 * response, undefined when neither is seen.
 */
export function leavesOf(scope: { readonly start: number; readonly end: number }, isPath: (node: Node) => boolean, context: Context): StateLife['leaves'] | undefined {
  const all = callsThatMatter(context);
  const from = firstFrom(all, scope.start);
  const calls = all.slice(from, from + mostCalls).filter((call) => call.node.end <= scope.end);
  const takes = (call: CallSite): boolean => call.node.arguments.some((argument) => nodesIn(context.module, argument).some((node) => isPath(node)));
  if (calls.some((call) => isRemoval(call) && takes(call))) return null;
  const leaving = calls.find((call) => carriesAway(call, context) && takes(call));
  return leaving ? { source: context.module.source(leaving.node), says: context.module.words(leaving.node) } : undefined;
}

const mostCalls = 40;
const known = new WeakMap<Context, readonly CallSite[]>();

function callsThatMatter(context: Context): readonly CallSite[] {
  const before = known.get(context);
  if (before) return before;
  const calls = context.calls.filter((call) => isRemoval(call) || carriesAway(call, context));
  known.set(context, calls);
  return calls;
}

/** The calls stand in source order. */
function firstFrom(calls: readonly CallSite[], start: number): number {
  let low = 0;
  let high = calls.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((calls[middle]?.node.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isRemoval(call: CallSite): boolean {
  return (call.symbol !== null && removal.test(call.symbol)) || /(?:^|\.)(?:unlink|cleanup|removeTempFile|removeCallback)\w*$/.test(call.callee);
}

function carriesAway(call: CallSite, context: Context): boolean {
  const { callee } = call.node;
  if (callee.type !== 'MemberExpression') return false;
  const name = propertyName(callee) ?? '';
  const owner = context.module.words(callee.object);
  if (queues.test(name)) return true;
  if ((name === 'add' || name === 'send' || name === 'push') && messages.test(owner)) return true;
  if (rows.test(name) && !/^(?:Object|Buffer|crypto|document|axios|z)\b|hash|stream|sharp|canvas/i.test(owner)) return true;
  return (name === 'json' || name === 'send') && /^(?:res|response|reply|ctx)\b/.test(owner);
}
