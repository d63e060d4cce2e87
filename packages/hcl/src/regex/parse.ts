import { ignoringCase } from './classes.ts';
import { parseClass, parseEscape } from './parse-class.ts';
import type { Pattern, Rejected } from './nodes.ts';

export interface ParsedPattern {
  readonly pattern: Pattern;
  /** One entry for each capturing group; undefined for a group without a name. */
  readonly groups: readonly (string | undefined)[];
}

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
}

export interface PatternReader {
  readonly source: string;
  at: number;
  depth: number;
  flags: Flags;
  readonly groups: (string | undefined)[];
  rejected: string | undefined;
}

const maximumDepth = 100;
const maximumRepeat = 1000; // RE2's own limit

/** Reads RE2 syntax: https://github.com/google/re2/wiki/Syntax */
export function parsePattern(source: string): ParsedPattern | Rejected {
  const flags = { i: false, m: false, s: false, U: false };
  const reader: PatternReader = { source, at: 0, depth: 0, flags, groups: [], rejected: undefined };
  const pattern = choice(reader);
  if (reader.rejected === undefined && reader.at < source.length) reader.rejected = 'a ) is not opened';
  return reader.rejected === undefined ? { pattern, groups: reader.groups } : { rejected: reader.rejected };
}

function choice(reader: PatternReader): Pattern {
  const options = [sequence(reader)];
  while (taken(reader, '|')) options.push(sequence(reader));
  return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options };
}

function sequence(reader: PatternReader): Pattern {
  const items: Pattern[] = [];
  while (reader.rejected === undefined && reader.at < reader.source.length && !'|)'.includes(reader.source[reader.at] ?? '')) {
    const item = atom(reader);
    if (item) items.push(repeated(reader, item));
  }
  return { kind: 'sequence', items };
}

function atom(reader: PatternReader): Pattern | undefined {
  if (taken(reader, '\\Q')) return literal(reader);
  if (taken(reader, '(')) return group(reader);
  if (taken(reader, '[')) return character(reader, parseClass(reader));
  if (taken(reader, '.')) return { kind: 'character', test: reader.flags.s ? () => true : (code) => code !== 10 };
  if (taken(reader, '^')) return { kind: 'assertion', assertion: reader.flags.m ? 'line-start' : 'text-start' };
  if (taken(reader, '$')) return { kind: 'assertion', assertion: reader.flags.m ? 'line-end' : 'text-end' };
  if (taken(reader, '\\A')) return { kind: 'assertion', assertion: 'text-start' };
  if (taken(reader, '\\z')) return { kind: 'assertion', assertion: 'text-end' };
  if (taken(reader, '\\b')) return { kind: 'assertion', assertion: 'word-boundary' };
  if (taken(reader, '\\B')) return { kind: 'assertion', assertion: 'no-word-boundary' };
  if (taken(reader, '\\')) return character(reader, parseEscape(reader));
  const code = reader.source.codePointAt(reader.at) ?? 0;
  reader.at += code > 0xffff ? 2 : 1;
  if (code === 0x2a || code === 0x2b || code === 0x3f) reader.rejected = 'there is nothing to repeat';
  return character(reader, (other) => other === code);
}

function character(reader: PatternReader, test: (code: number) => boolean): Pattern {
  return { kind: 'character', test: reader.flags.i ? ignoringCase(test) : test };
}

/** Everything up to `\E` stands for itself. */
function literal(reader: PatternReader): Pattern {
  const end = reader.source.indexOf('\\E', reader.at);
  const text = reader.source.slice(reader.at, end === -1 ? undefined : end);
  reader.at = end === -1 ? reader.source.length : end + 2;
  return { kind: 'sequence', items: [...text].map((one) => character(reader, (code) => code === one.codePointAt(0))) };
}

function group(reader: PatternReader): Pattern | undefined {
  const outer = reader.flags;
  const name = matched(reader, /\?P?<([A-Za-z_]\w*)>/y);
  let index: number | undefined;
  if (name || reader.source[reader.at] !== '?') index = reader.groups.push(name?.[1]);
  else {
    const flags = matched(reader, /\?([imsU]*)(?:-([imsU]+))?([:)])/y);
    if (!flags) return reject(reader, 'RE2 has no such group');
    reader.flags = changed(outer, flags[1] ?? '', flags[2] ?? '');
    if (flags[3] === ')') return undefined; // holds for the rest of the group around
  }
  reader.depth += 1;
  if (reader.depth > maximumDepth) return reject(reader, 'the groups are nested too deeply');
  const item = choice(reader);
  reader.depth -= 1;
  if (!taken(reader, ')')) return reject(reader, 'a ( is not closed');
  reader.flags = outer;
  return index === undefined ? item : { kind: 'group', index, item };
}

function repeated(reader: PatternReader, item: Pattern): Pattern {
  let result = item;
  for (let count = 0; count < 2; count += 1) {
    const match = matched(reader, /([*+?])|\{(\d{1,4})(,)?(\d{1,4})?\}/y);
    if (!match) return result;
    if (count === 1) reader.rejected = 'a repetition is repeated';
    const [, sign, low, comma, high] = match;
    const min = sign === undefined ? Number(low) : sign === '+' ? 1 : 0;
    const max = sign === undefined ? upperLimit(min, comma, high) : sign === '?' ? 1 : Number.POSITIVE_INFINITY;
    if (min > maximumRepeat || (max !== Number.POSITIVE_INFINITY && max > maximumRepeat) || min > max) reader.rejected = 'the repetition count is invalid';
    const lazy = taken(reader, '?');
    result = { kind: 'repeat', item: result, min, max, greedy: lazy === reader.flags.U };
  }
  return result;
}

function upperLimit(min: number, comma: string | undefined, high: string | undefined): number {
  if (comma === undefined) return min;
  return high === undefined ? Number.POSITIVE_INFINITY : Number(high);
}

function changed(flags: Flags, on: string, off: string): Flags {
  const value = (name: keyof Flags): boolean => !off.includes(name) && (flags[name] || on.includes(name));
  return { i: value('i'), m: value('m'), s: value('s'), U: value('U') };
}

function reject(reader: PatternReader, reason: string): undefined {
  reader.rejected ??= reason;
  return undefined;
}

export function taken(reader: PatternReader, text: string): boolean {
  if (!reader.source.startsWith(text, reader.at)) return false;
  reader.at += text.length;
  return true;
}

export function matched(reader: PatternReader, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.source);
  if (match) reader.at = pattern.lastIndex;
  return match ?? undefined;
}
