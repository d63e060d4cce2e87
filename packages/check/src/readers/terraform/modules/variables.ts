import { anyType, convert, evaluate, isError, nullOf, parseType, terraformFunctions, unknownOf, type Block, type Type, type Value } from '@plimsoll/hcl';

import type { EvaluatedBody } from './evaluated.ts';
import type { TerraformModule } from './module.ts';

const constants = { functions: terraformFunctions(), resolve: () => undefined };

/** The value of a root variable: from a tfvars file, else its default, else unknown. */
export function rootVariable(module: TerraformModule, name: string, given: ReadonlyMap<string, Value>): Value {
  const block = module.variables.get(name);
  if (!block) return undeclared(module, name);
  return converted(block, given.get(name)) ?? missing(block, name, `var.${name} has no default and no tfvars value`);
}

/** The value of a module's variable: the argument of the call, else its default. */
export function argumentOf(module: TerraformModule, address: string, name: string, body: EvaluatedBody): Value {
  const block = module.variables.get(name);
  if (!block) return undeclared(module, name);
  return converted(block, body.attribute(name)) ?? missing(block, name, `var.${name} has no default, and ${address} is called without it`);
}

/** Undefined when there is neither a value nor a default. */
function converted(block: Block, given: Value | undefined): Value | undefined {
  const { attributes } = block.body;
  const nullable = attributes.get('nullable')?.expression;
  const replacesNull = nullable?.kind === 'literal' && nullable.value === false;
  const fallback = attributes.get('default');
  const usable = given && !(given.kind === 'null' && replacesNull) ? given : undefined;
  const value = usable ?? (fallback && evaluate(fallback.expression, constants));
  if (!value || isError(value)) return value;
  const result = convert(value, typeOf(block));
  return result.kind === 'null' && result.range !== value.range ? nullOf(value.range, [value]) : result;
}

function missing(block: Block, name: string, reason: string): Value {
  const type = typeOf(block);
  const plain = unknownOf(reason, { kind: 'variable', name }, block.headerRange);
  return convert(plain, type);
}

export function typeOf(block: Block): Type {
  const type = block.body.attributes.get('type');
  return type ? parseType(type.expression, (expression) => evaluate(expression, constants)).type : anyType;
}

/** Not an error: wrappers such as Terragrunt generate declarations that are not in the repository. */
function undeclared(module: TerraformModule, name: string): Value {
  const start = { line: 1, column: 1, offset: 0 };
  const range = { file: module.files[0] ?? module.directory, start, end: start };
  return unknownOf(`var.${name} is not declared in ${module.directory || 'the root'}`, { kind: 'variable', name }, range);
}
