import type { Diagnostic } from '../source/diagnostic.ts';
import { mappedLocator, type Locate } from '../source/range.ts';
import { parseTemplate } from '../parse.ts';
import type { Expression } from '../syntax/nodes.ts';
import type { JsonNode, JsonString } from './nodes.ts';

export interface Context {
  readonly locate: Locate;
  readonly file: string;
  readonly diagnostics: Diagnostic[];
  /** An object is read as attribute and again inside the attribute around it: one expression serves both. */
  readonly expressions: Map<JsonNode, Expression>;
}

/** Strings are templates, keys included. Spec: https://github.com/hashicorp/hcl/blob/main/json/spec.md */
export function expressionOf(node: JsonNode, context: Context): Expression {
  const known = context.expressions.get(node);
  const expression = known ?? read(node, context);
  if (!known) context.expressions.set(node, expression);
  return expression;
}

function read(node: JsonNode, context: Context): Expression {
  const range = context.locate(node.start, node.end);
  switch (node.kind) {
    case 'scalar':
      return { kind: 'literal', value: node.value, range };
    case 'string':
      return templateOf(node, context);
    case 'array':
      return { kind: 'tuple', items: node.items.map((item) => expressionOf(item, context)), range };
    case 'object': {
      const members = node.members.filter(({ name }) => name.value !== '//');
      const items = members.map(({ name, value }) => ({
        key: templateOf(name, context),
        value: expressionOf(value, context),
        range: context.locate(name.start, value.end),
      }));
      return { kind: 'object', items, range };
    }
  }
}

function templateOf(node: JsonString, context: Context): Expression {
  const range = context.locate(node.start, node.end);
  if (!node.value.includes('${') && !node.value.includes('%{')) {
    return { kind: 'template', style: 'bare', parts: node.value === '' ? [] : [{ kind: 'text', value: node.value, range }], range };
  }
  const { expression, diagnostics } = parseTemplate(node.value, context.file, mappedLocator(context.locate, node.offsets));
  context.diagnostics.push(...diagnostics);
  return { ...expression, range };
}
