import type { JsonString } from './nodes.ts';
import { failAt, type JsonReader } from './scan.ts';

const simple: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '"': '"', '\\': '\\', '/': '/' };

/** A string, at its opening quote. */
export function scanString(reader: JsonReader): JsonString {
  const { text } = reader;
  const start = reader.at;
  const offsets: number[] = [];
  let value = '';
  let at = start + 1;
  let plain = true;
  while (at < text.length && text[at] !== '"' && text[at] !== '\n') {
    if (text[at] !== '\\') {
      offsets.push(at);
      value += text[at];
      at += 1;
      continue;
    }
    plain = false;
    const code = /^u([0-9a-fA-F]{4})/.exec(text.slice(at + 1, at + 6))?.[1];
    const character = code === undefined ? simple[text[at + 1] ?? ''] : String.fromCharCode(Number.parseInt(code, 16));
    if (character === undefined) {
      reader.at = at;
      failAt(reader, 'this is no JSON escape', 'Known are \\n \\r \\t \\b \\f \\" \\\\ \\/ \\uNNNN.');
    }
    offsets.push(at);
    value += character ?? '';
    at += code === undefined ? 2 : 6;
  }
  reader.at = at;
  if (text[at] === '"') reader.at += 1;
  else failAt(reader, 'the string is not closed on its line', 'Add the missing `"`; write \\n for a line end.');
  const close = at;
  const offsetOf = plain ? (index: number): number => Math.min(start + 1 + index, close) : (index: number): number => offsets[index] ?? close;
  return { kind: 'string', value, offsets: offsetOf, start, end: reader.at };
}
