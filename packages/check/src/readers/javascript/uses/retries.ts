import type { Node } from 'oxc-parser';
import type { Setting } from '../../../facts/setting.ts';
import type { CallSite, Context } from '../code/context.ts';
import { wrapperRetries } from '../defaults.ts';
import type { Module } from '../modules/module.ts';
import { isFunction } from '../modules/scope.ts';
import { at, follow } from '../values/follow.ts';
import type { Place } from '../values/follow.ts';
import { objectAt } from '../values/object.ts';
import { optionNumber } from '../values/setting.ts';
import { symbolOf } from '../values/symbol.ts';

const wrappers: readonly { readonly library: string; readonly symbol: RegExp; readonly option: string; readonly more: number }[] = [
  { library: 'p-retry', symbol: /^p-retry$/, option: 'retries', more: 1 },
  { library: 'async-retry', symbol: /^async-retry$/, option: 'retries', more: 1 },
  { library: 'exponential-backoff', symbol: /^exponential-backoff\.backOff$/, option: 'numOfAttempts', more: 0 },
];

/** The attempts that a retry around a call makes: `pRetry(() => fetch(…), { retries: 4 })`, or axios-retry on the client it goes through. */
export function triesAround(call: CallSite, context: Context): Setting<number> | null {
  return wrapped(call, context) ?? throughClient(call, context);
}

function wrapped(call: CallSite, context: Context): Setting<number> | null {
  for (let node: Node | null = call.node; node; node = node.parent ?? null) {
    const parent: Node | null = node.parent ?? null;
    if (!isFunction(node) || parent?.type !== 'CallExpression' || parent.arguments[0] !== node) continue;
    const symbol = symbolOf(context.repository, at(call.place, parent.callee));
    const shape = symbol === null ? undefined : wrappers.find((candidate) => candidate.symbol.test(symbol));
    if (shape) return attempts(parent, call.place, context, shape.library, shape.option, shape.more);
  }
  return null;
}

/** axiosRetry(client, { retries }) where the client is made; for the one axios of the file, in this file. */
function throughClient(call: CallSite, context: Context): Setting<number> | null {
  if (!call.symbol?.startsWith('axios')) return null;
  const owner = call.node.callee.type === 'MemberExpression' ? call.node.callee.object : call.node.callee;
  const client = follow(context.repository, at(call.place, owner));
  const module = client.kind === 'node' ? client.place.module : context.module;
  const name = client.kind === 'node' ? client.binding?.name : owner.type === 'Identifier' ? owner.name : undefined;
  if (name === undefined || !module.text.includes('axios-retry')) return null;
  const node = axiosRetriesIn(module, context).get(name);
  return node ? attempts(node, { module, node, frame: null }, context, 'axios-retry', 'retries', 1) : null;
}

type Call = Extract<Node, { type: 'CallExpression' }>;
const known = new WeakMap<Module, ReadonlyMap<string, Call>>();

/** Each `axiosRetry(client)` of a file by the name of the client. */
function axiosRetriesIn(module: Module, context: Context): ReadonlyMap<string, Call> {
  const before = known.get(module);
  if (before) return before;
  const found = new Map<string, Call>();
  for (const node of module.nodes) {
    if (node.type !== 'CallExpression' || node.arguments[0]?.type !== 'Identifier' || !/retry/i.test(module.words(node.callee))) continue;
    if (symbolOf(context.repository, { module, node: node.callee, frame: null }) === 'axios-retry') found.set(node.arguments[0].name, node);
  }
  known.set(module, found);
  return found;
}

function attempts(wrapper: Call, place: Place, context: Context, library: string, option: string, more: number): Setting<number> | null {
  const second = wrapper.arguments[1];
  if (second?.type === 'SpreadElement') return null;
  const view = second ? objectAt(context.repository, at(place, second)) : null;
  const fallback = wrapperRetries[library];
  const setting = optionNumber(context.repository, view, at(place, wrapper), [[option]], fallback ?? null);
  if (!setting || !('value' in setting.value)) return setting;
  const isAttempts = more === 0 && setting.value.basis !== 'default';
  return { ...setting, value: { ...setting.value, value: setting.value.value + (isAttempts ? 0 : 1) } };
}
