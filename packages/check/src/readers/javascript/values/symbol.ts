import type { Node } from 'oxc-parser';
import type { Repository } from '../modules/repository.ts';
import { nameOf, propertyName } from '../modules/scope.ts';
import { at, follow, inside, member } from './follow.ts';
import type { Place, Target } from './follow.ts';

/** Types of parameters and fields that stand for what a call of a package returns. */
const instanceOfType: Readonly<Record<string, string>> = {
  'express.Application': 'express()',
  'express.Express': 'express()',
  'express.IRouter': 'express.Router()',
  'fastify.FastifyInstance': 'fastify()',
  'axios.AxiosInstance': 'axios.create()',
  'axios.AxiosStatic': 'axios',
  'axios.Axios': 'axios.create()',
  'koa.DefaultState': 'koa()',
  'knex.Knex': 'knex()',
  'ky.KyInstance': 'ky.create()',
  'got.Got': 'got.extend()',
};

/**
 * The name of what an expression is, in terms of packages: `pg.Pool` for the class, `pg.Pool()` for an instance, `express().get` for a
 * method of what a call returns, `global:fetch` for globals. Null when it is nothing of a package or cannot be followed.
 */
export function symbolOf(repository: Repository, place: Place, depth: number = 14): string | null {
  if (depth <= 0) return null;
  const known = place.frame ? undefined : symbols.get(place.node);
  if (known !== undefined) return known;
  const symbol = symbolOfTarget(repository, follow(repository, place, depth), depth);
  if (!place.frame && repository.effort.left > 0 && (symbol !== null || depth > 8)) symbols.set(place.node, symbol);
  return symbol;
}

const symbols = new WeakMap<Node, string | null>();

export function symbolOfTarget(repository: Repository, target: Target, depth: number): string | null {
  if (depth <= 0) return null;
  if (target.kind === 'external') return target.symbol;
  if (target.kind === 'parameter') return symbolOfType(repository, target, depth);
  if (target.kind === 'several') {
    for (const option of target.options) {
      let step = follow(repository, option.place, depth - 2);
      for (const part of option.path) step = member(repository, step, part, step.place, depth - 2);
      const symbol = symbolOfTarget(repository, step, depth - 2);
      if (symbol !== null && !symbol.startsWith('global:global') && symbol !== 'global:null') return symbol;
    }
    return null;
  }
  if (target.kind === 'instance') return null;
  if (target.kind !== 'node') return null;
  const { place } = target;
  const node = place.node;
  switch (node.type) {
    case 'NewExpression':
    case 'CallExpression': {
      const callee = symbolOf(repository, at(place, node.callee), depth - 1);
      if (callee !== null) return `${callee}()`;
      if (node.type === 'NewExpression') return symbolOfSuperclass(repository, place, node.callee, depth - 1);
      for (const inner of inside(repository, place, depth - 1)) {
        const symbol = symbolOf(repository, inner, depth - 2);
        if (symbol !== null) return symbol;
      }
      return null;
    }
    case 'MemberExpression': {
      const name = propertyName(node);
      const object = symbolOf(repository, at(place, node.object), depth - 1);
      if (object !== null && name !== null) return `${object}.${name}`;
      return symbolOfField(repository, place, node, depth - 1);
    }
    case 'LogicalExpression':
      return [node.left, node.right].map((side) => symbolOf(repository, at(place, side), depth - 2)).find((symbol) => symbol !== null && !/^global:(global|globalThis|process)\b/.test(symbol)) ?? null;
    case 'ConditionalExpression':
      return symbolOf(repository, at(place, node.consequent), depth - 2) ?? symbolOf(repository, at(place, node.alternate), depth - 2);
    default:
      return null;
  }
}

function symbolOfSuperclass(repository: Repository, place: Place, callee: Node, depth: number): string | null {
  const made = follow(repository, at(place, callee), depth);
  if (made.kind !== 'node' || (made.place.node.type !== 'ClassDeclaration' && made.place.node.type !== 'ClassExpression') || !made.place.node.superClass) return null;
  const parent = symbolOf(repository, at(made.place, made.place.node.superClass), depth - 1);
  return parent === null ? null : `${parent}()`;
}

function symbolOfType(repository: Repository, target: Extract<Target, { kind: 'parameter' }>, depth: number): string | null {
  const type = target.binding.type;
  if (!type || (target.path.length > 0 && target.binding.path.length > 0)) return null;
  const name = typeName(repository, target.place, type, depth);
  return name === null ? null : [name, ...target.path].join('.');
}

function symbolOfField(repository: Repository, place: Place, node: Extract<Node, { type: 'MemberExpression' }>, depth: number): string | null {
  if (node.object.type !== 'ThisExpression') return null;
  const owner = follow(repository, at(place, node.object), depth);
  const name = propertyName(node);
  if (owner.kind !== 'instance' || name === null) return null;
  const type = owner.module.classes
    .get(owner.of)
    ?.get(name)
    ?.find((entry) => entry.type)?.type;
  return type ? typeName(repository, { module: owner.module, node: type, frame: null }, type, depth) : null;
}

function typeName(repository: Repository, place: Place, annotation: Node, depth: number): string | null {
  const type = annotation.type === 'TSTypeAnnotation' ? annotation.typeAnnotation : annotation;
  if (type.type === 'TSUnionType') {
    const names = type.types.map((part) => (part.type === 'TSTypeReference' ? typeName(repository, place, part, depth) : null)).filter((name) => name !== null);
    return names.length === 1 ? (names[0] ?? null) : null;
  }
  if (type.type !== 'TSTypeReference') return null;
  const parts: string[] = [];
  let node: Node = type.typeName;
  while (node.type === 'TSQualifiedName') {
    parts.unshift(nameOf(node.right));
    node = node.left;
  }
  if (node.type !== 'Identifier') return null;
  const root = follow(repository, { module: place.module, node, frame: null }, depth);
  if (root.kind === 'node' && root.place.node.type === 'ClassDeclaration')
    return root.place.node.superClass ? `${symbolOf(repository, at(root.place, root.place.node.superClass), depth - 1) ?? ''}()`.replace(/^\(\)$/, '') || null : null;
  if (root.kind !== 'external' || root.symbol.startsWith('global:')) return null;
  const symbol = [root.symbol, ...parts].join('.');
  return instanceOfType[symbol] ?? `${symbol}()`;
}
