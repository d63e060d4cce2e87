import type { SyntaxNode } from '../../syntax/index.ts';
import { child, namedChildren, textOf, walk } from '../../syntax/index.ts';
import { passedFor, passedForField } from './callers.ts';
import { functionAround } from './calls.ts';
import { scopeAbove } from './functions.ts';
import { bareNames } from './libraries.ts';
import type { Binding } from './scope.ts';
import { bindingsOf, importsIn } from './scope.ts';
import type { Parameter, PythonCall, PythonClass, PythonFunction, PythonModule } from './types.ts';
import { callAt, moduleAround } from './workspace.ts';

/** What an expression stands for, as far as reading can tell. */
export type Referent =
  | { readonly kind: 'external'; readonly name: string } // 'requests.get'; 'requests.Session#get' for a method of an instance
  | { readonly kind: 'made'; readonly name: string; readonly call: PythonCall | null } // an instance of 'requests.Session', and what made it
  | { readonly kind: 'module'; readonly module: PythonModule }
  | { readonly kind: 'function'; readonly function: PythonFunction }
  | { readonly kind: 'class'; readonly class: PythonClass }
  | { readonly kind: 'instance'; readonly class: PythonClass; readonly call: PythonCall | null } // of a class of this repository
  | { readonly kind: 'value'; readonly value: SyntaxNode; readonly others: readonly SyntaxNode[] }
  | { readonly kind: 'parameter'; readonly parameter: Parameter; readonly of: PythonFunction | null };

const stepsMost = 40;
const basesMost = 10;

const referents = new WeakMap<SyntaxNode, Referent | 'none'>();

export function referentOf(node: SyntaxNode, steps = 0): Referent | null {
  if (steps > stepsMost) return null;
  const known = referents.get(node);
  if (known) return known === 'none' ? null : known;
  referents.set(node, 'none'); // whoever asks again on the way goes in a circle
  const found = follow(node, steps);
  if (found) referents.set(node, found);
  return found;
}

function follow(node: SyntaxNode, steps: number): Referent | null {
  switch (node.type) {
    case 'identifier':
      return byName(textOf(node), node, steps);
    case 'attribute': {
      const object = child(node, 'object');
      const name = child(node, 'attribute');
      return object && name ? memberOf(object, textOf(name), steps) : null;
    }
    case 'parenthesized_expression':
    case 'await': {
      const inner = namedChildren(node)[0];
      return inner ? referentOf(inner, steps + 1) : null;
    }
    default:
      return { kind: 'value', value: node, others: [] };
  }
}

function byName(name: string, at: SyntaxNode, steps: number): Referent | null {
  const module = moduleAround(at);
  let scope = innermost(at);
  let direct = true;
  for (; scope; scope = scopeAbove(scope)) {
    if (scope.type === 'class_definition' && !direct) continue;
    const bindings = bindingsOf(scope).get(name);
    direct = false;
    if (bindings) return ofBindings(bindings, at, module, steps);
  }
  return inModule(module, name, steps, at) ?? unimported(name);
}

/** Parts of programs, in documents for instance, leave their imports out; these names mean one thing only. */
function unimported(name: string): Referent | null {
  const known = bareNames[name];
  return known === undefined ? null : { kind: 'external', name: known };
}

function innermost(at: SyntaxNode): SyntaxNode | null {
  const around = functionAround(at, moduleAround(at));
  const scope = scopeAbove(at);
  if (scope?.type === 'class_definition') return scope;
  return around?.node ?? (scope ? scopeAbove(scope) : null);
}

/** A name at module level, also through `from x import *`. */
export function inModule(module: PythonModule, name: string, steps = 0, at?: SyntaxNode): Referent | null {
  if (steps > stepsMost) return null;
  const bindings = bindingsOf(module.tree.root).get(name);
  if (bindings) return ofBindings(bindings, at ?? module.tree.root, module, steps);
  for (const specifier of everythingFrom(module)) {
    const target = module.workspace.resolve(specifier, module.path);
    const found = target && inModule(target, name, steps + 10);
    if (found) return found;
  }
  return null;
}

const wildcards = new WeakMap<PythonModule, readonly string[]>();

/** The modules of `from x import *`, the first few. */
function everythingFrom(module: PythonModule): readonly string[] {
  const known = wildcards.get(module);
  if (known) return known;
  const nodes = namedChildren(module.tree.root).filter((node) => node.type === 'import_from_statement');
  const found = nodes.flatMap((node) => importsIn(node).flatMap((each) => (each.member === '*' ? [each.module] : []))).slice(0, 8);
  wildcards.set(module, found);
  return found;
}

function ofBindings(bindings: readonly Binding[], at: SyntaxNode, module: PythonModule, steps: number): Referent | null {
  const values = bindings.filter((each) => each.kind === 'value' && !(at.start >= each.node.start && at.end <= each.node.end));
  const filled = values.filter((each) => each.kind === 'value' && each.value.type !== 'none');
  const chosen = filled.length > 0 ? filled : values;
  const last = chosen.findLast((each) => each.node.end <= at.start && each.node.tree === at.tree) ?? chosen[0];
  if (last?.kind === 'value')
    return {
      kind: 'value',
      value: last.value,
      others: [
        ...values.filter((each) => each !== last).flatMap((each) => (each.kind === 'value' ? [each.value] : [])),
        ...bindings.flatMap((each) => (each.kind === 'opaque' || each.kind === 'parameter' ? [each.node] : [])),
      ],
    };
  const binding = bindings.find((each) => each.kind !== 'value' && each.kind !== 'opaque');
  if (!binding) return null;
  if (binding.kind === 'import') return imported(binding.module, binding.member, module, steps);
  if (binding.kind === 'annotated') return ofAnnotation(binding.annotation, steps);
  if (binding.kind === 'parameter') return { kind: 'parameter', parameter: binding.parameter, of: functionOf(binding.node) };
  const made = module.functionAt(binding.node);
  if (made) return { kind: 'function', function: made };
  const declared = module.classAt(binding.node);
  return declared ? { kind: 'class', class: declared } : null;
}

function functionOf(parameter: SyntaxNode): PythonFunction | null {
  const scope = scopeAbove(parameter);
  return scope ? moduleAround(parameter).functionAt(scope) : null;
}

function imported(name: string, member: string | null, from: PythonModule, steps: number): Referent | null {
  if (member === null) {
    const own = from.workspace.resolve(name, from.path);
    return own ? { kind: 'module', module: own } : { kind: 'external', name };
  }
  const separator = name.endsWith('.') ? '' : '.';
  const package_ = from.workspace.resolve(name, from.path);
  const inside = package_ && inModule(package_, member, steps + 1);
  if (inside) return inside;
  const submodule = from.workspace.resolve(`${name}${separator}${member}`, from.path);
  if (submodule) return { kind: 'module', module: submodule };
  return package_ ? null : { kind: 'external', name: `${name}${separator}${member}` };
}

function memberOf(object: SyntaxNode, name: string, steps: number): Referent | null {
  const inClass = isSelf(object) ? classAround(object) : null;
  if (inClass) return classMember(inClass, name, steps);
  const owner = referentOf(object, steps + 1);
  return owner ? memberOfReferent(owner, name, steps) : null;
}

export function memberOfReferent(owner: Referent, name: string, steps = 0): Referent | null {
  if (steps > stepsMost) return null;
  switch (owner.kind) {
    case 'external':
      return { kind: 'external', name: `${owner.name}.${name}` };
    case 'made':
      return { kind: 'external', name: `${owner.name}#${name}` };
    case 'module': {
      const found = inModule(owner.module, name, steps + 1);
      if (found) return found;
      const submodule = owner.module.path.endsWith('/__init__.py') ? owner.module.workspace.resolve(`.${name}`, owner.module.path) : null;
      return submodule ? { kind: 'module', module: submodule } : null;
    }
    case 'class':
    case 'instance':
      return classMember(owner.class, name, steps);
    case 'function':
      return null;
    case 'parameter': {
      const annotated = madeOfParameter(owner, steps + 1);
      return annotated ? memberOfReferent(annotated, name, steps + 1) : null;
    }
    case 'value': {
      for (const value of [owner.value, ...owner.others]) {
        const made = madeBy(value, steps + 1);
        if (made) return memberOfReferent(made, name, steps + 1);
      }
      return null;
    }
  }
}

/**
 * What the value of an expression is an instance of: made 'requests.Session' for `requests.Session()`, also through
 * names, one own function that returns it, and own classes derived from it.
 */
export function madeBy(node: SyntaxNode, steps = 0): Referent | null {
  if (steps > stepsMost) return null;
  const known = makers.get(node);
  if (known) return known === 'none' ? null : known;
  makers.set(node, 'none');
  const found = findMaker(node, steps);
  if (found) makers.set(node, found);
  return found;
}

const makers = new WeakMap<SyntaxNode, Referent | 'none'>();

function findMaker(node: SyntaxNode, steps: number): Referent | null {
  const call = callAt(node);
  if (call) {
    const callee = referentOf(call.callee, steps + 1);
    if (!callee) return null;
    if (callee.kind === 'external') return { kind: 'made', name: callee.name, call };
    if (callee.kind === 'class') return { kind: 'instance', class: callee.class, call };
    if (callee.kind === 'function') {
      for (const value of returnsOf(callee.function)) {
        const made = madeBy(value, steps + 1);
        if (made) return made;
      }
      const annotation = child(callee.function.node, 'return_type');
      return annotation ? ofAnnotation(annotation, steps + 1) : null;
    }
    return callee.kind === 'value' ? ofFactory(callee.value, call, steps) : null;
  }
  if (node.type === 'boolean_operator' || node.type === 'conditional_expression') {
    for (const part of namedChildren(node)) {
      const made = madeBy(part, steps + 1);
      if (made) return made;
    }
    return null;
  }
  if (node.type !== 'identifier' && node.type !== 'attribute' && node.type !== 'await' && node.type !== 'parenthesized_expression') return null;
  if (node.type === 'await' || node.type === 'parenthesized_expression') {
    const inner = namedChildren(node)[0];
    return inner ? madeBy(inner, steps + 1) : null;
  }
  const referent = referentOf(node, steps + 1);
  if (!referent) return null;
  if (referent.kind === 'instance' || referent.kind === 'made') return referent;
  if (referent.kind === 'parameter') return madeOfParameter(referent, steps + 1);
  if (referent.kind !== 'value') return null;
  for (const value of [referent.value, ...referent.others]) {
    const made = value === node ? null : madeBy(value, steps + 1);
    if (made) return made;
  }
  return null;
}

/** `Session = sessionmaker(engine)` of SQLAlchemy is called to make sessions. */
function ofFactory(value: SyntaxNode, call: PythonCall, steps: number): Referent | null {
  const factory = value.type === 'call' ? madeBy(value, steps + 1) : null;
  if (factory?.kind !== 'made' || !/^sqlalchemy\.(orm|ext\.asyncio)(\.\w+)*\.((async_)?sessionmaker|(async_)?scoped_session)$/.test(factory.name)) return null;
  const asynchronous = factory.name.includes('asyncio') || /\bAsyncSession\b/.test(textOf(value));
  return { kind: 'made', name: asynchronous ? 'sqlalchemy.ext.asyncio.AsyncSession' : 'sqlalchemy.orm.Session', call };
}

/** What the callers nearby pass for a parameter; null when one of them cannot be followed. */
export function passedTo(parameter: Parameter, made: PythonFunction): readonly SyntaxNode[] | null {
  return passedFor(parameter, made, referentOf);
}

export function passedToField(declared: PythonClass, field: string): readonly SyntaxNode[] {
  return passedForField(declared, field, referentOf);
}

/** By its annotation, its default, or what the callers nearby pass. */
function madeOfParameter({ parameter, of }: Extract<Referent, { kind: 'parameter' }>, steps: number): Referent | null {
  const annotated = parameter.annotation ? ofAnnotation(parameter.annotation, steps) : null;
  if (annotated || parameter.fallback) return annotated ?? (parameter.fallback && madeBy(parameter.fallback, steps));
  if (!of || parameter.splat !== '' || /^(self|cls|request)$/.test(parameter.name) || steps > stepsMost / 2) return null;
  for (const value of passedTo(parameter, of) ?? []) {
    const made = madeBy(value, steps + 5);
    if (made) return made;
  }
  return null;
}

function ofAnnotation(annotation: SyntaxNode, steps: number): Referent | null {
  for (const node of walk(annotation)) {
    if (node.type !== 'identifier' && node.type !== 'attribute') continue;
    if (node.parent?.type === 'attribute') continue;
    const text = textOf(node);
    if (/^(typing\.)?(Optional|Annotated|Union|None|Type|ClassVar|Final)$/.test(text)) continue;
    const named = referentOf(node, steps + 1);
    if (named?.kind === 'class') return { kind: 'instance', class: named.class, call: null };
    if (named?.kind === 'external') return { kind: 'made', name: named.name, call: null };
    return null;
  }
  return null;
}

const returnsMost = 20;
const returned = new WeakMap<PythonFunction, readonly SyntaxNode[]>();

export function returnsOf(made: PythonFunction): readonly SyntaxNode[] {
  const known = returned.get(made);
  if (known) return known;
  const found: SyntaxNode[] = [];
  for (const node of walk(made.node, (each) => each === made.node || (each.type !== 'function_definition' && each.type !== 'class_definition' && each.type !== 'lambda'))) {
    if (node.type !== 'return_statement' && node.type !== 'yield') continue;
    if (!node.named) continue;
    const value = namedChildren(node)[0];
    if (value && found.length < returnsMost) found.push(value);
  }
  returned.set(made, found);
  return found;
}

function isSelf(node: SyntaxNode): boolean {
  const text = node.type === 'identifier' ? textOf(node) : '';
  return text === 'self' || text === 'cls';
}

export function classAround(node: SyntaxNode): PythonClass | null {
  const module = moduleAround(node);
  for (let scope = scopeAbove(node); scope; scope = scopeAbove(scope)) {
    if (scope.type === 'class_definition') return module.classAt(scope);
  }
  return null;
}

/** A method, class variable or `self.name` of a class or of what it derives from. */
export function classMember(declared: PythonClass, name: string, steps = 0): Referent | null {
  if (steps > stepsMost) return null;
  const method = declared.methods.find((each) => each.name === name);
  if (method && !method.decorators.some((each) => textOf(each).endsWith('property'))) return { kind: 'function', function: method };
  if (method) {
    const [value, ...others] = returnsOf(method);
    if (value) return { kind: 'value', value, others };
  }
  const assigned = selfAssignments(declared).get(name);
  const bindings = bindingsOf(declared.node).get(name);
  if (assigned?.[0]) {
    const filled = assigned.filter((each) => each.type !== 'none');
    const [value, ...others] = filled.length > 0 ? filled : assigned;
    if (value) return { kind: 'value', value, others };
  }
  if (bindings) return ofBindings(bindings, declared.node, declared.module, steps + 1);
  for (const base of declared.bases.slice(0, basesMost)) {
    const parent = referentOf(base, steps + 1);
    if (parent?.kind === 'class' && parent.class !== declared) {
      const found = classMember(parent.class, name, steps + 8);
      if (found) return found;
    }
    if (parent?.kind === 'external') return { kind: 'external', name: `${parent.name}#${name}` };
  }
  return null;
}

const assignments = new WeakMap<PythonClass, ReadonlyMap<string, readonly SyntaxNode[]>>();

function selfAssignments(declared: PythonClass): ReadonlyMap<string, readonly SyntaxNode[]> {
  const known = assignments.get(declared);
  if (known) return known;
  const found = new Map<string, SyntaxNode[]>();
  for (const node of walk(declared.node)) {
    if (node.type !== 'assignment') continue;
    const left = child(node, 'left');
    const right = child(node, 'right');
    const object = left?.type === 'attribute' ? child(left, 'object') : null;
    const name = left?.type === 'attribute' ? child(left, 'attribute') : null;
    if (!right || !object || !name || !isSelf(object)) continue;
    const before = found.get(textOf(name));
    if (before) before.push(right);
    else found.set(textOf(name), [right]);
  }
  assignments.set(declared, found);
  return found;
}
