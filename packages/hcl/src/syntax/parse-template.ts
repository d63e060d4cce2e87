import { fail, nameOf, peek, rangeFrom, take, takeIf, textOf, withNewlines, type Cursor } from './cursor.ts';
import { decodeBare, decodeQuoted } from './escape.ts';
import type { Expression, Part } from './nodes.ts';
import { unindented } from './heredoc.ts';
import { parseForHead, takeWord } from './parse-for.ts';
import { parseExpression } from './parse-expression.ts';
import { enter, leave } from './cursor.ts';
import { trimmed, type RawPart } from './trim.ts';
import type { Token } from './tokens.ts';

type Style = 'quoted' | 'heredoc' | 'bare';

export function parseQuoted(cursor: Cursor): Expression {
  const open = take(cursor);
  const parts = withNewlines(cursor, true, () => partsUntilEnd(cursor, 'quoted'));
  if (!takeIf(cursor, 'quote-close')) {
    fail(cursor, 'the string is not closed on its line', 'Add the missing `"`, or use a heredoc (<<EOT) for text of several lines.', open);
  }
  return { kind: 'template', style: 'quoted', parts: trimmed(parts), range: rangeFrom(cursor, open.start) };
}

export function parseHeredoc(cursor: Cursor): Expression {
  const open = take(cursor);
  const parts = partsUntilEnd(cursor, 'heredoc');
  const marker = textOf(cursor, open).trim();
  if (!takeIf(cursor, 'heredoc-close')) {
    fail(cursor, `the heredoc ${marker} is not closed`, `Put ${marker.replace(/^<<-?/, '')} alone on a line behind the text.`, open);
  }
  const flush = marker.startsWith('<<-') ? unindented(parts) : parts;
  return { kind: 'template', style: 'heredoc', parts: trimmed(flush), range: rangeFrom(cursor, open.start) };
}

/** A whole text as a template, as in template files and in the strings of JSON configuration. */
export function parseBare(cursor: Cursor): Expression {
  const parts = partsUntilEnd(cursor, 'bare');
  if (peek(cursor).kind !== 'end') {
    fail(cursor, `unexpected ${nameOf(cursor, peek(cursor))}`, 'Every %{ endif } and %{ endfor } needs its opening directive.');
  }
  return { kind: 'template', style: 'bare', parts: trimmed(parts), range: rangeFrom(cursor, 0) };
}

function partsUntilEnd(cursor: Cursor, style: Style): RawPart[] {
  const { parts, stop } = parseParts(cursor, style);
  if (stop) fail(cursor, `\`${stop.word}\` without its opening directive`, 'Open it with %{ if … } or %{ for … } first.', stop.token);
  return parts;
}

interface Stop {
  readonly word: string;
  readonly token: Token;
  readonly trimsBefore: boolean;
  readonly trimsAfter: boolean;
}

/** Parts up to the end of the template or to `else`, `endif`, `endfor`. */
function parseParts(cursor: Cursor, style: Style): { parts: RawPart[]; stop?: Stop } {
  const parts: RawPart[] = [];
  for (;;) {
    const token = peek(cursor);
    if (token.kind === 'text') {
      take(cursor);
      parts.push(textPart(cursor, token, style));
    } else if (token.kind === 'interpolation-open') {
      parts.push(interpolation(cursor, token));
    } else if (token.kind === 'directive-open') {
      const directive = parseDirective(cursor, style);
      if ('word' in directive) return { parts, stop: directive };
      parts.push(directive);
    } else return { parts };
  }
}

function textPart(cursor: Cursor, token: Token, style: Style): RawPart {
  const raw = textOf(cursor, token);
  const range = cursor.locate(token.start, token.end);
  if (style !== 'quoted') return { part: { kind: 'text', value: decodeBare(raw), range }, trimsBefore: false, trimsAfter: false };
  const { value, unknown } = decodeQuoted(raw);
  if (unknown.length > 0) {
    const message = `\`${unknown[0]}\` is not an escape sequence`;
    cursor.diagnostics.push({ severity: 'error', message, help: 'Write \\\\ for a backslash; known are \\n \\r \\t \\" \\\\ \\uNNNN.', range });
  }
  return { part: { kind: 'text', value, range }, trimsBefore: false, trimsAfter: false };
}

function interpolation(cursor: Cursor, open: Token): RawPart {
  take(cursor);
  const { value: expression, trimsAfter } = inSequence(cursor, () => parseExpression(cursor));
  const part: Part = { kind: 'interpolation', expression, range: rangeFrom(cursor, open.start) };
  return { part, trimsBefore: textOf(cursor, open).endsWith('~'), trimsAfter };
}

function parseDirective(cursor: Cursor, style: Style): RawPart | Stop {
  const open = take(cursor);
  const trimsBefore = textOf(cursor, open).endsWith('~');
  const word = textOf(cursor, peek(cursor));
  if (word === 'else' || word === 'endif' || word === 'endfor') {
    const { trimsAfter } = inSequence(cursor, () => take(cursor));
    return { word, token: open, trimsBefore, trimsAfter };
  }
  if (!enter(cursor)) return { word, token: open, trimsBefore, trimsAfter: false };
  const part = word === 'if' ? parseIf(cursor, style, open) : word === 'for' ? parseLoop(cursor, style, open) : undefined;
  leave(cursor);
  if (part) return { ...part, trimsBefore };
  fail(cursor, `unknown template directive \`${word}\``, 'Known are if, else, endif, for, endfor; write %%{ for a literal %{.');
  return { word, token: open, trimsBefore, trimsAfter: false };
}

function parseIf(cursor: Cursor, style: Style, open: Token): RawPart {
  const head = inSequence(cursor, () => (takeWord(cursor, 'if'), parseExpression(cursor)));
  const consequent = parseParts(cursor, style);
  const otherwise = consequent.stop?.word === 'else' ? parseParts(cursor, style) : undefined;
  const stop = (otherwise ?? consequent).stop;
  if (stop?.word !== 'endif') fail(cursor, 'the `if` directive is not closed', 'Close it with %{ endif }.', open);
  const part: Part = {
    kind: 'if',
    condition: head.value,
    consequent: trimmed(consequent.parts, head.trimsAfter, consequent.stop?.trimsBefore),
    alternative: otherwise ? trimmed(otherwise.parts, consequent.stop?.trimsAfter, otherwise.stop?.trimsBefore) : [],
    range: rangeFrom(cursor, open.start),
  };
  return { part, trimsBefore: false, trimsAfter: stop?.trimsAfter ?? false };
}

function parseLoop(cursor: Cursor, style: Style, open: Token): RawPart {
  const head = inSequence(cursor, () => parseForHead(cursor));
  const { parts, stop } = parseParts(cursor, style);
  if (stop?.word !== 'endfor') fail(cursor, 'the `for` directive is not closed', 'Close it with %{ endfor }.', open);
  const body = trimmed(parts, head.trimsAfter, stop?.trimsBefore);
  const part: Part = { kind: 'for', ...head.value, body, range: rangeFrom(cursor, open.start) };
  return { part, trimsBefore: false, trimsAfter: stop?.trimsAfter ?? false };
}

function inSequence<T>(cursor: Cursor, parse: () => T): { value: T; trimsAfter: boolean } {
  return withNewlines(cursor, false, () => {
    const value = parse();
    const close = takeIf(cursor, 'template-close');
    if (!close) {
      fail(cursor, `expected \`}\` at the end of the template sequence, found ${nameOf(cursor, peek(cursor))}`, 'Close ${ … } and %{ … } with `}`; write $${ for a literal ${.');
    }
    return { value, trimsAfter: close !== undefined && textOf(cursor, close).startsWith('~') };
  });
}
