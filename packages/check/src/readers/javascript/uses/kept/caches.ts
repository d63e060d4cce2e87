import type { Node } from 'oxc-parser';
import type { StateLife, StateUse } from '../../../../facts/code.ts';
import type { Setting } from '../../../../facts/setting.ts';
import type { Context } from '../../code/context.ts';
import { isConstructor } from '../../code/lifetime.ts';
import { lookUp } from '../../modules/scope.ts';
import { nodesIn } from '../../values/returns.ts';
import { constant, numberAt } from '../../values/setting.ts';
import { lifetimeOfLibrary } from './cache-libraries.ts';
import { siteOfAccess } from './containers.ts';
import type { Access, Container } from './containers.ts';
import { keptState } from './kept-state.ts';

const named = /cache|memo(?:ry|ized?)?$|memoiz/i;
const notNamed =
  /inflight|in_flight|pending|promise|lock|seen|limit|count|metric|registr|handler|listener|timer|agent|client|connection|pool|template|schema|compiled|regex|formatter|validator|loader|instances?|locale|logger|gauge/i;
const immutableValues = /^(?:new\s|\(|async\b|function\b|set(?:Timeout|Interval)\()|\bcompile\w*\(|\bcreateHash\b|\bRegExp\b|\bIntl\./;

/** A map that functions fill from data that may change and read again later. Clients, compiled things and promises under way are no such data. */
export function cacheOf(container: Container, context: Context): StateUse | null {
  if (container.shape !== 'map' && container.shape !== 'object' && container.shape !== 'library') return null;
  if (notNamed.test(container.name) && container.shape !== 'library') return null;
  const writes = container.accesses.filter((access) => access.does === 'write' && access.values.length > 0 && !isConstructor(access.within));
  const reads = container.accesses.filter((access) => access.does === 'read');
  if (writes.length === 0 || reads.length === 0) return null;
  const immutable = writes.every((access) => access.values.some((value) => isImmutable(value, context)));
  if (immutable || notNamed.test(container.name)) {
    return container.shape === 'library' ? keptState('cache', container, context, purposeOf(container), { ...uses(context, writes, reads), immutable: true }) : null;
  }
  const isCache =
    container.shape === 'library' ||
    (named.test(container.name)
      ? writes.some((access) => isFetched(access, context) || isGiven(access, context))
      : writes.some((access) => isFetched(access, context) && fillsGap(access, reads, context)));
  if (!isCache) return null;
  const expiresMs = container.shape === 'library' ? lifetimeOfLibrary(container, context) : lifetimeOf(container, context, writes);
  return keptState('cache', container, context, purposeOf(container), {
    ...(expiresMs ? { expiresMs } : {}),
    ...uses(context, [...writes, ...container.accesses.filter((access) => access.does === 'drop' || access.does === 'drain')], reads),
  });
}

function purposeOf(container: Container): string {
  return `cached values in ${container.name}`;
}

function uses(context: Context, writes: readonly Access[], reads: readonly Access[]): Pick<StateLife, 'writes' | 'reads'> {
  return { writes: writes.map((access) => siteOfAccess(context, access)), reads: reads.map((access) => siteOfAccess(context, access)) };
}

/** The value, or what a local variable was given last: `let chart = charts.get(id); chart ??= …`. */
function origin(value: Node, context: Context): Node {
  if (value.type !== 'Identifier') return value;
  const binding = lookUp(context.module.scopes, value.name, value);
  const [write] = binding?.writes ?? [];
  return binding?.kind === 'variable' && binding.owner.type !== 'Program' ? (write?.value ?? binding.init ?? value) : value;
}

function isImmutable(value: Node, context: Context): boolean {
  const from = origin(value, context);
  const text = context.module.text.slice(from.start, from.end);
  if (immutableValues.test(text) && !/^new (?:Date|Map|Set|Array)\b/.test(text)) return true;
  if ((from.type === 'Literal' && typeof from.value !== 'string') || (from.type === 'BinaryExpression' && /^[<>!=]=?=?$/.test(from.operator))) return true;
  // A promise that is kept while it runs, so that two callers share one call.
  return from.type === 'CallExpression' && value.type === 'Identifier' && /promise|pending|request/i.test(value.name);
}

const longestValue = 5_000; // characters: what is longer is no value of one entry

function shortNodesIn(value: Node, context: Context): readonly Node[] {
  return value.end - value.start > longestValue ? [] : nodesIn(context.module, value);
}

/** The value came out of something that was waited for. */
function isFetched(access: Access, context: Context): boolean {
  return access.values.some((value) => shortNodesIn(value, context).some((node) => node.type === 'AwaitExpression' || (node.type === 'Identifier' && isAwaited(node, context, 3))));
}

function isAwaited(name: Node, context: Context, depth: number): boolean {
  if (name.type !== 'Identifier' || depth <= 0) return false;
  const binding = lookUp(context.module.scopes, name.name, name);
  if (binding?.kind !== 'variable' || binding.owner.type === 'Program') return false;
  const values = [...(binding.init ? [binding.init] : []), ...binding.writes.map((write) => write.value)];
  return values.some(
    (value) =>
      value.type === 'AwaitExpression' ||
      shortNodesIn(value, context).some((node) => node.type === 'AwaitExpression' || (node.type === 'Identifier' && node !== name && isAwaited(node, context, depth - 1))),
  );
}

/** `set(key, value)`: the wrapper of a cache hands its parameter on. */
function isGiven(access: Access, context: Context): boolean {
  return access.values.some((value) => shortNodesIn(value, context).some((node) => node.type === 'Identifier' && lookUp(context.module.scopes, node.name, node)?.kind === 'parameter'));
}

/** Asked first, filled after, in one function: `const hit = prices.get(id); if (hit) return hit; … prices.set(id, price)`. */
function fillsGap(write: Access, reads: readonly Access[], context: Context): boolean {
  const before = reads.filter((read) => read.within === write.within && read.node.start < write.node.start);
  if (before.length === 0) return false;
  const from = Math.min(...before.map((read) => read.node.start));
  if (before.some((read) => enclosingIf(write.node, write.within).some((test) => read.node.start >= test.start && read.node.end <= test.end))) return true;
  return nodesIn(context.module, write.within).some((node) => node.type === 'ReturnStatement' && node.start >= from - 10 && node.end < write.node.start && node.argument !== null);
}

function enclosingIf(node: Node, within: Node): readonly Node[] {
  const tests: Node[] = [];
  for (let at = node.parent ?? null; at && at !== within; at = at.parent ?? null) if (at.type === 'IfStatement') tests.push(at.test);
  return tests;
}

/** Entries that carry a time, or that a timer removes, do not stay until the end. What is not seen is left out. */
function lifetimeOf(container: Container, context: Context, writes: readonly Access[]): Setting<number> | null {
  for (const access of writes) {
    for (const value of access.values) {
      const from = origin(value, context);
      if (from.type !== 'ObjectExpression') continue;
      for (const property of from.properties) {
        if (property.type !== 'Property' || property.key.type !== 'Identifier' || !/expir|ttl|time|cachedAt|fetchedAt|createdAt|date|age/i.test(property.key.name)) continue;
        const added =
          property.value.type === 'BinaryExpression' && property.value.operator === '+' && /Date\.now|\bnow\b/.test(context.module.words(property.value.left)) ? property.value.right : null;
        return added ? numberAt(context.repository, { module: context.module, node: added, frame: null }) : ttlConstant(context);
      }
    }
  }
  for (const call of context.calls) {
    if (call.symbol !== 'global:setTimeout' && call.symbol !== 'global:setInterval') continue;
    const [callback] = call.node.arguments;
    const delay = call.argument(1);
    if (!callback || !delay) continue;
    const removes = container.accesses.some((access) => (access.does === 'drop' || access.does === 'drain') && access.node.start >= callback.start && access.node.end <= callback.end);
    if (removes) return numberAt(context.repository, delay);
  }
  const isReplaced = container.accesses.some((access) => access.does === 'grow'); // by a refresh, as a whole
  if (isReplaced || /\b(?:ttl|maxAge|expir\w*|Date\.now)\b/i.test(context.module.text)) return null;
  return constant(Infinity, { module: context.module, node: container.at, frame: null });
}

/** `const CACHE_TTL = 60_000` in the file, where entries say when they were made. */
function ttlConstant(context: Context): Setting<number> | null {
  for (const [scope, bindings] of context.module.scopes) {
    if (scope.type !== 'Program') continue;
    for (const [name, binding] of bindings) {
      if (binding.init && /ttl|max_?age|expir/i.test(name) && /(?:ms|ttl|age)$|^[A-Z_]+$/i.test(name)) return numberAt(context.repository, { module: context.module, node: binding.init, frame: null });
    }
  }
  return null;
}
