import { fail, nameOf, peek, rangeFrom, take, takeIf, textOf, withNewlines, type Cursor } from './cursor.ts';
import type { Expression } from './nodes.ts';
import { parseCall } from './parse-call.ts';
import { parseBraces, parseBrackets } from './parse-collection.ts';
import { parseExpression } from './parse-expression.ts';
import { parseHeredoc, parseQuoted } from './parse-template.ts';
import { parseSteps } from './parse-traversal.ts';

/** A value with the steps behind it: `name`, `"text"`, `(…)`, `[…]`, `{…}`, `f(…)`, each followed by `.x`, `[i]`, `[*]`. */
export function parseTerm(cursor: Cursor): Expression {
  const { start } = peek(cursor);
  const source = parsePrimary(cursor);
  const steps = parseSteps(cursor);
  return steps.length === 0 ? source : { kind: 'traversal', source, steps, range: rangeFrom(cursor, start) };
}

function parsePrimary(cursor: Cursor): Expression {
  const token = peek(cursor);
  switch (token.kind) {
    case 'number': {
      take(cursor);
      return { kind: 'literal', value: Number(textOf(cursor, token)), range: rangeFrom(cursor, token.start) };
    }
    case 'identifier':
      return parseWord(cursor);
    case 'quote-open':
      return parseQuoted(cursor);
    case 'heredoc-open':
      return parseHeredoc(cursor);
    case '(':
      return parseParentheses(cursor);
    case '[':
      return parseBrackets(cursor);
    case '{':
      return parseBraces(cursor);
    default: {
      fail(cursor, `expected a value, found ${nameOf(cursor, token)}`, helpFor(textOf(cursor, token)));
      return { kind: 'invalid', reason: cursor.failed ?? '', range: rangeFrom(cursor, token.start) };
    }
  }
}

function parseWord(cursor: Cursor): Expression {
  const token = take(cursor);
  const name = textOf(cursor, token);
  const next = peek(cursor).kind;
  if (next === '(' || next === '::') return parseCall(cursor, token);
  const range = rangeFrom(cursor, token.start);
  if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true', range };
  if (name === 'null') return { kind: 'literal', value: null, range };
  return { kind: 'variable', name, range };
}

function parseParentheses(cursor: Cursor): Expression {
  const open = take(cursor);
  const inner = withNewlines(cursor, false, () => {
    const expression = parseExpression(cursor);
    if (!takeIf(cursor, ')')) {
      fail(cursor, `expected \`)\`, found ${nameOf(cursor, peek(cursor))}`, 'Close the parenthesis that was opened before.');
    }
    return expression;
  });
  return { ...inner, range: rangeFrom(cursor, open.start) };
}

function helpFor(text: string): string {
  if (text.startsWith("'")) return 'Strings stand in double quotes: "text".';
  if (text.startsWith('/*')) return 'Close the comment with */.';
  if (text.startsWith('&') || text.startsWith('|')) return 'HCL has `&&` and `||`, no bit operators.';
  return 'A value is a string, a number, `true`, `false`, `null`, a list, an object, a reference or a function call.';
}
