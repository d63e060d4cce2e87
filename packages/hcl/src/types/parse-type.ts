import { parseExpression } from '../parse.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import type { Expression } from '../syntax/nodes.ts';
import type { Value } from '../value/value.ts';
import { anyType, type AttributeType, type Type } from './type.ts';

export interface ParsedType {
  readonly type: Type;
  readonly diagnostics: readonly Diagnostic[];
}

interface Reader {
  readonly diagnostics: Diagnostic[];
  /** Evaluates the default of `optional(type, default)`. */
  readonly evaluate: (expression: Expression) => Value;
}

const primitives: ReadonlySet<string> = new Set(['any', 'string', 'number', 'bool']);
const collections: ReadonlySet<string> = new Set(['list', 'set', 'map']);

/** Reads a type constraint; what is no type becomes `any` with a diagnostic. */
export function parseType(expression: Expression, evaluate: (expression: Expression) => Value): ParsedType {
  const reader: Reader = { diagnostics: [], evaluate };
  return { type: read(unquoted(expression), reader), diagnostics: reader.diagnostics };
}

function read(expression: Expression, reader: Reader): Type {
  const word = expression.kind === 'variable' ? expression.name : undefined;
  if (word !== undefined && primitives.has(word)) return { kind: word as 'any' };
  if (word !== undefined && collections.has(word)) return { kind: word as 'list', element: anyType }; // before Terraform 0.12
  if (expression.kind === 'call') {
    const [argument] = expression.arguments;
    if (collections.has(expression.name) && argument) return { kind: expression.name as 'list', element: read(argument, reader) };
    if (expression.name === 'tuple' && argument?.kind === 'tuple') {
      return { kind: 'tuple', elements: argument.items.map((item) => read(item, reader)) };
    }
    if (expression.name === 'object' && argument?.kind === 'object') {
      const entries = argument.items.map((item) => [keyText(item.key), readAttribute(item.value, reader)] as const);
      return { kind: 'object', attributes: new Map(entries) };
    }
  }
  reader.diagnostics.push({
    severity: 'error',
    message: 'this is not a type constraint',
    help: 'Types are any, string, number, bool, list(…), set(…), map(…), object({…}) and tuple([…]).',
    range: expression.range,
  });
  return anyType;
}

function readAttribute(expression: Expression, reader: Reader): AttributeType {
  if (expression.kind !== 'call' || expression.name !== 'optional') return { type: read(expression, reader), optional: false };
  const [type, fallback] = expression.arguments;
  return {
    type: type ? read(type, reader) : anyType,
    optional: true,
    ...(fallback ? { fallback: reader.evaluate(fallback) } : {}),
  };
}

function keyText(key: Expression): string {
  const part = key.kind === 'template' ? key.parts[0] : undefined;
  return part?.kind === 'text' ? part.value : '';
}

/** JSON configuration and Terraform 0.11 write types as strings. */
function unquoted(expression: Expression): Expression {
  const [part] = expression.kind === 'template' ? expression.parts : [];
  if (part?.kind !== 'text') return expression;
  return parseExpression(part.value, expression.range.file, () => expression.range).expression;
}
