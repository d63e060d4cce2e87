import type { Node } from 'oxc-parser';
import type { Role } from '@plimsoll/contract';
import type { Site } from '../../../facts/code.ts';
import type { Module } from '../modules/module.ts';
import { isFunction, lookUp, propertyName } from '../modules/scope.ts';
import type { FunctionNode } from '../modules/scope.ts';
import { enclosingFunction } from '../values/returns.ts';
import { isInLoop } from './functions.ts';
import type { Functions } from './functions.ts';

export type SiteOf = (node: Node) => Site;

/** Where things are made, and whether they last: at module level, in a constructor, kept in an outer variable, or made by a start function. */
export function sitesOf(module: Module, functions: Functions, handlers: ReadonlyMap<Node, Role>): SiteOf {
  const callers = callersByName(module);
  return (node) => {
    const owner = functions.ownerOf(node);
    return { source: module.source(node), within: owner ? functions.idOf(owner) : null, lifetime: lasts(node, owner, 3) ? 'process' : 'call', inLoop: isInLoop(node) };
  };

  function lasts(node: Node, owner: FunctionNode | null, depth: number): boolean {
    if (!owner) return enclosingFunction(node) === null || !isCallback(node);
    if (isMemoised(node)) return true;
    if (isClosedInFinally(node, owner, module.text)) return false;
    if (isMadeForAnother(node, owner, module.text)) return true;
    if (handlers.has(owner)) return isKept(node, owner);
    if (isConstructor(owner)) return true;
    if (isKept(node, owner)) return true;
    const sites = callers.get(nameOfUnit(owner)) ?? [];
    if (sites.length > 0 && depth > 0) return sites.every((site) => lasts(site, functions.ownerOf(site), depth - 1));
    return escapes(node, owner, module.text); // nobody here calls the factory: per call would be a guess
  }

  function nameOfUnit(owner: FunctionNode): string {
    const id = functions.idOf(owner) ?? '';
    return id.slice(Math.max(id.lastIndexOf('.'), id.lastIndexOf('#')) + 1);
  }
}

/** `this.s3 ??= (async () => new S3Client())()`: made the first time, however deep it stands in what makes it. */
function isMemoised(node: Node): boolean {
  let at: Node = node;
  for (let step = 0; step < 40 && at.parent; step++) {
    const { parent } = at;
    if (parent.type === 'AssignmentExpression' && parent.right === at && (parent.operator === '??=' || parent.operator === '||=')) {
      const owner = enclosingFunction(parent);
      return owner !== null && isOuter(parent.left, owner);
    }
    // What is only handed over to run later does not belong to the assignment.
    if (isFunction(at) && !isCalledAtOnce(at)) return false;
    at = parent;
  }
  return false;
}

/** `const client = createClient(); try { … } finally { await client.close() }`: one function's client, however seldom it runs. */
function isClosedInFinally(node: Node, owner: FunctionNode, text: string): boolean {
  let at: Node = node;
  while (at.parent && at.parent !== owner && at.parent.type !== 'VariableDeclarator') at = at.parent;
  const { parent } = at;
  if (parent?.type !== 'VariableDeclarator' || parent.id.type !== 'Identifier') return false;
  const last = text
    .slice(parent.end, owner.end)
    .split(/\bfinally\s*\{/)
    .slice(1);
  const closes = new RegExp(`^[^}]*\\b${parent.id.name.replaceAll('$', '\\$')}\\.(?:close|end|destroy|disconnect|\\$disconnect|quit)\\(`);
  return last.some((block) => closes.test(block));
}

/** `(() => …)()`, `import('x').then(() => …)`. */
function isCalledAtOnce(made: Node): boolean {
  let callee: Node = made;
  while (callee.parent?.type === 'ParenthesizedExpression') callee = callee.parent;
  const { parent } = callee;
  if (parent?.type !== 'CallExpression') return false;
  return parent.callee === callee || (parent.callee.type === 'MemberExpression' && propertyName(parent.callee) === 'then');
}

/** A callback at module level is no start-up code: timers, event handlers. */
function isCallback(node: Node): boolean {
  for (let at = enclosingFunction(node); at; at = enclosingFunction(at)) {
    const { parent } = at;
    if (parent?.type === 'CallExpression' && parent.callee !== at && !(parent.callee.type === 'MemberExpression' && /^(?:then|call|apply|forEach|map)$/.test(propertyName(parent.callee) ?? '')))
      return true;
  }
  return false;
}

/** A constructor, or what a framework calls once when it starts or stops. */
export function isConstructor(owner: FunctionNode): boolean {
  return (
    owner.parent?.type === 'MethodDefinition' &&
    (owner.parent.kind === 'constructor' || /^(?:onModuleInit|onApplicationBootstrap|onModuleDestroy|connectedCallback)$/.test(owner.parent.key.type === 'Identifier' ? owner.parent.key.name : ''))
  );
}

/** Assigned to a variable or property that outlives the function: `client ??= new X()`, `this.pool = …`, `app.decorate('db', …)`. */
function isKept(node: Node, owner: FunctionNode): boolean {
  let top: Node = node;
  for (let step = 0; step < 8 && top.parent && top !== owner; step++) {
    const { parent } = top;
    if (parent.type === 'AssignmentExpression' && parent.right === top) return isOuter(parent.left, owner);
    if (parent.type === 'VariableDeclarator') return parent.id.type === 'Identifier' && isHandedOut(parent.id.name, parent, owner);
    if (isFunction(parent) || parent.type === 'ReturnStatement' || parent.type === 'ExpressionStatement') return false;
    if (parent.type === 'CallExpression' && parent.callee !== top && parent.arguments.some((argument) => argument === top))
      return /\b(?:decorate|provide|set|register|bind)$/.test(parent.callee.type === 'MemberExpression' ? (propertyName(parent.callee) ?? '') : '');
    top = parent;
  }
  return false;
}

/** A variable or property that is not declared in the function itself. */
export function isOuter(target: Node, owner: FunctionNode): boolean {
  if (target.type === 'MemberExpression') {
    let root: Node = target.object;
    while (root.type === 'MemberExpression') root = root.object;
    if (root.type === 'Identifier' && /^(?:req|request|res|response|ctx|context|event)$/.test(root.name)) return false;
    return root.type === 'ThisExpression' || root.type === 'Identifier';
  }
  return target.type === 'Identifier' && !declaredInside(target.name, target, owner);
}

function declaredInside(name: string, from: Node, owner: FunctionNode): boolean {
  for (let at = from.parent ?? null; at; at = at.parent ?? null) {
    if (at === owner) return declares.get(owner)?.has(name) ?? false;
  }
  return false;
}

const declares = new WeakMap<Node, ReadonlySet<string>>();

/** Notes the names declared in each function once per file, so that the questions above are cheap. */
export function noteDeclarations(module: Module): void {
  for (const [scope, names] of module.scopes) {
    const owner = isFunction(scope) ? scope : enclosingFunction(scope);
    if (!owner) continue;
    declares.set(owner, new Set([...(declares.get(owner) ?? []), ...names.keys()]));
  }
}

/** `const client = new X(); cache.client = client` or `this.client = client`, `instance = client`. */
export function isHandedOut(name: string, declarator: Node, owner: FunctionNode): boolean {
  const body = owner.body;
  if (!body) return false;
  for (let at = declarator.parent ?? null; at && at !== owner; at = at.parent ?? null) {
    if (at.type !== 'BlockStatement') continue;
    for (const statement of at.body) {
      if (statement.type !== 'ExpressionStatement') continue;
      if (isStored(statement.expression, name, owner)) return true;
      if (statement.expression.type !== 'AssignmentExpression') continue;
      const { left, right } = statement.expression;
      if (right.type === 'Identifier' && right.name === name && isOuter(left, owner)) return true;
    }
  }
  return false;
}

/** `clients.set(key, client)` on a map that outlives the function. */
function isStored(expression: Node, name: string, owner: FunctionNode): boolean {
  if (expression.type !== 'CallExpression' || expression.callee.type !== 'MemberExpression') return false;
  if (!/^(?:set|add|push|unshift)$/.test(propertyName(expression.callee) ?? '') || !isOuter(expression.callee, owner)) return false;
  let root: Node = expression.callee.object;
  while (root.type === 'MemberExpression') root = root.object;
  if (root.type === 'Identifier' && declaredInside(root.name, root, owner)) return false;
  return expression.arguments.some((argument) => argument.type === 'Identifier' && argument.name === name);
}

/** Returned, or part of what is returned; not what a method of it returns. */
function escapes(node: Node, owner: FunctionNode, text: string): boolean {
  let top: Node = node;
  for (let step = 0; step < 10 && top.parent && top !== owner; step++) {
    const { parent } = top;
    if (parent.type === 'ReturnStatement' || (parent === owner && parent.type === 'ArrowFunctionExpression' && parent.expression)) return true;
    if (parent.type === 'ExpressionStatement' || parent.type === 'BlockStatement') return false;
    if (parent.type === 'MemberExpression' && parent.object === top) return false;
    if (parent.type === 'VariableDeclarator') return parent.id.type === 'Identifier' && (isReturned(parent.id.name, owner) || isUsedByWhatIsReturned(parent.id.name, owner, text));
    top = parent;
  }
  return false;
}

function isReturned(name: string, owner: FunctionNode): boolean {
  const body = owner.body;
  if (!body || body.type !== 'BlockStatement') return false;
  const open: Node[] = [...body.body];
  for (let at = open.pop(); at; at = open.pop()) {
    if (at.type === 'ReturnStatement') {
      if (at.argument && holds(at.argument, name)) return true;
    } else if (at.type === 'IfStatement') open.push(at.consequent, ...(at.alternate ? [at.alternate] : []));
    else if (at.type === 'BlockStatement') open.push(...at.body);
    else if (at.type === 'TryStatement') open.push(at.block);
  }
  return false;
}

const usedByReturned = new WeakMap<FunctionNode, ReadonlySet<string>>();

/** `const client = …; const send = () => client.send(); return { send }`: the functions that are handed out keep it. */
function isUsedByWhatIsReturned(name: string, owner: FunctionNode, text: string): boolean {
  const known = usedByReturned.get(owner) ?? namesInReturned(owner, text);
  usedByReturned.set(owner, known);
  return known.has(name);
}

function namesInReturned(owner: FunctionNode, text: string): ReadonlySet<string> {
  const { body } = owner;
  const found = new Set<string>();
  if (!body || body.type !== 'BlockStatement') return found;
  const local = new Map<string, Node>();
  const open: Node[] = [];
  for (const statement of body.body) {
    if (statement.type === 'FunctionDeclaration' && statement.id) local.set(statement.id.name, statement);
    if (statement.type === 'VariableDeclaration') {
      for (const { id, init } of statement.declarations) if (id.type === 'Identifier' && init && isFunction(init)) local.set(id.name, init);
    }
    if (statement.type !== 'ReturnStatement' || !statement.argument) continue;
    const value = statement.argument.type === 'TSAsExpression' || statement.argument.type === 'TSSatisfiesExpression' ? statement.argument.expression : statement.argument;
    open.push(...(value.type === 'ObjectExpression' ? value.properties.flatMap((property) => (property.type === 'Property' ? [property.value] : [])) : [value]));
  }
  const seen = new Set<Node>();
  for (let item = open.pop(); item; item = open.pop()) {
    const made = item.type === 'Identifier' ? local.get(item.name) : isFunction(item) ? item : undefined;
    if (!made || seen.has(made)) continue;
    seen.add(made);
    for (const [word] of text.slice(made.start, made.end).matchAll(/[\w$]+/g)) {
      found.add(word);
      const next = local.get(word);
      if (next) open.push(next);
    }
  }
  return found;
}

/** A value that is the name, or may hold it: in an object or array, in a branch, or given to a function whose result it is. */
function holds(value: Node, name: string): boolean {
  const open: Node[] = [value];
  for (let at = open.pop(); at; at = open.pop()) {
    if (at.type === 'Identifier' && at.name === name) return true;
    if (at.type === 'ObjectExpression') open.push(...at.properties.map((property) => (property.type === 'Property' ? property.value : property.argument)));
    else if (at.type === 'ConditionalExpression') open.push(at.consequent, at.alternate);
    else if (at.type === 'LogicalExpression') open.push(at.left, at.right);
    else if (at.type === 'CallExpression' || at.type === 'NewExpression') open.push(...at.arguments);
    else if (at.type === 'ArrayExpression') open.push(...at.elements.filter((item) => item !== null));
    else if (at.type === 'TSAsExpression' || at.type === 'TSNonNullExpression') open.push(at.expression);
    else if (at.type === 'AwaitExpression') open.push(at.argument);
  }
  return false;
}

/** The result of a callback that is handed on, `memo(key, () => new Agent())`: how often it runs is up to who gets it. */
function isMadeForAnother(node: Node, owner: FunctionNode, text: string): boolean {
  const inner = enclosingFunction(node);
  if (!inner || inner === owner || inner.parent?.type !== 'CallExpression' || inner.parent.callee === inner) return false;
  const { callee } = inner.parent;
  const isIteration = callee.type === 'MemberExpression' && /^(?:map|forEach|flatMap|filter|then|catch|finally|reduce|some|every)$/.test(propertyName(callee) ?? '');
  return !isIteration && escapes(node, inner, text);
}

function callersByName(module: Module): ReadonlyMap<string, readonly Node[]> {
  const callers = new Map<string, Node[]>();
  for (const node of module.nodes) {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') continue;
    const name =
      node.callee.type === 'Identifier'
        ? node.callee.name
        : node.callee.type === 'MemberExpression' && (node.callee.object.type === 'ThisExpression' || node.callee.object.type === 'Identifier')
          ? propertyName(node.callee)
          : null;
    if (name === null || (node.callee.type === 'Identifier' && lookUp(module.scopes, name, node)?.kind === 'import')) continue;
    const known = callers.get(name);
    if (known) known.push(node);
    else callers.set(name, [node]);
  }
  return callers;
}
