import type { Node } from 'oxc-parser';
import type { Source } from '@plimsoll/contract';
import type { StateUse } from '../../../../facts/code.ts';
import type { Setting } from '../../../../facts/setting.ts';
import type { Context } from '../../code/context.ts';
import { isConstructor } from '../../code/lifetime.ts';
import type { FunctionNode } from '../../modules/scope.ts';
import { nodesIn } from '../../values/returns.ts';
import { numberAt } from '../../values/setting.ts';
import { siteOfAccess } from './containers.ts';
import type { Access, Container } from './containers.ts';
import { keptState } from './kept-state.ts';

/** Entries that somebody waits for: a callback or the two ends of a promise, not data that was accepted. */
const waiters = /=>|\bfunction\b|\bresolve\b|\breject\b|\bcallback\b|\bdeferred\b/i;

/** What a program reports of itself: a killed instance may lose it. */
const telemetry = /(?:^|\/)(?:instrumentation|telemetry|observability|logging|logger|tracing|monitoring|otel)\b/i;
const ownRecords = /^_?#?(?:logs?|log(?:Lines|Buffer|Queue|Entries)|spans?|traces?|breadcrumbs)$/i;

const mostDrains = 8;
const longestFunction = 60_000; // characters

/**
 * Entries that functions put in and one function takes out all at once to write them elsewhere. Only what is handed to a call that is
 * waited for counts: a list that is emptied without that is no buffer of accepted work.
 */
export function bufferOf(container: Container, context: Context): StateUse | null {
  if (container.shape === 'library' || telemetry.test(context.module.path) || ownRecords.test(container.name)) return null;
  const puts = container.accesses.filter((access) => (access.does === 'grow' || access.does === 'write') && access.values.length > 0 && !isConstructor(access.within));
  if (puts.length === 0 || puts.some((access) => access.values.some((value) => waiters.test(context.module.text.slice(value.start, value.end))))) return null;
  const drains = container.accesses
    .filter((access) => access.does === 'drain')
    .slice(0, mostDrains)
    .filter((access) => isWrittenOut(access, container, context) && outlivesCall(puts, access, context));
  const [drain] = drains;
  if (!drain) return null;
  const flushedMs = periodOf(drain, context);
  const flushedAtEnd = endOf(drain, context);
  return keptState('buffer', container, context, `entries of ${container.name}`, {
    writes: puts.map((access) => siteOfAccess(context, access)),
    reads: drains.map((access) => siteOfAccess(context, access)),
    ...(flushedMs ? { flushedMs } : {}),
    ...(flushedAtEnd ? { flushedAtEnd } : {}),
  });
}

/** In the function that empties it, a call that is waited for gets what was in it. */
function isWrittenOut(drain: Access, container: Container, context: Context): boolean {
  const scope = drain.within;
  if (scope.end - scope.start > longestFunction) return false;
  const here = container.accesses.filter((access) => access.within === scope || (access.node.start >= scope.start && access.node.end <= scope.end));
  const names = new Set<string>();
  const holds = (node: Node): boolean =>
    here.some((access) => access.node.start >= node.start && access.node.end <= node.end) ||
    nodesIn(context.module, node).some(
      (inner) => inner.type === 'Identifier' && names.has(inner.name) && !(inner.parent?.type === 'MemberExpression' && inner.parent.property === inner && !inner.parent.computed),
    );
  const inside = nodesIn(context.module, scope);
  for (const node of inside) {
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init && !isMeasure(context, node.init) && holds(node.init)) names.add(node.id.name);
  }
  return inside.some((node) => node.type === 'CallExpression' && isWaitedFor(node) && node.arguments.some((argument) => !isMeasure(context, argument) && holds(argument)));
}

/** Filled and emptied by one call every time, a list is only a variable in the wrong place; with a condition around it, entries stay. */
function outlivesCall(puts: readonly Access[], drain: Access, context: Context): boolean {
  const owner = context.functions.ownerOf(drain.node);
  if (puts.some((access) => context.functions.ownerOf(access.node) !== owner)) return true;
  for (let at = drain.node.parent ?? null; at && at !== owner; at = at.parent ?? null) if (at.type === 'IfStatement') return true;
  return false;
}

/** `queue.length`, `sockets.size`: a number, not what is in it. */
function isMeasure(context: Context, node: Node): boolean {
  return /^[\w.$#?!]+\.(?:length|size)$/.test(context.module.text.slice(node.start, node.end));
}

function isWaitedFor(call: Node): boolean {
  const { parent } = call;
  if (parent?.type === 'AwaitExpression') return true;
  return parent?.type === 'MemberExpression' && parent.object === call && parent.property.type === 'Identifier' && /^(?:then|catch|finally)$/.test(parent.property.name);
}

/** How often a timer of the file calls the function that empties it. */
function periodOf(drain: Access, context: Context): Setting<number> | null {
  const names = namesAround(drain.within, context);
  for (const call of context.calls) {
    if (!/^(?:global:(?:globalThis\.|global\.)?|timers\.)set(?:Interval|Timeout)$/.test(call.symbol ?? '')) continue;
    const [callback] = call.node.arguments;
    const delay = call.argument(1);
    if (!callback || !delay) continue;
    const isInside = drain.node.start >= callback.start && drain.node.end <= callback.end;
    const text = context.module.text.slice(callback.start, callback.end);
    if (isInside || names.some((name) => new RegExp(`\\b${name.replaceAll('$', '\\$')}\\b`).test(text))) return numberAt(context.repository, delay);
  }
  return null;
}

const endings = /^(?:shutdown|gracefulShutdown|close|stop|destroy|dispose|onModuleDestroy|onApplicationShutdown|beforeApplicationShutdown)$/;

/** A method that ends the object, or what a signal calls, writes it out: `async shutdown() { await this.flushAll() }`. */
function endOf(drain: Access, context: Context): Source | null {
  const writers = new Set(namesAround(drain.within, context));
  for (const call of context.calls) {
    const { callee } = call.node;
    const name = callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : null;
    if (name === null || !writers.has(name)) continue;
    const owner = context.functions.ownerOf(call.node);
    const id = owner ? context.functions.idOf(owner) : null;
    if (id !== null && endings.test(id.slice(Math.max(id.lastIndexOf('.'), id.lastIndexOf('#')) + 1))) return context.module.source(call.node);
  }
  return null;
}

/** The function itself and those of the file that call it: `setInterval(() => this.flushAll())`, `flushAll` calls `flush`. */
function namesAround(scope: FunctionNode, context: Context): readonly string[] {
  const nameOf = (node: Node | null): string | null => {
    const id = node ? context.functions.idOf(node) : null;
    return id === null ? null : id.slice(Math.max(id.lastIndexOf('.'), id.lastIndexOf('#')) + 1);
  };
  const own = nameOf(scope) ?? nameOf(context.functions.ownerOf(scope));
  if (own === null || !/^[\w$#]+$/.test(own)) return [];
  const callers = context.calls.flatMap((call) => {
    const { callee } = call.node;
    const name = callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : null;
    return name === own ? (nameOf(context.functions.ownerOf(call.node)) ?? []) : [];
  });
  return [own, ...callers].filter((name) => /^[\w$]+$/.test(name) && name !== 'constructor');
}
