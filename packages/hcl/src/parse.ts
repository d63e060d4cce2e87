import type { Diagnostic } from './source/diagnostic.ts';
import { locatorOf, type Locate } from './source/range.ts';
import { cursorAt, fail, nameOf, peek, skipNewlines, type Cursor } from './syntax/cursor.ts';
import type { Body, Comment, Expression } from './syntax/nodes.ts';
import { parseBody } from './syntax/parse-body.ts';
import { parseExpression as expression } from './syntax/parse-expression.ts';
import { parseBare } from './syntax/parse-template.ts';

/** The whole of one configuration file. `comments` stand in the order of the text. */
export interface ParsedConfig {
  readonly body: Body;
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ParsedExpression {
  readonly expression: Expression;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads HCL native syntax. Never throws: what cannot be read becomes a diagnostic, and an attribute whose value cannot be
 * read keeps its name with an `invalid` expression.
 *
 * Spec: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */
export function parseConfig(text: string, file: string): ParsedConfig {
  const cursor = cursorAt(text, locatorOf(text, file), 'normal');
  const body = parseBody(cursor);
  const comments = [...cursor.comments.entries()].toSorted(([a], [b]) => a - b).map(([, comment]) => comment);
  return { body, comments, diagnostics: cursor.diagnostics };
}

/** Reads one expression, as between `=` and the end of the line. `locate` places it inside a larger text. */
export function parseExpression(text: string, file: string, locate: Locate = locatorOf(text, file)): ParsedExpression {
  return whole(cursorAt(text, locate, 'normal'), (cursor) => {
    cursor.newlinesCount = false;
    return expression(cursor);
  });
}

/** Reads a whole text as a template, as `templatefile` does. */
export function parseTemplate(text: string, file: string, locate: Locate = locatorOf(text, file)): ParsedExpression {
  return whole(cursorAt(text, locate, 'template'), parseBare);
}

function whole(cursor: Cursor, parse: (cursor: Cursor) => Expression): ParsedExpression {
  const read = parse(cursor);
  skipNewlines(cursor);
  const next = peek(cursor);
  if (next.kind !== 'end') fail(cursor, `expected the end of the expression, found ${nameOf(cursor, next)}`, 'Remove what follows.');
  const invalid: Expression | undefined = cursor.failed === undefined ? undefined : { kind: 'invalid', reason: cursor.failed, range: read.range };
  return { expression: invalid ?? read, diagnostics: cursor.diagnostics };
}
