import type { Node } from 'oxc-parser';
import type { Repository } from '../modules/repository.ts';
import { propertyName } from '../modules/scope.ts';
import { at, follow, inside } from './follow.ts';
import type { Place } from './follow.ts';
import { objectAt } from './object.ts';
import { environment, opaque, scalarAt } from './scalar.ts';
import type { Scalar } from './scalar.ts';
import { symbolOf } from './symbol.ts';

/** `env.POOL_MAX` where env is what a schema made of process.env: zod, valibot-like chains, envalid, t3-env, joi objects. */
export function fromSchema(repository: Repository, place: Place, depth: number): Scalar | null {
  if (place.node.type !== 'MemberExpression') return null;
  const name = propertyName(place.node);
  if (name === null) return null;
  return fromSchemaOf(repository, at(place, place.node.object), name, depth);
}

export function fromSchemaOf(repository: Repository, object: Place, name: string, depth: number): Scalar | null {
  const rule = ruleFor(repository, object, name, depth);
  return rule ? fromRule(repository, rule, name, depth) : null;
}

function ruleFor(repository: Repository, object: Place, name: string, depth: number): Place | null {
  if (depth <= 0) return null;
  const target = follow(repository, object);
  if (target.kind === 'several') {
    for (const option of target.options) {
      const found = ruleFor(repository, option.place, name, depth - 1);
      if (found) return found;
    }
    return null;
  }
  if (target.kind !== 'node') return null;
  const { node } = target.place;
  if (node.type === 'ConditionalExpression' || node.type === 'LogicalExpression') {
    const sides = node.type === 'ConditionalExpression' ? [node.consequent, node.alternate] : [node.left, node.right];
    return sides.map((side) => ruleFor(repository, at(target.place, side), name, depth - 1)).find((found) => found !== null) ?? null;
  }
  // `const { data } = schema.safeParse(process.env)`, `parsed.data.X`
  if (node.type === 'MemberExpression' && ['data', 'value', 'success'].includes(propertyName(node) ?? '')) return ruleFor(repository, at(target.place, node.object), name, depth - 1);
  if (node.type !== 'CallExpression') return null;
  const symbol = symbolOf(repository, at(target.place, node.callee));
  if (symbol !== null && /^(?:envalid\.(?:cleanEnv|customCleanEnv)|@t3-oss\/env-[a-z]+\.createEnv)$/.test(symbol)) {
    const [first, second] = node.arguments;
    const given = symbol.startsWith('envalid') ? second : first;
    if (!given || given.type === 'SpreadElement') return null;
    const view = objectAt(repository, at(target.place, given));
    for (const path of symbol.startsWith('envalid')
      ? [[name]]
      : [
          ['server', name],
          ['client', name],
          ['shared', name],
        ]) {
      const found = view.get(...path);
      if (found.kind === 'found') return found.value;
    }
    return null;
  }
  if (node.callee.type === 'MemberExpression' && /^(?:parse|safeParse|parseAsync|validate|validateSync|attempt)$/.test(propertyName(node.callee) ?? '')) {
    return ruleIn(repository, at(target.place, node.callee.object), name, depth - 1);
  }
  for (const inner of inside(repository, target.place, depth - 1)) {
    const found = ruleFor(repository, inner, name, depth - 2);
    if (found) return found;
  }
  return null;
}

/** The entry of a schema object, through `.extend`, `.merge`, `.refine` and the like. */
function ruleIn(repository: Repository, schema: Place, name: string, depth: number): Place | null {
  if (depth <= 0) return null;
  const target = follow(repository, schema);
  if (target.kind !== 'node' || target.place.node.type !== 'CallExpression') return null;
  const { node } = target.place;
  for (const argument of node.arguments) {
    if (argument.type === 'SpreadElement') continue;
    const inner = follow(repository, at(target.place, argument));
    if (inner.kind !== 'node') continue;
    if (inner.place.node.type === 'ObjectExpression') {
      const found = objectAt(repository, inner.place).get(name);
      if (found.kind === 'found') return found.value;
    } else if (inner.place.node.type === 'CallExpression') {
      const found = ruleIn(repository, inner.place, name, depth - 1);
      if (found) return found;
    }
  }
  return node.callee.type === 'MemberExpression' ? ruleIn(repository, at(target.place, node.callee.object), name, depth - 1) : null;
}

/** `z.coerce.number().default(10)`, `num({ default: 10 })`: the default, or a variable without one. */
function fromRule(repository: Repository, rule: Place, name: string, depth: number): Scalar {
  let place = rule;
  for (let step = 0; step < 30; step++) {
    const target = follow(repository, place);
    if (target.kind !== 'node' || target.place.node.type !== 'CallExpression') break;
    const node: Extract<Node, { type: 'CallExpression' }> = target.place.node;
    const method = node.callee.type === 'MemberExpression' ? propertyName(node.callee) : null;
    const [first] = node.arguments;
    if ((method === 'default' || method === 'catch' || method === 'prefault') && first && first.type !== 'SpreadElement') {
      return { ...scalarAt(repository, at(target.place, first), depth - 1), variables: [name] };
    }
    for (const argument of node.arguments) {
      if (argument.type === 'SpreadElement') continue;
      const options = follow(repository, at(target.place, argument));
      if (options.kind !== 'node' || options.place.node.type !== 'ObjectExpression') continue;
      const found = objectAt(repository, options.place).get('default');
      if (found.kind === 'found') return { ...scalarAt(repository, found.value, depth - 1), variables: [name] };
    }
    if (node.callee.type !== 'MemberExpression') break;
    place = at(target.place, node.callee.object);
  }
  return { ...environment(rule, name) };
}

/** Settings read by name: env-var, convict, Nest's ConfigService, the `config` package. */
export function fromLibraryOfSettings(repository: Repository, place: Place, symbol: string, depth: number): Scalar | null {
  const { node } = place;
  if (node.type !== 'CallExpression') return null;
  const argument = (index: number): Scalar | null => {
    const given = node.arguments[index];
    return given && given.type !== 'SpreadElement' ? scalarAt(repository, at(place, given), depth - 1) : null;
  };
  const name = argument(0);
  const key = name && 'value' in name.known && typeof name.known.value === 'string' ? name.known.value : null;
  if (/^@nestjs\/config\.ConfigService\(\)\.(?:get|getOrThrow)$/.test(symbol)) {
    if (key === null || !/^[A-Z][A-Z0-9_]*$/.test(key)) return opaque(place, `the configuration key ${key ?? ''} is not followed`);
    const fallback = argument(1);
    return fallback ? { ...fallback, variables: [key] } : environment(place, key);
  }
  if (/^(?:env-var\.(?:get|from\(\)\.get)\(\)).*\.as[A-Z]\w*$/.test(symbol)) return fromEnvVar(repository, place, depth);
  if (symbol === 'convict().get' && key !== null && node.callee.type === 'MemberExpression') {
    const made = follow(repository, at(place, node.callee.object));
    const [schema] = made.kind === 'node' && made.place.node.type === 'CallExpression' ? made.place.node.arguments : [];
    if (made.kind !== 'node' || !schema || schema.type === 'SpreadElement') return null;
    const view = objectAt(repository, at(made.place, schema));
    const fallback = view.get(...key.split('.'), 'default');
    const variable = view.get(...key.split('.'), 'env');
    const variableName = variable.kind === 'found' ? scalarAt(repository, variable.value, depth - 1).known : null;
    const variables = variableName && 'value' in variableName ? [String(variableName.value)] : [];
    return fallback.kind === 'found' ? { ...scalarAt(repository, fallback.value, depth - 1), variables } : null;
  }
  if (symbol === 'config.get') return opaque(place, `the configuration file's key ${key ?? ''} is not followed`);
  return null;
}

function fromEnvVar(repository: Repository, place: Place, depth: number): Scalar | null {
  let variable: string | null = null;
  let fallback: Scalar | null = null;
  let node: Node = place.node;
  for (let step = 0; step < 12 && node.type === 'CallExpression' && node.callee.type === 'MemberExpression'; step++) {
    const method = propertyName(node.callee);
    const [first] = node.arguments;
    if (first && first.type !== 'SpreadElement' && (method === 'get' || method === 'default')) {
      const scalar = scalarAt(repository, at(place, first), depth - 1);
      if (method === 'default') fallback = scalar;
      else if ('value' in scalar.known) variable = String(scalar.known.value);
    }
    node = node.callee.object;
  }
  if (variable === null) return null;
  return fallback ? { ...fallback, variables: [variable] } : environment(place, variable);
}
