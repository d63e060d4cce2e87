import {
  anyType,
  convert,
  errorOf,
  evaluate,
  fromJson,
  listOf,
  nowhere,
  nullOf,
  objectOf,
  parseType,
  stringOf,
  type Block,
  type Body,
  type Expression,
  type Range,
  type Scope,
  type Type,
  type Value,
} from '@plimsoll/hcl';

/** A value read by a specification, and what stands in the file that the specification does not know. */
export interface Decoded {
  readonly value: Value;
  readonly problems: readonly Range[];
}

/**
 * Reads a body by a specification in the language of hcldec, as far as the specification suite uses it: `object`, `attr`, `block`,
 * `block_list`, `block_map`, `literal` and `variables`.
 */
export function decode(spec: Body, body: Body): Decoded {
  const problems: Range[] = [];
  const scope = scopeOf(spec);
  const root = spec.blocks.find((block) => block.type !== 'variables');
  const value = root ? read(root, body, scope, problems) : nullOf(nowhere);
  return { value, problems };
}

/** Names of variables that expressions of the suite may use. */
function scopeOf(spec: Body): Scope {
  const attributes = spec.blocks.find((block) => block.type === 'variables')?.body.attributes;
  const none: Scope = { functions: new Map(), resolve: (root, _steps, { rangeOf }) => ({ value: errorOf(`nothing is named ${root}`, rangeOf(0)), consumed: 0 }) };
  const variables = new Map([...(attributes ?? [])].map(([name, { expression }]) => [name, evaluate(expression, none)]));
  return { functions: new Map(), resolve: (root, steps, context) => (variables.has(root) ? { value: variables.get(root) ?? nullOf(nowhere), consumed: 0 } : none.resolve(root, steps, context)) };
}

function read(spec: Block, body: Body, scope: Scope, problems: Range[]): Value {
  switch (spec.type) {
    case 'literal':
      return constant(spec, 'value');
    case 'object':
      return object(spec, body, scope, problems);
    case 'attr':
      return attribute(spec, body, scope);
    case 'block': {
      const [block] = blocksOf(spec, body);
      return block ? inner(spec, block, scope, problems) : nullOf(nowhere);
    }
    case 'block_list': {
      const items = blocksOf(spec, body).map((block) => inner(spec, block, scope, problems));
      return listOf(items, nowhere, [], 'list');
    }
    case 'block_map': {
      const entries = blocksOf(spec, body).map((block) => [block.labels[0]?.text ?? '', inner(spec, block, scope, problems)] as const);
      return objectOf(new Map(entries), nowhere, [], 'map');
    }
    default:
      return errorOf(`${spec.type} is no part of a specification`, spec.range);
  }
}

function object(spec: Block, body: Body, scope: Scope, problems: Range[]): Value {
  const known = new Set(spec.body.blocks.map(nameIn));
  for (const [name, { nameRange }] of body.attributes) if (!known.has(name)) problems.push(nameRange);
  for (const block of body.blocks) if (!known.has(block.type)) problems.push(block.typeRange);
  return objectOf(new Map(spec.body.blocks.map((part) => [part.labels[0]?.text ?? '', read(part, body, scope, problems)])), nowhere);
}

function attribute(spec: Block, body: Body, scope: Scope): Value {
  const given = body.attributes.get(nameIn(spec));
  const constraint = spec.body.attributes.get('type');
  const type: Type = constraint ? typeOf(constraint.expression) : anyType;
  return given ? convert(evaluate(given.expression, scope), type) : nullOf(nowhere);
}

function inner(spec: Block, block: Block, scope: Scope, problems: Range[]): Value {
  const [nested] = spec.body.blocks;
  return nested ? read(nested, block.body, scope, problems) : fromJson({}, nowhere);
}

function blocksOf(spec: Block, body: Body): readonly Block[] {
  return body.blocks.filter((block) => block.type === nameIn(spec));
}

/** `block_type` or `name`, else the label. */
function nameIn(spec: Block): string {
  const given = constant(spec, spec.type === 'attr' ? 'name' : 'block_type');
  return given.kind === 'string' ? given.value : (spec.labels[0]?.text ?? '');
}

function constant(spec: Block, name: string): Value {
  const given = spec.body.attributes.get(name);
  return given ? evaluate(given.expression, { functions: new Map(), resolve: () => undefined }) : nullOf(nowhere);
}

/** A type constraint; what it says wrong shows as a value that does not fit. */
export function typeOf(expression: Expression): Type {
  return parseType(expression, (given) => evaluate(given, { functions: new Map(), resolve: () => ({ value: stringOf('', nowhere), consumed: 0 }) })).type;
}
