import type { UndecidedCause } from '@plimsoll/contract';
import type { Repository } from '../modules/repository.ts';
import { keyName } from '../modules/scope.ts';
import { at, follow, inside, member, parameterName } from './follow.ts';
import type { Place, Target } from './follow.ts';

export type Found =
  | { readonly kind: 'found'; readonly value: Place; readonly at: Place }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly reason: string; readonly cause: UndecidedCause };

/** An options object as far as it can be seen. */
export interface ObjectView {
  readonly place: Place;
  get(...path: readonly string[]): Found;
}

/** Looks at an expression as an object: a literal, through names, spreads, Object.assign and functions that return a literal. */
export function objectAt(repository: Repository, place: Place): ObjectView {
  return {
    place,
    get(...path) {
      let target = follow(repository, place);
      for (const [index, name] of path.entries()) {
        const found = propertyOf(repository, target, name, 12);
        if (found.kind !== 'found' || index === path.length - 1) return found;
        target = follow(repository, found.value);
      }
      return { kind: 'absent' };
    },
  };
}

/** One property of whatever a target is. */
export function propertyOf(repository: Repository, target: Target, name: string, depth: number): Found {
  if (target.kind === 'absent') return { kind: 'absent' };
  if (target.kind === 'unresolved') return { kind: 'unknown', reason: target.reason, cause: target.cause };
  if (target.kind === 'external') return { kind: 'unknown', reason: `${target.symbol.replace(/^global:/, '')} is not in the repository`, cause: 'outside-the-repository' };
  if (target.kind === 'parameter') {
    const what = parameterName(target);
    return { kind: 'unknown', reason: `the options are the parameter ${what}, given by the caller`, cause: 'not-supported-yet' };
  }
  if (target.kind === 'several') {
    const found = target.options.map((option) => {
      let step = follow(repository, option.place, depth - 1);
      for (const part of option.path) step = member(repository, step, part, step.place, depth - 1);
      return propertyOf(repository, step, name, depth - 1);
    });
    const present = found.filter((entry) => entry.kind !== 'absent');
    const [first] = present;
    if (!first) return { kind: 'absent' };
    return present.length === 1 && found.length === 1 ? first : { kind: 'unknown', reason: `${name} depends on a condition`, cause: 'not-supported-yet' };
  }
  if (target.kind === 'node') {
    const write = target.binding?.memberWrites.findLast((candidate) => candidate.name === name);
    if (write) return { kind: 'found', value: at(target.place, write.value), at: at(target.place, write.at) };
    return propertyIn(repository, target.place, name, depth - 1);
  }
  return { kind: 'unknown', reason: 'the options are no object literal', cause: 'not-supported-yet' };
}

export function propertyIn(repository: Repository, place: Place, name: string, depth: number): Found {
  if (depth <= 0) return { kind: 'unknown', reason: 'the options are passed on through too many steps', cause: 'not-supported-yet' };
  const node = place.node;
  if (node.type === 'ObjectExpression') {
    for (const property of node.properties.toReversed()) {
      if (property.type === 'SpreadElement') {
        const inner = spread(repository, at(place, property.argument), name, depth - 1);
        if (inner.kind !== 'absent') return inner;
        continue;
      }
      const key = keyName(property.key, property.computed);
      if (key === null) return { kind: 'unknown', reason: 'a key of the options is computed', cause: 'not-supported-yet' };
      if (key === name) return { kind: 'found', value: at(place, property.value), at: at(place, property) };
    }
    return { kind: 'absent' };
  }
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && place.module.words(node.callee) === 'Object.assign') {
    for (const argument of node.arguments.toReversed()) {
      if (argument.type === 'SpreadElement') return { kind: 'unknown', reason: 'the options are assembled from a spread', cause: 'not-supported-yet' };
      const inner = spread(repository, at(place, argument), name, depth - 1);
      if (inner.kind !== 'absent') return inner;
    }
    return { kind: 'absent' };
  }
  if (node.type === 'CallExpression') {
    const results = inside(repository, place, depth - 1);
    const [only] = results;
    if (only && results.length === 1) return propertyOf(repository, follow(repository, only, depth - 1), name, depth - 1);
  }
  if (node.type === 'ConditionalExpression' || node.type === 'LogicalExpression') return spread(repository, place, name, depth - 1);
  return { kind: 'unknown', reason: `${place.module.words(node)} is no object literal`, cause: 'not-supported-yet' };
}

/** A spread or merged operand; `cond && {…}` and `cond ? {…} : {}` give their keys only sometimes. */
function spread(repository: Repository, place: Place, name: string, depth: number): Found {
  if (depth <= 0) return { kind: 'unknown', reason: 'the options are passed on through too many steps', cause: 'not-supported-yet' };
  const target = follow(repository, place, depth - 1);
  if (target.kind === 'node') {
    const node = target.place.node;
    const sides =
      node.type === 'ConditionalExpression' ? [node.consequent, node.alternate] : node.type === 'LogicalExpression' ? (node.operator === '&&' ? [node.right] : [node.left, node.right]) : null;
    if (sides) {
      const found = sides.map((side) => spread(repository, at(target.place, side), name, depth - 1));
      if (found.every((entry) => entry.kind === 'absent')) return { kind: 'absent' };
      return found.find((entry) => entry.kind === 'unknown') ?? { kind: 'unknown', reason: `${name} is given under a condition`, cause: 'not-supported-yet' };
    }
    if (node.type === 'Literal') return { kind: 'absent' };
    if (node.type === 'ObjectExpression' && node.properties.length === 0 && target.binding) return propertyOf(repository, target, name, depth - 1);
  }
  return propertyOf(repository, target, name, depth - 1);
}
