import type { Node } from 'oxc-parser';
import type { Source } from '@plimsoll/contract';
import { stated, unknown } from '../../../model/known.ts';
import type { Fact, Known, Unknown } from '../../../model/known.ts';
import type { Repository } from '../modules/repository.ts';
import { binary, ternary, unary } from './arithmetic.ts';
import { scalarOfCall } from './conversions.ts';
import { fromSchema, fromSchemaOf } from './schema.ts';
import { at, follow, member, parameterName } from './follow.ts';
import type { Place, Target } from './follow.ts';

export type Primitive = string | number | boolean | null;

/**
 * A single value. `known` is what holds when none of `variables` is set; `unset` when it is then undefined. A set variable replaces the
 * value, times `scale`.
 */
export interface Scalar {
  readonly known: Known<Primitive>;
  readonly variables: readonly string[];
  readonly scale: number;
  readonly unset: boolean;
}

export function scalarAt(repository: Repository, place: Place, depth: number = 20): Scalar {
  if (depth <= 0) return opaque(place, 'the value is passed on through too many steps');
  const target = follow(repository, place);
  const scalar = scalarOfTarget(repository, target, depth - 1);
  return withUse(scalar, place, target.place);
}

function scalarOfTarget(repository: Repository, target: Target, depth: number): Scalar {
  const { place } = target;
  switch (target.kind) {
    case 'absent':
      return absent(place.module.source(place.node));
    case 'unresolved':
      return nothing(unknown(target.reason, { cause: target.cause, what: `the value of ${place.module.words(place.node)}` }, { source: place.module.source(place.node) }));
    case 'external':
      return target.fallback ? orElse(scalarOfSymbol(target.symbol, place), () => scalarAt(repository, target.fallback ?? place, depth)) : scalarOfSymbol(target.symbol, place);
    case 'parameter': {
      if (target.binding.fallback && target.path.length === target.binding.path.length) return scalarAt(repository, { module: place.module, node: target.binding.fallback, frame: null }, depth);
      return opaque(place, `${parameterName(target)} is a parameter, given by the caller`);
    }
    case 'several':
      return oneOf(
        target.options.map((option) => {
          const [name] = option.path;
          const entry = name !== undefined && option.path.length === 1 ? fromSchemaOf(repository, option.place, name, depth - 4) : null;
          if (entry) return entry;
          let step = follow(repository, option.place, depth);
          for (const part of option.path) step = member(repository, step, part, step.place, depth);
          return scalarOfTarget(repository, step, depth - 4);
        }),
        place,
        'is assigned in several places',
      );
    case 'node':
      return scalarOfNode(repository, place, depth);
    default:
      return opaque(place, `${place.module.words(place.node)} is no single value`);
  }
}

function scalarOfNode(repository: Repository, place: Place, depth: number): Scalar {
  const { node, module } = place;
  if (depth <= 0) return opaque(place, 'the value is computed in too many steps');
  const of = (inner: Node): Scalar => scalarAt(repository, at(place, inner), depth - 1);
  switch (node.type) {
    case 'Literal':
      if (typeof node.value === 'bigint') return value(place, Number(node.value));
      if (typeof node.value === 'string' || typeof node.value === 'number' || typeof node.value === 'boolean') return value(place, node.value);
      return absent(module.source(node));
    case 'TemplateLiteral':
      return template(place, node, node.expressions.map(of));
    case 'UnaryExpression':
      return unary(place, node.operator, of(node.argument));
    case 'BinaryExpression':
      return node.left.type === 'PrivateIdentifier' ? opaque(place, 'is no single value') : binary(place, node.operator, of(node.left), of(node.right));
    case 'LogicalExpression': {
      const left = of(node.left);
      const isSet = !left.unset && 'value' in left.known;
      if (node.operator === '&&') return isSet && !left.known.value ? left : left.unset ? { ...left } : merge(of(node.right), left);
      if (isSet && (node.operator === '??' || Boolean(left.known.value))) return left;
      if (!isSet && !left.unset) return left.variables.length > 0 ? merge(of(node.right), left) : union([left, of(node.right)], place, 'depends on a value that is not known');
      return merge(of(node.right), left);
    }
    case 'ConditionalExpression':
      return ternary(place, of(node.test), of(node.consequent), of(node.alternate));
    case 'CallExpression':
      return scalarOfCall(repository, place, depth - 1);
    case 'MemberExpression':
      return fromSchema(repository, place, depth - 1) ?? opaque(place, `${module.words(node)} cannot be followed`);
    default:
      return opaque(place, `${module.words(node)} is no single value`);
  }
}

function scalarOfSymbol(symbol: string, place: Place): Scalar {
  const variable = symbol.match(/^(?:global:process|process|global:Bun|global:import\.meta|global:Deno)\.env\.([^.()]+)$/)?.[1];
  if (variable !== undefined) return environment(place, variable);
  if (symbol === 'global:undefined') return absent(place.module.source(place.node));
  if (symbol === 'global:Infinity' || symbol === 'global:Number.POSITIVE_INFINITY' || symbol === 'global:Number.MAX_SAFE_INTEGER' || symbol === 'global:Number.MAX_VALUE')
    return value(place, Infinity);
  const name = symbol.replace(/^global:/, '');
  return nothing(unknown(`${name} is not defined in the repository`, { cause: 'outside-the-repository', what: `the value of ${name}` }, { source: place.module.source(place.node) }));
}

export function environment(place: Place, variable: string): Scalar {
  const known = unknown(`${variable} is not set and has no default`, { cause: 'no-value-given', what: `a value for ${variable}` }, { source: place.module.source(place.node) });
  return { known, variables: [variable], scale: 1, unset: true };
}

function template(place: Place, node: Extract<Node, { type: 'TemplateLiteral' }>, parts: readonly Scalar[]): Scalar {
  let text = node.quasis[0]?.value.cooked ?? '';
  let gap: Unknown | null = null;
  parts.forEach((part, index) => {
    // A part that is not known keeps its place in braces: the host in front of it may be all that is asked for.
    text += 'value' in part.known && !part.unset ? String(part.known.value) : `{${place.module.words(node.expressions[index] ?? node)}}`;
    if (!('value' in part.known)) gap ??= part.known;
    text += node.quasis[index + 1]?.value.cooked ?? '';
  });
  const variables = unique(parts.flatMap((part) => part.variables));
  const hostIsKnown = /^[a-z][a-z0-9+.-]*:\/\/[^/{}]+(?:\/|$)/i.test(text);
  if (gap !== null && !hostIsKnown) {
    const { reason, needs } = gap as Unknown;
    return { known: unknown(`${place.module.words(node)}: ${reason}`, needs, { source: place.module.source(node) }), variables, scale: 1, unset: false };
  }
  const from = parts.flatMap((part) => ('value' in part.known ? [part.known] : []));
  return { known: stated(text, place.module.source(node), phrase(place), from), variables, scale: 1, unset: false };
}

export function value(place: Place, primitive: Primitive): Scalar {
  return { known: stated(primitive, place.module.source(place.node), phrase(place)), variables: [], scale: 1, unset: false };
}

export function absent(source: Source): Scalar {
  return { known: unknown('is undefined', { cause: 'no-value-given', what: 'a value' }, { source }), variables: [], scale: 1, unset: true };
}

export function opaque(place: Place, reason: string): Scalar {
  return nothing(unknown(reason, { cause: 'not-supported-yet', what: `the value of ${place.module.words(place.node)}` }, { source: place.module.source(place.node) }));
}

function nothing(known: Unknown): Scalar {
  return { known, variables: [], scale: 1, unset: false };
}

/** The right-hand side, which holds while the left is unset. */
function merge(right: Scalar, left: Scalar): Scalar {
  return { ...right, variables: unique([...left.variables, ...right.variables]), scale: left.variables.length > 0 ? left.scale : right.scale };
}

/** `const { X = 5 } = process.env`. */
function orElse(scalar: Scalar, fallback: () => Scalar): Scalar {
  return scalar.unset ? merge(fallback(), scalar) : scalar;
}

/** Several sources of one variable are one value: `process.env` in one mode, a schema with a default in the other. */
function oneOf(options: readonly Scalar[], place: Place, reason: string): Scalar {
  const names = unique(options.flatMap((option) => option.variables));
  const withDefault = options.filter((option) => 'value' in option.known);
  const [only] = withDefault;
  const isOneVariable = names.length === 1 && options.every((option) => option.variables.length === 1);
  if (isOneVariable && withDefault.length <= 1) return only ?? options[0] ?? union(options, place, reason);
  return union(options, place, reason);
}

/** One of several values holds: the same value, or an unknown between the least and the greatest. */
export function union(options: readonly Scalar[], place: Place, reason: string): Scalar {
  const [first] = options;
  const facts = options.map((option) => option.known).filter((known): known is Fact<Primitive> => 'value' in known);
  const same = facts.length === options.length && facts.every((fact) => fact.value === facts[0]?.value);
  if (first && same && options.every((option) => option.variables.length === 0)) return first;
  if (first && options.length === 1) return first;
  const numbers = facts.map((fact) => Number(fact.value));
  const isBounded = numbers.length === options.length && numbers.length > 0 && numbers.every((item) => !Number.isNaN(item)) && options.every((option) => option.variables.length === 0);
  const rest = isBounded ? { bounds: { min: Math.min(...numbers), max: Math.max(...numbers) }, from: facts } : { from: facts };
  const what = `the value of ${place.module.words(place.node)}`;
  return nothing(unknown(`${place.module.words(place.node)} ${reason}`, { cause: 'not-supported-yet', what }, { source: place.module.source(place.node), ...rest }));
}

/** Where a value is used in another place than it is stated, the use becomes part of its chain. */
function withUse(scalar: Scalar, use: Place, statedAt: Place): Scalar {
  const { known } = scalar;
  if (!('value' in known) || use.node === statedAt.node) return scalar;
  const link = stated(known.value, use.module.source(use.node), phrase(use));
  return { ...scalar, known: { ...known, from: [...known.from, link].slice(0, 12) } };
}

/** The phrase for a line: the property, declaration or default that the value belongs to. */
export function phrase(place: Place): string {
  const { node, module } = place;
  let top: Node = node;
  for (let step = 0; step < 6 && top.parent; step++) {
    const { parent } = top;
    if ((parent.type === 'Property' || parent.type === 'PropertyDefinition') && parent.value === top) return module.words(parent);
    if (parent.type === 'VariableDeclarator' && parent.init === top) return module.words(parent);
    if (parent.type === 'AssignmentPattern' || parent.type === 'AssignmentExpression') return module.words(parent);
    if (
      parent.type === 'LogicalExpression' ||
      parent.type === 'ConditionalExpression' ||
      parent.type === 'BinaryExpression' ||
      (parent.type === 'CallExpression' && parent.arguments.length <= 2 && parent.end - parent.start < 70)
    ) {
      top = parent;
      continue;
    }
    break;
  }
  return module.words(top);
}

export function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
