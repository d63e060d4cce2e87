import { enter, fail, leave, nameOf, note, peek, rangeFrom, tokenRange, skipNewlines, take, textOf, type Cursor } from './cursor.ts';
import { quotedText } from './parse-template.ts';
import type { Attribute, Block, Body, Expression, Label } from './nodes.ts';
import { parseExpression } from './parse-expression.ts';
import { recover } from './recover.ts';
import type { Token } from './tokens.ts';

/** Attributes and blocks up to `}` or the end. An item that cannot be read is reported, and reading goes on behind it. */
export function parseBody(cursor: Cursor): Body {
  const body = emptyBody(cursor);
  readItems(cursor, body, true);
  return finished(cursor, body);
}

interface Draft {
  readonly start: number;
  readonly attributes: Map<string, Attribute>;
  readonly blocks: Block[];
}

function emptyBody(cursor: Cursor): Draft {
  return { start: cursor.lastEnd, attributes: new Map(), blocks: [] };
}

function finished(cursor: Cursor, { start, attributes, blocks }: Draft): Body {
  return { attributes, blocks, range: rangeFrom(cursor, start) };
}

function readItems(cursor: Cursor, body: Draft, ownLines: boolean): void {
  for (;;) {
    skipNewlines(cursor);
    const first = peek(cursor);
    if (first.kind === 'end' || (first.kind === '}' && cursor.depth > 0)) return;
    add(cursor, body, parseItem(cursor, first));
    if (cursor.failed !== undefined) {
      if (recover(cursor, first) === 'closed') return;
    } else if (ownLines && peek(cursor).kind === '}' && cursor.depth > 0) {
      note(cursor, 'the closing `}` stands on the line of the last item', 'Put `}` on a line of its own.', tokenRange(cursor, peek(cursor)));
    }
  }
}

/** `{ name = value }`: one attribute and no more. What is too much is reported, yet read, as the intent is plain. */
function parseOneLine(cursor: Cursor): Body {
  const body = emptyBody(cursor);
  const item = parseItem(cursor, peek(cursor));
  add(cursor, body, item);
  if (item && !('expression' in item)) {
    note(cursor, 'a block of one line holds another block', 'Put the inner block on lines of its own.', { ...item.range, end: item.body.range.start });
  }
  if (peek(cursor).kind === 'newline') {
    note(cursor, 'a block that begins with an item on its first line must end on that line', 'Put every item on a line of its own, below the `{`.', tokenRange(cursor, peek(cursor)));
    readItems(cursor, body, false);
  }
  return finished(cursor, body);
}

function add(cursor: Cursor, body: Draft, item: Attribute | Block | undefined): void {
  if (item && 'expression' in item) addAttribute(cursor, body.attributes, item);
  else if (item) body.blocks.push(item);
}

function parseItem(cursor: Cursor, first: Token): Attribute | Block | undefined {
  if (first.kind === 'quote-open') return quotedAttribute(cursor, first);
  if (first.kind !== 'identifier') {
    fail(cursor, `${nameOf(cursor, first)} does not start an attribute or a block`, 'Write `name = value` or `type "label" { … }`.');
    return undefined;
  }
  const name = take(cursor);
  const next = peek(cursor);
  if (next.kind === '=') return parseAttribute(cursor, textOf(cursor, name), name);
  if (next.kind === '{' || next.kind === 'quote-open' || next.kind === 'identifier') return parseBlock(cursor, name);
  const word = textOf(cursor, name);
  fail(cursor, `\`${word}\` is followed by ${nameOf(cursor, next)}`, `Write \`${word} = value\` for an attribute or \`${word} { … }\` for a block.`);
  return undefined;
}

function parseAttribute(cursor: Cursor, name: string, nameToken: Token): Attribute {
  take(cursor); // =
  const expression = parseExpression(cursor);
  expectLineEnd(cursor, name);
  const read: Expression = cursor.failed === undefined ? expression : { kind: 'invalid', reason: cursor.failed, range: expression.range };
  return {
    name,
    nameRange: cursor.locate(nameToken.start, nameToken.end),
    expression: read,
    range: rangeFrom(cursor, nameToken.start),
  };
}

/** HCL forbids quoted attribute names, yet the intent is plain: report it and keep the value. */
function quotedAttribute(cursor: Cursor, open: Token): Attribute | undefined {
  const label = parseLabel(cursor);
  if (!label || peek(cursor).kind !== '=') {
    fail(cursor, 'a quoted name does not start an attribute or a block', 'Write `name = value` or `type "label" { … }`.', open);
    return undefined;
  }
  note(cursor, `attribute name "${label.text}" is quoted`, `Write ${label.text} without quotes.`, label.range);
  return parseAttribute(cursor, label.text, { ...open, end: cursor.lastEnd });
}

function parseBlock(cursor: Cursor, typeToken: Token): Block | undefined {
  const labels: Label[] = [];
  while (peek(cursor).kind !== '{') {
    const label = parseLabel(cursor);
    if (!label) return undefined;
    labels.push(label);
  }
  const type = textOf(cursor, typeToken);
  const headerRange = rangeFrom(cursor, typeToken.start);
  if (!enter(cursor)) return undefined;
  const open = take(cursor);
  const next = peek(cursor).kind;
  const body = next === 'newline' || next === '}' ? parseBody(cursor) : parseOneLine(cursor);
  closeBlock(cursor, type, open);
  leave(cursor);
  const typeRange = cursor.locate(typeToken.start, typeToken.end);
  return { type, typeRange, labels, headerRange, body, range: rangeFrom(cursor, typeToken.start) };
}

function closeBlock(cursor: Cursor, type: string, open: Token): void {
  if (peek(cursor).kind !== '}') {
    fail(cursor, `block \`${type}\` is not closed`, 'Add the missing `}`.', open);
    return;
  }
  take(cursor);
  if (cursor.depth > 1 || peek(cursor).kind !== 'end') expectLineEnd(cursor, type);
}

function parseLabel(cursor: Cursor): Label | undefined {
  const first = take(cursor);
  if (first.kind === 'identifier') return { text: textOf(cursor, first), range: cursor.locate(first.start, first.end) };
  let text = '';
  if (first.kind === 'quote-open') {
    while (peek(cursor).kind === 'text') text += quotedText(cursor, take(cursor));
    if (peek(cursor).kind === 'quote-close') {
      take(cursor);
      return { text, range: rangeFrom(cursor, first.start) };
    }
  }
  const found = first.kind === 'quote-open' ? peek(cursor) : first;
  fail(cursor, `expected a block label or \`{\`, found ${nameOf(cursor, found)}`, 'Labels are plain quoted strings or names: `type "label" { … }`.', found);
  return undefined;
}

function expectLineEnd(cursor: Cursor, name: string): void {
  const next = peek(cursor);
  if (next.kind === 'newline' || next.kind === 'end' || next.kind === '}') return;
  fail(cursor, `expected the end of the line after \`${name}\`, found ${nameOf(cursor, next)}`, 'Put every attribute and block on a line of its own.', next);
}

function addAttribute(cursor: Cursor, attributes: Map<string, Attribute>, attribute: Attribute): void {
  const earlier = attributes.get(attribute.name);
  if (!earlier) attributes.set(attribute.name, attribute);
  else note(cursor, `attribute \`${attribute.name}\` is set twice; the first, on line ${earlier.nameRange.start.line}, is used`, 'Remove one of them.', attribute.nameRange);
}
