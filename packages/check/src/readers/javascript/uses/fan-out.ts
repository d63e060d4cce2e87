import type { Node } from 'oxc-parser';
import type { FanOutUse } from '../../../facts/code.ts';
import { callSite } from '../code/context.ts';
import type { CallSite, Context } from '../code/context.ts';
import { connectionsPerHost } from '../defaults.ts';
import { isFunction, lookUp, propertyName } from '../modules/scope.ts';
import { at, follow } from '../values/follow.ts';
import { objectAt } from '../values/object.ts';
import { enclosingFunction, nodesIn } from '../values/returns.ts';
import { fact, firstFound } from '../values/setting.ts';
import { symbolOf } from '../values/symbol.ts';
import { ioIn } from './io.ts';
import type { Io } from './io.ts';
import type { UseOfCall } from './use.ts';

const limiters = /^(?:p-limit|p-queue|p-throttle|bottleneck|async-sema|async-mutex|throat|promise-limit|limiter|fastq|dataloader)\b/;
const limiterNames = /(?:limit\w*|throttle\w*|semaphore|queue|pool|bulkhead|loader)(?:\.(?:add|run|schedule|execute|use|acquire|runExclusive|load))?$/i;
const boundedNames = /batch|chunk|page|slice|window|partition|shard/i;
const boundedText = /\.slice\(|\btake\b|\blimit\b|\bLIMIT\b|page_?size|per_?page|\bfirst:/i;
const batches = /\.Records$/; // of a Lambda event: the batch size of its trigger
const configuration = /(?:^|\.)(?:config\w*|env|settings|options|opts)(?:\.|$)/i;

/** `Promise.all(orders.map(async …))`: as many calls at once as the collection has elements, where it comes from outside and nothing limits it. */
export const fanOutUses: UseOfCall = (call, context) => {
  if (context.purpose !== 'source' || call.node.type !== 'CallExpression') return [];
  const isAll = call.symbol === 'global:Promise.all' || call.symbol === 'global:Promise.allSettled';
  if (!isAll && !(call.symbol === 'p-map' && !hasConcurrency(call, context))) return [];
  const started = isAll ? mapped(call, context) : { over: call.node.arguments[0], work: call.node.arguments[1] };
  if (!started?.over || !started.work || started.over.type === 'SpreadElement' || started.work.type === 'SpreadElement') return [];
  const { over, work } = started;
  if (!isOpen(over, context, 6) || isCheckedBefore(over, call, context)) return [];
  const target = follow(context.repository, at(call.place, work));
  if (target.kind !== 'node' || !isFunction(target.place.node) || !target.place.node.body) return [];
  const body = target.place.node.body;
  if (isLimited(body, target.place.module === context.module ? context : null)) return [];
  const [does] = ioIn(body, target.place.module, context);
  if (!does) return [];
  const name = context.module.words(over);
  const use: FanOutUse = {
    kind: 'fan-out',
    library: isAll ? (call.symbol ?? '').replace('global:', '') : 'p-map',
    callee: isAll ? `${call.callee}(${name}.map(…))` : `${call.callee}(${name}, …)`,
    site: { ...context.site(call.node), lifetime: 'call' },
    over: name,
    limit: limitOf(does, call),
    does: { source: does.source, says: does.says, to: does.to },
  };
  return context.functions.ownerOf(call.node) ? [use] : [];
};

/** A client of the AWS SDK opens 50 connections at most and lets the rest wait, unless it is given an agent. */
function limitOf(does: Io, call: CallSite): FanOutUse['limit'] {
  const fallback = connectionsPerHost['aws-sdk'];
  return does.through === 'aws-sdk' && fallback ? { value: fact(fallback, { ...call.place, node: call.node }), variables: [] } : null;
}

/** The collection and the function of `x.map(f)`, given directly or through a variable of the function. */
function mapped(call: CallSite, context: Context): { over: Node; work: Node | undefined } | null {
  let [first] = call.node.arguments as (Node | undefined)[];
  if (first?.type === 'Identifier') {
    const binding = lookUp(context.module.scopes, first.name, first);
    first = binding?.kind === 'variable' && binding.path.length === 0 && binding.writes.length === 0 && binding.init ? binding.init : undefined;
  }
  if (first?.type !== 'CallExpression' || first.callee.type !== 'MemberExpression' || propertyName(first.callee) !== 'map') return null;
  return { over: first.callee.object, work: first.arguments[0] };
}

function hasConcurrency(call: CallSite, context: Context): boolean {
  const options = call.argument(2);
  return options !== null && firstFound(objectAt(context.repository, options), [['concurrency']]).kind !== 'absent';
}

/**
 * Whether nothing in sight bounds a collection: it is given by the caller, or was waited for. Literals, constants, configuration, enums,
 * pages and batches are bounded; what cannot be followed counts as bounded.
 */
function isOpen(node: Node, context: Context, depth: number): boolean {
  if (depth <= 0) return false;
  const text = context.module.text.slice(node.start, node.end);
  if (boundedText.test(text) || batches.test(text) || configuration.test(context.module.words(node)) || /^[A-Z][A-Z0-9_]+$/.test(text)) return false;
  switch (node.type) {
    case 'AwaitExpression':
      return isOpen(node.argument, context, depth - 1) || node.argument.type === 'CallExpression';
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'ParenthesizedExpression':
    case 'ChainExpression':
      return isOpen(node.expression, context, depth);
    case 'LogicalExpression':
      return isOpen(node.left, context, depth - 1);
    case 'ArrayExpression': // [...new Set(ids)]
      return node.elements.length === 1 && node.elements[0]?.type === 'SpreadElement' && isOpen(node.elements[0].argument, context, depth - 1);
    case 'NewExpression':
      return context.module.words(node.callee) === 'Set' && node.arguments[0] !== undefined && node.arguments[0].type !== 'SpreadElement' && isOpen(node.arguments[0], context, depth - 1);
    case 'CallExpression': {
      const words = context.module.words(node.callee);
      const [first] = node.arguments;
      if (/^(?:Object\.(?:keys|values|entries)|Array\.from)$/.test(words)) return first !== undefined && first.type !== 'SpreadElement' && isOpen(first, context, depth - 1);
      if (node.callee.type !== 'MemberExpression') return false;
      const name = propertyName(node.callee) ?? '';
      return /^(?:filter|map|flatMap|flat|sort|toSorted|reverse|concat|keys|values|entries)$/.test(name) && isOpen(node.callee.object, context, depth - 1);
    }
    case 'MemberExpression':
      return isOpenName(node, context, depth);
    case 'Identifier':
      return isOpenName(node, context, depth);
    default:
      return false;
  }
}

function isOpenName(node: Node, context: Context, depth: number): boolean {
  let root: Node = node;
  while (root.type === 'MemberExpression') root = root.object;
  if (root.type !== 'Identifier' || boundedNames.test(context.module.words(node))) return false;
  const binding = lookUp(context.module.scopes, root.name, root);
  if (!binding || binding.owner.type === 'Program') return false;
  if (binding.kind === 'parameter') return !isCallbackOfBatches(binding.owner, context);
  if (binding.kind !== 'variable' || binding.writes.length > 1) return false;
  const init = binding.init ?? binding.writes[0]?.value ?? null;
  return init !== null && isOpen(init, context, depth - 1);
}

/** `for (const batch of chunk(ids, 10))`, `chunk(ids, 10).map((ids) => …)`. */
function isCallbackOfBatches(owner: Node, context: Context): boolean {
  const { parent } = owner;
  return parent?.type === 'CallExpression' && parent.callee !== owner && /chunk|batch|page|slice|bulk/i.test(context.module.words(parent.callee));
}

/** `if (ids.length > 100) throw …` in the same function. */
function isCheckedBefore(over: Node, call: CallSite, context: Context): boolean {
  const scope = enclosingFunction(call.node);
  if (!scope) return false;
  const before = context.module.text.slice(Math.max(scope.start, call.node.start - 4_000), call.node.start);
  const name = context.module.text.slice(over.start, over.end);
  return /^[\w.$]+$/.test(name) && new RegExp(`\\b${name.replaceAll('$', '\\$').replaceAll('.', '\\.')}\\??\\.length\\s*>=?\\s*(?:[2-9]|[1-9]\\d|[A-Za-z])`).test(before);
}

function isLimited(body: Node, context: Context | null): boolean {
  if (!context) return false;
  return nodesIn(context.module, body).some((node) => {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return false;
    const inner = callSite(context.repository, { module: context.module, node, frame: null }, node);
    if (inner.symbol !== null && limiters.test(inner.symbol)) return true;
    const owner = node.callee.type === 'MemberExpression' ? symbolOf(context.repository, at(inner.place, node.callee.object)) : null;
    return (owner !== null && limiters.test(owner)) || (limiterNames.test(inner.callee) && node.arguments.some((argument) => isFunction(argument)));
  });
}
