import { fail, nameOf, note, peek, rangeFrom, take, takeIf, textOf, tokenRange, withNewlines, type Cursor } from './cursor.ts';
import { decodeBare, decodeQuoted } from './escape.ts';
import { unindented } from './heredoc.ts';
import { nested } from './nest.ts';
import type { Expression } from './nodes.ts';
import { parseExpression } from './parse-expression.ts';
import { parseForHead, takeWord } from './parse-for.ts';
import type { Piece, Sequence, SequencePiece, TextPiece } from './pieces.ts';
import type { Token } from './tokens.ts';
import { trimmed } from './trim.ts';

export function parseQuoted(cursor: Cursor): Expression {
  const open = take(cursor);
  const pieces = withNewlines(cursor, true, () => piecesUntilEnd(cursor, (token) => [{ kind: 'text', value: quotedText(cursor, token), range: tokenRange(cursor, token) }]));
  if (!takeIf(cursor, 'quote-close')) {
    fail(cursor, 'the string is not closed on its line', 'Add the missing `"`, or use a heredoc (<<EOT) for text of several lines.', open);
  }
  return { kind: 'template', style: 'quoted', parts: nested(trimmed(pieces), cursor), range: rangeFrom(cursor, open.start) };
}

export function parseHeredoc(cursor: Cursor): Expression {
  const open = take(cursor);
  const pieces = trimmed(piecesUntilEnd(cursor, (token) => lines(cursor, token)));
  const marker = textOf(cursor, open).trim();
  if (!takeIf(cursor, 'heredoc-close')) {
    fail(cursor, `the heredoc ${marker} is not closed`, `Put ${marker.replace(/^<<-?/, '')} alone on a line behind the text.`, open);
  }
  const parts = nested(marker.startsWith('<<-') ? unindented(pieces) : pieces, cursor);
  return { kind: 'template', style: 'heredoc', parts, range: rangeFrom(cursor, open.start) };
}

/** A whole text as a template, as in template files and in the strings of JSON configuration. */
export function parseBare(cursor: Cursor): Expression {
  const pieces = piecesUntilEnd(cursor, (token) => [bareText(cursor, token.start, token.end)]);
  return { kind: 'template', style: 'bare', parts: nested(trimmed(pieces), cursor), range: rangeFrom(cursor, 0) };
}

function piecesUntilEnd(cursor: Cursor, texts: (token: Token) => TextPiece[]): Piece[] {
  const pieces: Piece[] = [];
  for (;;) {
    const token = peek(cursor);
    if (token.kind === 'text') for (const text of texts(take(cursor))) pieces.push(text);
    else if (token.kind === 'interpolation-open') pieces.push(sequence(cursor, () => ({ kind: 'interpolation', expression: parseExpression(cursor) })));
    else if (token.kind === 'directive-open') pieces.push(sequence(cursor, () => directive(cursor)));
    else return pieces;
  }
}

function sequence(cursor: Cursor, parse: () => Sequence): SequencePiece {
  const open = take(cursor);
  return withNewlines(cursor, false, () => {
    const inside = parse();
    const close = takeIf(cursor, 'template-close');
    if (!close) {
      fail(cursor, `expected \`}\` at the end of the template sequence, found ${nameOf(cursor, peek(cursor))}`, 'Close ${ … } and %{ … } with `}`; write $${ for a literal ${.');
    }
    const trimsAfter = close !== undefined && textOf(cursor, close).startsWith('~');
    return { ...inside, open, end: cursor.lastEnd, trimsBefore: textOf(cursor, open).endsWith('~'), trimsAfter };
  });
}

function directive(cursor: Cursor): Sequence {
  const word = textOf(cursor, peek(cursor));
  if (word === 'for') return { kind: 'for', head: parseForHead(cursor) };
  if (takeWord(cursor, 'if')) return { kind: 'if', condition: parseExpression(cursor) };
  if (word === 'else' || word === 'endif' || word === 'endfor') {
    take(cursor);
    return { kind: word };
  }
  fail(cursor, `unknown template directive \`${word}\``, 'Known are if, else, endif, for, endfor; write %%{ for a literal %{.');
  return { kind: 'endif' };
}

/** The decoded text of a token inside quotes; an escape that HCL does not know is reported, and kept as written. */
export function quotedText(cursor: Cursor, token: Token): string {
  const raw = textOf(cursor, token);
  const { value, unknown } = decodeQuoted(raw);
  if (raw.includes('\r')) note(cursor, 'a carriage return stands inside quotes', 'Write \\r.', tokenRange(cursor, token));
  if (unknown.length > 0) {
    note(cursor, `\`${unknown[0]}\` is not an escape sequence`, 'Write \\\\ for a backslash; known are \\n \\r \\t \\" \\\\ \\uNNNN.', tokenRange(cursor, token));
  }
  return value;
}

/** One piece for each line: markers and indentation work line by line in heredocs. */
function lines(cursor: Cursor, token: Token): TextPiece[] {
  const pieces: TextPiece[] = [];
  for (let start = token.start; start < token.end;) {
    const newline = cursor.text.indexOf('\n', start);
    const end = newline === -1 || newline >= token.end ? token.end : newline + 1;
    pieces.push(bareText(cursor, start, end));
    start = end;
  }
  return pieces;
}

function bareText(cursor: Cursor, start: number, end: number): TextPiece {
  return { kind: 'text', value: decodeBare(cursor.text.slice(start, end)), range: cursor.locate(start, end) };
}
