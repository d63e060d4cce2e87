import type { Diagnostic } from '../source/diagnostic.ts';
import type { Locate } from '../source/range.ts';
import { maximumDepth } from '../syntax/cursor.ts';
import type { JsonMember, JsonNode, JsonString } from './nodes.ts';
import { scanString } from './string.ts';

export interface JsonReader {
  readonly text: string;
  readonly locate: Locate;
  readonly diagnostics: Diagnostic[];
  at: number;
  depth: number;
}

const blank = /[ \t\r\n\ufeff]*/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** JSON with positions. After the first error nothing more is read; what was read before it stays. */
export function scanJson(reader: JsonReader): JsonNode | undefined {
  const node = scanValue(reader);
  skipBlank(reader);
  if (node && reader.at < reader.text.length) failAt(reader, 'there is text behind the JSON value', 'A file holds one value.');
  return node;
}

function scanValue(reader: JsonReader): JsonNode | undefined {
  skipBlank(reader);
  const start = reader.at;
  const character = reader.text[start];
  if (character === '"') return scanString(reader);
  if (character === '{' || character === '[') {
    if (reader.depth >= maximumDepth) {
      failAt(reader, `this is nested deeper than ${maximumDepth}`, 'Nest less deeply.');
      return undefined;
    }
    reader.depth += 1;
    reader.at += 1;
    const node: JsonNode = character === '{' ? { kind: 'object', members: scanMembers(reader), start, end: reader.at } : { kind: 'array', items: scanItems(reader), start, end: reader.at };
    reader.depth -= 1;
    return { ...node, end: reader.at };
  }
  scalar.lastIndex = start;
  const match = scalar.exec(reader.text);
  if (!match) {
    failAt(reader, 'expected a JSON value', 'Values are objects, arrays, strings in double quotes, numbers, true, false and null.');
    return undefined;
  }
  reader.at = scalar.lastIndex;
  const value = match[0] === 'null' ? null : match[0] === 'true' ? true : match[0] === 'false' ? false : Number(match[0]);
  return { kind: 'scalar', value, start, end: reader.at };
}

function scanMembers(reader: JsonReader): JsonMember[] {
  const members: JsonMember[] = [];
  if (taken(reader, '}')) return members;
  while (ok(reader)) {
    const name = scanName(reader);
    if (!name) break;
    if (!taken(reader, ':')) failAt(reader, 'expected `:` after the name', 'Write "name": value.');
    const value = ok(reader) ? scanValue(reader) : undefined;
    if (value) members.push({ name, value });
    if (!ok(reader) || taken(reader, '}')) break;
    if (!taken(reader, ',')) failAt(reader, 'expected `,` or `}`', 'Separate members by commas and close the object with `}`.');
  }
  return members;
}

function scanItems(reader: JsonReader): JsonNode[] {
  const items: JsonNode[] = [];
  if (taken(reader, ']')) return items;
  while (ok(reader)) {
    const item = scanValue(reader);
    if (item) items.push(item);
    if (!ok(reader) || taken(reader, ']')) break;
    if (!taken(reader, ',')) failAt(reader, 'expected `,` or `]`', 'Separate items by commas and close the array with `]`.');
  }
  return items;
}

function scanName(reader: JsonReader): JsonString | undefined {
  skipBlank(reader);
  if (reader.text[reader.at] === '"') return scanString(reader);
  failAt(reader, 'expected a name in double quotes', 'Write "name": value, and no comma behind the last member.');
  return undefined;
}

export function failAt(reader: JsonReader, message: string, help: string): void {
  if (!ok(reader)) return;
  skipBlank(reader);
  reader.diagnostics.push({ severity: 'error', message, help, range: reader.locate(reader.at, Math.min(reader.text.length, reader.at + 1)) });
}

function ok(reader: JsonReader): boolean {
  return reader.diagnostics.length === 0;
}

function taken(reader: JsonReader, character: string): boolean {
  skipBlank(reader);
  if (reader.text[reader.at] !== character) return false;
  reader.at += 1;
  return true;
}

function skipBlank(reader: JsonReader): void {
  blank.lastIndex = reader.at;
  blank.exec(reader.text);
  reader.at = blank.lastIndex;
}
