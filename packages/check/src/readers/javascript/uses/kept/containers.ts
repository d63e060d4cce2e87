import type { Node } from 'oxc-parser';
import type { Context } from '../../code/context.ts';
import { lookUp, propertyName } from '../../modules/scope.ts';
import type { Binding, FunctionNode } from '../../modules/scope.ts';
import { enclosingClass } from '../../modules/module.ts';
import { enclosingFunction } from '../../values/returns.ts';
import { symbolOf } from '../../values/symbol.ts';

/** A map, set, list or object that outlives the functions that use it: a variable of the file, or a field of a class. */
export interface Container {
  readonly node: Node; // the expression that makes it
  readonly at: Node; // the declaration
  readonly name: string;
  readonly shape: 'map' | 'set' | 'list' | 'object' | 'library';
  readonly symbol: string | null; // of the library's class: 'lru-cache.LRUCache'
  readonly owner: Node | null; // the class, null at module level
  readonly accesses: readonly Access[];
}

/** One use of a container inside a function. What stands at module level fills it once and does not count. */
export interface Access {
  readonly node: Node;
  readonly does: 'write' | 'grow' | 'read' | 'drop' | 'drain' | 'pass'; // pass: handed on as a whole, or gone through
  readonly values: readonly Node[]; // what is put in
  readonly key: Node | null;
  readonly within: FunctionNode;
  readonly result: Node; // the whole expression, `this.queue.splice(0)`
}

interface Made {
  readonly node: Node;
  readonly shape: Container['shape'];
  readonly symbol: string | null;
}

const libraries =
  /^(?:lru-cache(?:\.LRUCache)?|node-cache|quick-lru|@isaacs\/ttlcache(?:\.TTLCache)?|mnemonist\.LRU(?:Map|Cache)(?:WithDelete)?|mnemonist\/lru-(?:map|cache)|tiny-lru\.lru|lru_map\.LRUMap|expiry-map|flat-cache|ttlcache)$/;
/** A file holds few containers that matter, and each is used in few places; more would only cost time. */
const mostContainers = 200;
const mostAccesses = 200;
const mostOfOneName = 20;

const found = new WeakMap<Context, readonly Container[]>();

export function containersOf(context: Context): readonly Container[] {
  const known = found.get(context);
  if (known) return known;
  const all = collect(context);
  found.set(context, all);
  return all;
}

function collect(context: Context): Container[] {
  const { module } = context;
  let count = 0;
  const byName = new Map<string, { made: Made; at: Node; binding: Binding | null; owner: Node | null; accesses: Access[] }[]>();
  const add = (name: string, made: Made | null, at: Node, binding: Binding | null, owner: Node | null): void => {
    if (!made || count >= mostContainers) return;
    const list = byName.get(name) ?? [];
    byName.set(name, list);
    if (list.length >= mostOfOneName || list.some((entry) => entry.owner === owner && entry.binding === binding)) return;
    list.push({ made, at, binding, owner, accesses: [] });
    count++;
  };
  for (const [scope, bindings] of module.scopes) {
    if (scope.type !== 'Program') continue;
    for (const [name, binding] of bindings) {
      if (binding.kind !== 'variable' || binding.path.length > 0) continue;
      const made = binding.init ? madeBy(context, binding.init) : null;
      add(name, made, binding.node, binding, null);
    }
  }
  for (const [owner, members] of module.classes) {
    for (const [name, entries] of members) {
      const first = entries.find((entry) => entry.value && madeBy(context, entry.value));
      if (first?.value) add(name, madeBy(context, first.value), (entries[0] ?? first).at, null, owner);
    }
  }
  if (byName.size === 0) return [];

  const aliases: { readonly binding: Binding; readonly accesses: Access[] }[] = [];
  for (const node of module.nodes) {
    const name = node.type === 'Identifier' ? node.name : node.type === 'MemberExpression' ? propertyName(node) : null;
    const candidates = name === null ? undefined : byName.get(name);
    if (!candidates) continue;
    const entry = candidates.find((candidate) => refersTo(context, node, candidate));
    const within = entry ? enclosingFunction(node) : null;
    if (!entry || !within || node === entry.at || entry.accesses.length >= mostAccesses) continue;
    const access = accessAt(node, within, entry.made.shape);
    if (access) entry.accesses.push(access);
    const alias = access?.does === 'pass' || access?.does === 'read' ? aliasOf(context, access.result) : null;
    if (alias && aliases.length < mostContainers) aliases.push({ binding: alias, accesses: entry.accesses });
  }
  if (aliases.length > 0) {
    const names = new Set(aliases.map((alias) => alias.binding.name));
    for (const node of module.nodes) {
      if (node.type !== 'Identifier' || !names.has(node.name)) continue;
      const binding = lookUp(module.scopes, node.name, node);
      const alias = aliases.find((candidate) => candidate.binding === binding);
      const within = enclosingFunction(node);
      if (!alias || !within || (binding && node.parent === binding.node)) continue;
      const access = accessAt(node, within, 'list');
      if (access && access.does !== 'pass' && access.does !== 'read' && alias.accesses.length < mostAccesses) alias.accesses.push(access);
    }
  }
  return [...byName].flatMap(([name, list]) => list.map(({ made, at, owner, accesses }) => ({ node: made.node, at, name, shape: made.shape, symbol: made.symbol, owner, accesses })));
}

/** `const entries = this.queue[name]` or `const batch = this.queue`: another name for it (or for one of its lists). */
function aliasOf(context: Context, result: Node): Binding | null {
  const declarator = result.parent;
  if (declarator?.type !== 'VariableDeclarator' || declarator.init !== result || declarator.id.type !== 'Identifier') return null;
  return lookUp(context.module.scopes, declarator.id.name, declarator.id);
}

function madeBy(context: Context, value: Node): Made | null {
  let node = value;
  while (node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression' || node.type === 'TSTypeAssertion') node = node.expression;
  if (node.type === 'ArrayExpression') return node.elements.length === 0 ? { node, shape: 'list', symbol: null } : null;
  if (node.type === 'ObjectExpression') return node.properties.every((property) => property.type === 'Property' && isEmpty(property.value)) ? { node, shape: 'object', symbol: null } : null;
  if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return null;
  const symbol = symbolOf(context.repository, { module: context.module, node: node.callee, frame: null });
  if (symbol === 'global:Object.create') return { node, shape: 'object', symbol: null };
  if (symbol !== null && libraries.test(symbol)) return { node, shape: 'library', symbol };
  if (node.type !== 'NewExpression') return null;
  const isUnfilled = node.arguments.length === 0 || (node.arguments[0] !== undefined && isEmpty(node.arguments[0]));
  if (symbol === 'global:Array' && node.arguments.length === 0) return { node, shape: 'list', symbol: null };
  if (!isUnfilled) return null;
  return symbol === 'global:Map' ? { node, shape: 'map', symbol: null } : symbol === 'global:Set' ? { node, shape: 'set', symbol: null } : null;
}

function isEmpty(node: Node): boolean {
  if (node.type === 'TSAsExpression') return isEmpty(node.expression);
  if (node.type === 'ArrayExpression') return node.elements.length === 0;
  if (node.type === 'ObjectExpression') return node.properties.length === 0;
  return node.type === 'NewExpression' && node.callee.type === 'Identifier' && /^(?:Map|Set|Array)$/.test(node.callee.name) && node.arguments.length === 0;
}

function refersTo(context: Context, node: Node, entry: { readonly binding: Binding | null; readonly owner: Node | null }): boolean {
  if (entry.owner === null) return node.type === 'Identifier' && !isPropertyName(node) && lookUp(context.module.scopes, node.name, node) === entry.binding;
  if (node.type !== 'MemberExpression') return false;
  if (node.object.type === 'ThisExpression') return enclosingClass(node) === entry.owner;
  return node.object.type === 'Identifier' && (entry.owner.type === 'ClassDeclaration' || entry.owner.type === 'ClassExpression') && node.object.name === entry.owner.id?.name;
}

function isPropertyName(node: Node): boolean {
  const { parent } = node;
  if (parent?.type === 'MemberExpression') return parent.property === node && !parent.computed;
  if (parent?.type === 'Property') return parent.key === node && !parent.shorthand;
  return false;
}

const grows: ReadonlySet<string> = new Set(['push', 'unshift', 'add', 'enqueue']);
const writes: ReadonlySet<string> = new Set(['set', 'put']);
const drops: ReadonlySet<string> = new Set(['delete', 'del', 'remove', 'invalidate', 'shift', 'pop']);
const drains: ReadonlySet<string> = new Set(['clear', 'splice', 'reset', 'flushAll', 'purge']);
const lookups: ReadonlySet<string> = new Set(['get', 'has', 'peek', 'take']);

function accessAt(node: Node, within: FunctionNode, shape: Container['shape']): Access | null {
  let inner: Node = node;
  let key: Node | null = null;
  while (inner.parent && (inner.parent.type === 'TSNonNullExpression' || inner.parent.type === 'TSAsExpression')) inner = inner.parent;
  const make = (does: Access['does'], result: Node, values: readonly Node[] = []): Access => ({ node, does, values, key, within, result });
  let parent: Node | null = inner.parent ?? null;
  if (parent?.type === 'MemberExpression' && parent.object === inner && (parent.computed || (shape === 'object' && !(parent.parent?.type === 'CallExpression' && parent.parent.callee === parent)))) {
    key = parent.property;
    inner = parent; // an element: `sockets[id]`
    while (inner.parent?.type === 'TSNonNullExpression') inner = inner.parent;
    parent = inner.parent ?? null;
    if (parent?.type === 'AssignmentExpression' && parent.left === inner) return make('write', parent, [parent.right]);
    if (parent?.type === 'UnaryExpression' && parent.operator === 'delete') return make('drop', parent);
    if (parent?.type === 'UpdateExpression') return make('write', parent, []);
    if (parent?.type !== 'MemberExpression' || parent.object !== inner) return make('read', inner);
  }
  if (parent?.type === 'MemberExpression' && parent.object === inner) {
    const name = propertyName(parent) ?? '';
    const call = parent.parent;
    if (call?.type === 'AssignmentExpression' && call.left === parent && name === 'length') return make('drain', call);
    if (call?.type !== 'CallExpression' || call.callee !== parent) return key === null ? make('pass', parent) : make('read', inner);
    const values = call.arguments.map((argument) => (argument.type === 'SpreadElement' ? argument.argument : argument));
    if (grows.has(name)) return make('grow', call, values);
    if (writes.has(name)) {
      key = values[0] ?? null;
      return make('write', call, values.slice(1));
    }
    if (drops.has(name)) return make('drop', call);
    if (drains.has(name)) return make('drain', call);
    if (lookups.has(name)) {
      key = values[0] ?? null;
      return make('read', call);
    }
    return make(key === null ? 'pass' : 'read', call);
  }
  if (parent?.type === 'AssignmentExpression' && parent.left === inner) {
    if (isEmpty(parent.right)) return make('drain', parent);
    return make('grow', parent, [parent.right]);
  }
  return make('pass', inner);
}

/** The named function of the file around an access, for `within` of a fact. */
export function siteOfAccess(context: Context, access: Access): { readonly source: ReturnType<Context['module']['source']>; readonly within: string | null; readonly says: string } {
  const owner = context.functions.ownerOf(access.node);
  return { source: context.module.source(access.result), within: owner ? context.functions.idOf(owner) : null, says: context.module.words(access.result) };
}
