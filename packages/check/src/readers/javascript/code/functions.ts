import type { Node } from 'oxc-parser';
import type { Role } from '@plimsoll/contract';
import type { CodeFunction, FunctionCall } from '../../../facts/code.ts';
import type { Module } from '../modules/module.ts';
import { enclosingClass } from '../modules/module.ts';
import { isFunction, keyName, propertyName } from '../modules/scope.ts';
import type { FunctionNode } from '../modules/scope.ts';
import { enclosingFunction } from '../values/returns.ts';

/** The functions of a file by name. Callbacks inside a function count as part of it; handlers and callbacks at module level stand alone. */
export interface Functions {
  readonly all: readonly FunctionNode[];
  idOf(node: Node): string | null;
  ownerOf(node: Node): FunctionNode | null; // the standing-alone function around a node
}

export const moduleFunction = '<module>';

export function functionsOf(module: Module, handlers: ReadonlyMap<Node, Role>): Functions {
  const ids = new Map<Node, string>();
  const taken = new Set<string>();
  const all: FunctionNode[] = [];
  for (const node of module.nodes) {
    if (!isFunction(node) || !node.body) continue;
    const name = nameOfFunction(module, node, handlers);
    if (name === null) continue;
    const outer = ids.get(outerOf(node, ids) ?? node);
    const prefix = outer === undefined ? `${module.path}#` : `${outer}.`;
    let id = prefix + name;
    if (taken.has(id)) id = `${id}@${module.source(node).line}`;
    if (taken.has(id)) id = `${id}:${module.source(node).column}`;
    taken.add(id);
    ids.set(node, id);
    all.push(node);
  }
  return {
    all,
    idOf: (node) => ids.get(node) ?? null,
    ownerOf: (node) => outerOf(node, ids),
  };
}

function outerOf(node: Node, ids: ReadonlyMap<Node, string>): FunctionNode | null {
  for (let at = enclosingFunction(node); at; at = enclosingFunction(at)) if (ids.has(at)) return at;
  return null;
}

/** Null for a callback that belongs to the function around it, and for functions that are called where they stand. */
function nameOfFunction(module: Module, node: FunctionNode, handlers: ReadonlyMap<Node, Role>): string | null {
  const own = plainName(node);
  if (own !== null) return own;
  const { parent } = node;
  if (!parent || isCalledInPlace(node)) return null;
  const isHandler = handlers.has(node);
  if (!isHandler && enclosingFunction(node)) return null;
  if (isHandler && (parent.type === 'CallExpression' || parent.type === 'NewExpression')) {
    const [first] = parent.arguments;
    const subject = first?.type === 'Literal' && typeof first.value === 'string' ? first.value : '';
    const verb = parent.callee.type === 'MemberExpression' ? (propertyName(parent.callee) ?? '') : module.words(parent.callee);
    return `${verb} ${subject}`.trim();
  }
  return `anonymous@${module.source(node).line}`;
}

function plainName(node: FunctionNode): string | null {
  const { parent } = node;
  if (parent?.type === 'MethodDefinition' || parent?.type === 'TSAbstractMethodDefinition' || parent?.type === 'PropertyDefinition') {
    const owner = enclosingClass(parent);
    const name = keyName(parent.key, parent.computed) ?? 'computed';
    const className = owner?.type === 'ClassDeclaration' || owner?.type === 'ClassExpression' ? (owner.id?.name ?? 'class') : 'class';
    return `${className}.${name}`;
  }
  if (node.id) return node.id.name;
  if (parent?.type === 'VariableDeclarator' && parent.init === node && parent.id.type === 'Identifier') return parent.id.name;
  if (parent?.type === 'Property' && parent.value === node) return keyName(parent.key, parent.computed);
  if (parent?.type === 'AssignmentExpression' && parent.right === node) {
    if (parent.left.type === 'Identifier') return parent.left.name;
    if (parent.left.type === 'MemberExpression') return propertyName(parent.left);
  }
  if (parent?.type === 'ExportDefaultDeclaration') return 'default';
  // const handler = wrap(async () => …): the wrapped function goes by the name it is stored under
  if (parent?.type === 'CallExpression' && parent.parent?.type === 'VariableDeclarator' && parent.parent.id.type === 'Identifier' && parent.arguments.at(-1) === node) return parent.parent.id.name;
  if (parent?.type === 'CallExpression' && parent.parent?.type === 'ExportDefaultDeclaration') return 'default';
  return null;
}

function isCalledInPlace(node: FunctionNode): boolean {
  let top: Node = node;
  while (
    top.parent &&
    (top.parent.type === 'ParenthesizedExpression' || (top.parent.type === 'MemberExpression' && top.parent.object === top && ['call', 'apply', 'bind'].includes(propertyName(top.parent) ?? '')))
  )
    top = top.parent;
  return top.parent?.type === 'CallExpression' && top.parent.callee === top;
}

const loops: ReadonlySet<string> = new Set(['ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement']);
const iterations: ReadonlySet<string> = new Set(['map', 'forEach', 'flatMap', 'filter', 'reduce', 'some', 'every', 'each', 'eachSeries', 'eachLimit', 'mapSeries', 'mapLimit']);
const iterating: ReadonlySet<string> = new Set(['pMap', 'pMapSeries', 'pEachSeries', 'pFilter', 'asyncMap', 'mapAsync', 'mapLimit', 'eachLimit']);

/** Inside a loop of its own function, in the callback of an iteration, or in a function that is called and waited for where it stands in one. */
export function isInLoop(node: Node): boolean {
  let inner: Node = node;
  for (let at = node.parent ?? null; at; at = at.parent ?? null) {
    if (loops.has(at.type) && !('init' in at && at.init === inner) && !('right' in at && at.right === inner)) return true;
    if (isFunction(at)) {
      const call: Node | null = at.parent ?? null;
      if (call?.type !== 'CallExpression') return false;
      const { callee } = call;
      if (callee.type === 'MemberExpression' ? iterations.has(propertyName(callee) ?? '') : callee.type === 'Identifier' && iterating.has(callee.name)) return true;
      if (callee !== at && call.parent?.type !== 'AwaitExpression') return false;
    }
    inner = at;
  }
  return false;
}

export function codeFunction(module: Module, node: FunctionNode, functions: Functions, handler: Role | null, calls: readonly FunctionCall[]): CodeFunction {
  const id = functions.idOf(node) ?? '';
  return { id, name: id.slice(id.indexOf('#') + 1), source: module.source(node), async: node.async, handler, calls };
}
