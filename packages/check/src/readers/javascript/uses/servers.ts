import type { Node } from 'oxc-parser';
import type { DeadlineUse } from '../../../facts/code.ts';
import type { Setting } from '../../../facts/setting.ts';
import type { CallSite, Context } from '../code/context.ts';
import { requestTimeoutMs } from '../defaults.ts';
import type { Module } from '../modules/module.ts';
import { propertyName } from '../modules/scope.ts';
import { objectAt } from '../values/object.ts';
import { fact, firstFound, numberAt } from '../values/setting.ts';
import type { UseOfCall } from './use.ts';

const made = /^(?:https?|http2)\.(?:createServer|createSecureServer)$/;
const listens = /^(?:express|koa)\(\)\.listen$/;

/**
 * How long a server waits for a whole request. Node bounds it unless somebody sets it to 0; `timeout` of 0 is Node's own default for
 * silent sockets and no statement.
 */
export const serverUses: UseOfCall = (call, context) => {
  if (context.purpose !== 'source' || call.symbol === null) return [];
  if (/^fastify(?:\.fastify)?$/.test(call.symbol)) return fastify(call, context);
  if (!made.test(call.symbol) && !listens.test(call.symbol)) return [];
  if (call.symbol.startsWith('http2.')) return [];
  const given = optionOf(call, context) ?? assignedTo(call, context);
  const timeoutMs: Setting<number> = given ?? { value: fact(requestTimeoutMs, { ...call.place, node: call.node }), variables: [] };
  return [deadline(call, context, 'node:http', endless(timeoutMs))];
};

function deadline(call: CallSite, context: Context, library: string, timeoutMs: Setting<number>): DeadlineUse {
  return { kind: 'deadline', what: 'server', library, site: context.site(call.node), timeoutMs };
}

/** Only what is stated: what Fastify does with its default of 0 depends on its version. */
function fastify(call: CallSite, context: Context): readonly DeadlineUse[] {
  const options = call.argument(0);
  const found = options ? firstFound(objectAt(context.repository, options), [['requestTimeout'], ['connectionTimeout']]) : null;
  if (found?.kind !== 'found') return [];
  const timeoutMs = numberAt(context.repository, found.value);
  return 'value' in timeoutMs.value && timeoutMs.value.value === 0 ? [] : [deadline(call, context, 'fastify', timeoutMs)];
}

function optionOf(call: CallSite, context: Context): Setting<number> | null {
  const options = call.argument(0);
  if (!options || options.node.type !== 'ObjectExpression') return null;
  const found = firstFound(objectAt(context.repository, options), [['requestTimeout']]);
  return found.kind === 'found' ? numberAt(context.repository, found.value) : null;
}

/** `server.requestTimeout = 0` on the variable that holds it. */
function assignedTo(call: CallSite, context: Context): Setting<number> | null {
  const { parent } = call.node;
  const name = parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id.name : parent?.type === 'AssignmentExpression' ? context.module.words(parent.left) : null;
  if (name === null) return null;
  const node = requestTimeoutsIn(context.module).get(name);
  return node ? numberAt(context.repository, { module: context.module, node, frame: null }) : null;
}

const known = new WeakMap<Module, ReadonlyMap<string, Node>>();

/** What each `….requestTimeout = …` of a file is given, by what stands before it. */
function requestTimeoutsIn(module: Module): ReadonlyMap<string, Node> {
  const before = known.get(module);
  if (before) return before;
  const found = new Map<string, Node>();
  for (const node of module.nodes) {
    if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && propertyName(node.left) === 'requestTimeout') found.set(module.words(node.left.object), node.right);
  }
  known.set(module, found);
  return found;
}

function endless(setting: Setting<number>): Setting<number> {
  return 'value' in setting.value && setting.value.value === 0 ? { ...setting, value: { ...setting.value, value: Infinity } } : setting;
}
