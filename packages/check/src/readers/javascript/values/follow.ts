import type { Expression, Node } from 'oxc-parser';
import type { UndecidedCause } from '@plimsoll/contract';
import { enclosingClass } from '../modules/module.ts';
import type { Module } from '../modules/module.ts';
import type { Repository } from '../modules/repository.ts';
import { isFunction, lookUp, propertyName } from '../modules/scope.ts';
import type { Binding, FunctionNode } from '../modules/scope.ts';
import { propertyIn } from './object.ts';
import { returnsOf } from './returns.ts';
import { memberOfExport, targetOfImport } from './imports.ts';

/** An expression in its file. `frame` holds the arguments when a function of the project is looked into from a call. */
export interface Place {
  readonly module: Module;
  readonly node: Node;
  readonly frame: Frame | null;
}

export interface Frame {
  readonly callee: FunctionNode;
  readonly arguments: readonly Place[];
}

/** What an expression finally stands for, followed through names, imports and object literals. */
export type Target =
  | { readonly kind: 'node'; readonly place: Place; readonly binding: Binding | null }
  | { readonly kind: 'external'; readonly symbol: string; readonly place: Place; readonly fallback?: Place } // 'pg.Pool', 'global:process.env.PORT'
  | { readonly kind: 'namespace'; readonly module: Module; readonly place: Place }
  | { readonly kind: 'instance'; readonly module: Module; readonly of: Node; readonly place: Place }
  | { readonly kind: 'parameter'; readonly place: Place; readonly binding: Binding; readonly path: readonly string[] }
  | { readonly kind: 'several'; readonly place: Place; readonly options: readonly Option[] }
  | { readonly kind: 'absent'; readonly place: Place }
  | { readonly kind: 'unresolved'; readonly place: Place; readonly reason: string; readonly cause: UndecidedCause };

export interface Option {
  readonly place: Place;
  readonly path: readonly string[];
  readonly at: Node; // the assignment, for the condition it stands under
}

const deepest = 24;

export function at(place: Place, node: Node): Place {
  return { module: place.module, node, frame: place.frame };
}

const followed = new WeakMap<Node, Target>();

/** Follows an expression. What does not depend on a call's arguments is remembered with the node. */
export function follow(repository: Repository, place: Place, depth: number = deepest): Target {
  const known = place.frame ? undefined : followed.get(place.node);
  if (known) return known;
  if (repository.effort.left-- <= 0) return unresolved(place, 'takes too many steps to follow', 'not-supported-yet');
  const target = find(repository, place, depth);
  if (!place.frame && repository.effort.left > 0 && !(target.kind === 'unresolved' && target.reason.includes('too many'))) followed.set(place.node, target);
  return target;
}

function find(repository: Repository, place: Place, depth: number): Target {
  let here = place;
  for (let step = 0; step < 60; step++) {
    const node = here.node;
    switch (node.type) {
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
      case 'TSInstantiationExpression':
      case 'ParenthesizedExpression':
      case 'ChainExpression':
        here = at(here, node.expression);
        continue;
      case 'AwaitExpression':
        here = at(here, node.argument);
        continue;
      case 'AssignmentExpression':
        here = at(here, node.right);
        continue;
      case 'SequenceExpression':
        here = at(here, node.expressions.at(-1) ?? node);
        continue;
      default:
    }
    break;
  }
  if (depth <= 0) return unresolved(here, 'is passed on through too many steps', 'not-supported-yet');
  const node = here.node;
  if (node.type === 'Identifier') return followName(repository, here, node.name, depth - 1);
  if (node.type === 'ThisExpression') {
    const owner = enclosingClass(node);
    return owner ? { kind: 'instance', module: here.module, of: owner, place: here } : { kind: 'node', place: here, binding: null };
  }
  if (node.type === 'MetaProperty') return { kind: 'external', symbol: 'global:import.meta', place: here };
  if (node.type === 'MemberExpression') {
    const name = propertyName(node);
    if (name === null) return { kind: 'node', place: here, binding: null };
    return member(repository, follow(repository, at(here, node.object), depth - 1), name, here, depth - 1);
  }
  if (node.type === 'ImportExpression' && node.source.type === 'Literal' && typeof node.source.value === 'string') {
    return targetOfImport(repository, here, node.source.value, '*', depth - 1);
  }
  if (node.type === 'CallExpression') {
    const [first] = node.arguments;
    if (node.callee.type === 'Identifier' && node.callee.name === 'require' && first?.type === 'Literal' && typeof first.value === 'string') {
      return targetOfImport(repository, here, first.value, '=', depth - 1);
    }
    if (node.callee.type === 'MemberExpression' && node.callee.object.type === 'Identifier' && node.callee.object.name === 'Object' && propertyName(node.callee) === 'freeze' && first) {
      return follow(repository, at(here, first), depth - 1);
    }
  }
  return { kind: 'node', place: here, binding: null };
}

function followName(repository: Repository, here: Place, name: string, depth: number): Target {
  const binding = lookUp(here.module.scopes, name, here.node);
  if (!binding) return { kind: 'external', symbol: `global:${name}`, place: here };
  if (binding.imported) return targetOfImport(repository, here, binding.imported.specifier, binding.imported.name, depth);
  if (binding.kind === 'parameter') return followParameter(repository, here, binding, depth);
  if (binding.kind !== 'variable') return { kind: 'node', place: at(here, binding.node), binding };

  const options: Option[] = [];
  if (binding.init && !isNothing(binding.init)) options.push({ place: at(here, binding.init), path: binding.path, at: binding.node });
  for (const write of binding.writes) if (!isNothing(write.value)) options.push({ place: at(here, write.value), path: write.path, at: write.at });
  const [only] = options;
  if (!only) return unresolved(here, `${name} is given no value here`, 'not-supported-yet');
  if (options.length > 1) return { kind: 'several', place: here, options };
  const target = along(repository, follow(repository, only.place, depth), only.path, only.place, binding.fallback, depth);
  return target.kind === 'node' && only.path.length === 0 ? { ...target, binding: target.binding ?? binding } : target;
}

function isNothing(node: Expression): boolean {
  return (node.type === 'Literal' && node.value === null && !('regex' in node && node.regex)) || (node.type === 'Identifier' && node.name === 'undefined');
}

function followParameter(repository: Repository, here: Place, binding: Binding, depth: number): Target {
  if (here.frame && here.frame.callee === binding.owner) {
    const given = here.frame.arguments[binding.parameter];
    if (given) return along(repository, follow(repository, given, depth), binding.path, given, binding.fallback, depth);
    if (binding.fallback) return follow(repository, at(here, binding.fallback), depth);
    return { kind: 'absent', place: here };
  }
  return { kind: 'parameter', place: here, binding, path: binding.path };
}

/** Through the steps of a destructuring pattern, with the pattern's default where the value is absent. */
export function along(repository: Repository, start: Target, path: readonly string[], from: Place, fallback: Expression | null, depth: number): Target {
  let target = start;
  for (const name of path) {
    if (name === '...' || name === '?') return unresolved(from, 'comes out of a rest or computed pattern', 'not-supported-yet');
    target = member(repository, target, name, target.place, depth - 1);
  }
  if (target.kind === 'absent' && fallback) return follow(repository, { module: from.module, node: fallback, frame: from.frame }, depth - 1);
  if (target.kind === 'external' && fallback && path.length > 0) return { ...target, fallback: { module: from.module, node: fallback, frame: from.frame } };
  return target;
}

export function member(repository: Repository, target: Target, name: string, written: Place, depth: number): Target {
  if (depth <= 0) return unresolved(written, 'is passed on through too many steps', 'not-supported-yet');
  switch (target.kind) {
    case 'external':
      return { kind: 'external', symbol: name === 'default' ? target.symbol : `${target.symbol}.${name}`, place: written };
    case 'namespace':
      return memberOfExport(repository, target.module, name, written, depth - 1);
    case 'instance':
      return memberOfClass(repository, target.module, target.of, name, written, depth);
    case 'parameter':
      return { ...target, path: [...target.path, name] };
    case 'several':
      return { ...target, options: target.options.map((option) => ({ ...option, path: [...option.path, name] })) };
    case 'absent':
      return target;
    case 'unresolved':
      return target;
    case 'node':
      return memberOfNode(repository, target.place, target.binding, name, written, depth);
  }
}

function memberOfNode(repository: Repository, place: Place, binding: Binding | null, name: string, written: Place, depth: number): Target {
  const node = place.node;
  const write = binding?.memberWrites.findLast((candidate) => candidate.name === name);
  if (write) return follow(repository, at(place, write.value), depth - 1);
  if (node.type === 'ObjectExpression') {
    const found = propertyIn(repository, place, name, depth - 1);
    if (found.kind === 'found') return follow(repository, found.value, depth - 1);
    if (found.kind === 'absent') return { kind: 'absent', place };
    return unresolved(place, found.reason, found.cause);
  }
  if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') return memberOfClass(repository, place.module, node, name, written, depth);
  if (node.type === 'TSEnumDeclaration') {
    const entry = node.body.members.find((candidate) => (candidate.id.type === 'Identifier' ? candidate.id.name : 'value' in candidate.id ? candidate.id.value : '') === name);
    return entry?.initializer ? follow(repository, at(place, entry.initializer), depth - 1) : unresolved(written, 'is an enum member without a value', 'not-supported-yet');
  }
  if (node.type === 'NewExpression') {
    const made = follow(repository, at(place, node.callee), depth - 1);
    if (made.kind === 'node' && (made.place.node.type === 'ClassDeclaration' || made.place.node.type === 'ClassExpression')) {
      return memberOfClass(repository, made.place.module, made.place.node, name, written, depth);
    }
  }
  if (node.type === 'CallExpression') {
    const inner = inside(repository, place, depth - 1);
    const [only] = inner;
    if (only && inner.length === 1) return member(repository, follow(repository, only, depth - 1), name, written, depth - 1);
  }
  if (node.type === 'LogicalExpression' || node.type === 'ConditionalExpression') {
    const sides = node.type === 'LogicalExpression' ? [node.left, node.right] : [node.consequent, node.alternate];
    return { kind: 'several', place, options: sides.map((side) => ({ place: at(place, side), path: [name], at: side })) };
  }
  return { kind: 'node', place: written, binding: null };
}

function memberOfClass(repository: Repository, module: Module, owner: Node, name: string, written: Place, depth: number): Target {
  const members = module.classes.get(owner)?.get(name) ?? [];
  const values = members.flatMap((entry) => (entry.value ? [{ module, node: entry.value, frame: null, at: entry.at }] : []));
  const [only] = values;
  if (only && values.length === 1) return follow(repository, { module, node: only.node, frame: null }, depth - 1);
  if (values.length > 1) return { kind: 'several', place: written, options: values.map((value) => ({ place: { module, node: value.node, frame: null }, path: [], at: value.at })) };
  return { kind: 'node', place: written, binding: null };
}

/** The expressions that a call of one of the project's own functions can return, seen with the arguments of the call. */
export function inside(repository: Repository, call: Place, depth: number = deepest): readonly Place[] {
  if (call.node.type !== 'CallExpression' || depth <= 0) return [];
  const callee = follow(repository, at(call, call.node.callee), depth - 1);
  if (callee.kind !== 'node' || !isFunction(callee.place.node)) return [];
  const frame: Frame = { callee: callee.place.node, arguments: call.node.arguments.flatMap((argument) => (argument.type === 'SpreadElement' ? [] : [at(call, argument)])) };
  return returnsOf(callee.place.module, callee.place.node).map((node) => ({ module: callee.place.module, node, frame }));
}

export function unresolved(place: Place, reason: string, cause: UndecidedCause): Target {
  return { kind: 'unresolved', place, reason, cause };
}

/** A parameter and the way into it as a reader would write them: `options.pool`. */
export function parameterName(target: Extract<Target, { kind: 'parameter' }>): string {
  const steps = target.path.filter((step) => step !== '...');
  return target.binding.path.length > 0 ? steps.join('.') : [target.binding.name, ...steps].join('.');
}
