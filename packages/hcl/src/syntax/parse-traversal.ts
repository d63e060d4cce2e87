import { enter, fail, leave, nameOf, peek, rangeFrom, take, takeIf, textOf, withNewlines, type Cursor } from './cursor.ts';
import type { Step } from './nodes.ts';
import { parseExpression } from './parse-expression.ts';

/** `.name`, `.0`, `.*`, `[key]` and `[*]`, as many as follow. */
export function parseSteps(cursor: Cursor): Step[] {
  const steps: Step[] = [];
  for (;;) {
    const next = peek(cursor);
    const step = next.kind === '.' ? afterDot(cursor) : next.kind === '[' ? inBrackets(cursor) : undefined;
    if (!step) return steps;
    steps.push(step);
  }
}

function afterDot(cursor: Cursor): Step | undefined {
  const dot = take(cursor);
  const token = peek(cursor);
  if (token.kind === 'identifier') {
    take(cursor);
    return { kind: 'attribute', name: textOf(cursor, token), range: rangeFrom(cursor, dot.start) };
  }
  if (token.kind === 'number') {
    take(cursor);
    if (!/^\d+$/.test(textOf(cursor, token))) fail(cursor, `\`.${textOf(cursor, token)}\` is no index`, 'Write `[0][1]` for an item of an item.', token);
    const range = rangeFrom(cursor, dot.start);
    return { kind: 'index', key: { kind: 'literal', value: Number(textOf(cursor, token)), range: rangeFrom(cursor, token.start) }, range };
  }
  if (token.kind === '*') {
    take(cursor);
    if (!enter(cursor)) return undefined;
    const each = attributesOnly(cursor);
    leave(cursor);
    return { kind: 'splat', each, range: rangeFrom(cursor, dot.start) };
  }
  fail(cursor, `expected a name after the dot, found ${nameOf(cursor, token)}`, 'Write `.name`, `[index]` or `[*]`.');
  return undefined;
}

/** `list.*.name[0]`: the legacy splat ends at the first index, which then applies to the whole result. */
function attributesOnly(cursor: Cursor): Step[] {
  const each: Step[] = [];
  while (peek(cursor).kind === '.') {
    const step = afterDot(cursor);
    if (!step) break;
    if (step.kind === 'splat') fail(cursor, 'a `.*` cannot follow another', 'Write `[*]` for both.');
    each.push(step);
  }
  return each;
}

function inBrackets(cursor: Cursor): Step | undefined {
  const open = take(cursor);
  const key = withNewlines(cursor, false, () => {
    if (takeIf(cursor, '*')) return close(cursor) ? 'splat' : undefined;
    const expression = parseExpression(cursor);
    return close(cursor) ? expression : undefined;
  });
  if (key === undefined) return undefined;
  if (key !== 'splat') return { kind: 'index', key, range: rangeFrom(cursor, open.start) };
  if (!enter(cursor)) return undefined;
  const each = parseSteps(cursor); // everything behind `[*]` applies to each element, further splats included
  leave(cursor);
  return { kind: 'splat', each, range: rangeFrom(cursor, open.start) };
}

function close(cursor: Cursor): boolean {
  if (takeIf(cursor, ']')) return true;
  fail(cursor, `expected \`]\`, found ${nameOf(cursor, peek(cursor))}`, 'Close the index with `]`.');
  return false;
}
