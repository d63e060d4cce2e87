import { joinParts } from '../evaluate/join-parts.ts';
import type { FunctionTable, HclFunction } from '../evaluate/scope.ts';
import { errorOf, stringOf, unknownBecause } from '../value/make.ts';
import { knownPrefix, knownSuffix, textOf } from '../value/text.ts';
import type { Value } from '../value/value.ts';
import { failure, pure } from './define.ts';
import { any, integer, number, text, texts } from './params.ts';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export const stringFunctions: FunctionTable = new Map<string, HclFunction>([
  ['chomp', pure([text], 'string', ([value]) => chomp(value))],
  ['endswith', pure([any, text], 'bool', ([value, suffix], { range }) => certainly(value, range, (known) => known.endsWith(suffix), agreement(reversed(knownSuffix(value)), reversed(suffix))))],
  ['startswith', pure([any, text], 'bool', ([value, prefix], { range }) => certainly(value, range, (known) => known.startsWith(prefix), agreement(knownPrefix(value), prefix)))],
  ['indent', pure([number, text], 'string', ([width, value]) => value.replaceAll('\n', `\n${' '.repeat(Math.min(1000, Math.max(0, width)))}`))],
  ['join', (values, { range }) => join(values, range)],
  ['lower', pure([text], 'string', ([value]) => value.toLowerCase())],
  ['upper', pure([text], 'string', ([value]) => upper(value))],
  ['title', pure([text], 'string', ([value]) => value.replaceAll(/(?<![\p{L}\p{N}_])\p{L}/gu, (letter) => letter.toUpperCase()))],
  ['split', pure([text, text], 'list', ([separator, value]) => (separator === '' ? [...value] : value === '' ? [''] : value.split(separator)))],
  ['strcontains', pure([text, text], 'bool', ([value, part]) => value.includes(part))],
  ['strrev', pure([text], 'string', ([value]) => charactersOf(value).toReversed().join(''))],
  ['substr', pure([text, integer, integer], 'string', ([value, offset, length]) => substring(value, offset, length))],
  ['trim', pure([text, text], 'string', ([value, set]) => trim(value, set))],
  ['trimprefix', pure([text, text], 'string', ([value, prefix]) => (prefix !== '' && value.startsWith(prefix) ? value.slice(prefix.length) : value))],
  ['trimsuffix', pure([text, text], 'string', ([value, suffix]) => (suffix !== '' && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value))],
  ['trimspace', pure([text], 'string', ([value]) => value.trim())],
  ['sort', pure([texts], 'list', ([values]) => values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)))],
]);

/** What a reader of text calls one character. */
export function charactersOf(value: string): string[] {
  return [...graphemes.segment(value)].map(({ segment }) => segment);
}

/** A known prefix decides `startswith` even when the rest is unknown. */
function certainly(value: Value, range: Value['range'], test: (text: string) => boolean, already: boolean | undefined): Value | boolean | ReturnType<typeof failure> {
  if (value.kind === 'unknown') return already ?? unknownBecause(value, range, [value], { type: 'bool' });
  const known = textOf(value);
  return known === undefined ? failure('a string is required') : test(known);
}

/** Whether a text that begins with `known` begins with `wanted`: undefined while the known part is too short to tell. */
function agreement(known: string, wanted: string): boolean | undefined {
  if (known.startsWith(wanted)) return true;
  return wanted.startsWith(known) ? undefined : false;
}

function reversed(text: string): string {
  return text.split('').toReversed().join('');
}

function join(values: readonly Value[], range: Value['range']): Value {
  const [separator, ...lists] = values;
  if (!separator || lists.length === 0) return errorOf('join takes a separator and a list', range, values);
  const pieces: Value[] = [];
  for (const list of lists) {
    if (list.kind === 'unknown') return unknownBecause(list, range, values, { type: 'string' });
    if (list.kind !== 'list') return errorOf('join takes lists', range, values);
    for (const item of list.items) {
      if (pieces.length > 0) pieces.push(separator);
      pieces.push(item);
    }
  }
  return pieces.length === 0 ? stringOf('', range, values) : { ...joinParts(pieces, range), from: values };
}

/** Letter by letter, as Go does: ß stays ß. */
function upper(value: string): string {
  const raised = value.toUpperCase();
  if (raised.length === value.length) return raised;
  return [...value].map((letter) => ([...letter.toUpperCase()].length === 1 ? letter.toUpperCase() : letter)).join('');
}

function chomp(value: string): string {
  let end = value.length;
  while (value[end - 1] === '\n' || value[end - 1] === '\r') end -= 1;
  return value.slice(0, end);
}

function substring(value: string, offset: number, length: number): string | ReturnType<typeof failure> {
  const characters = charactersOf(value);
  const start = offset < 0 ? characters.length + offset : offset;
  if (start < 0) return failure('the offset lies before the start');
  return characters.slice(start, length < 0 ? undefined : start + length).join('');
}

function trim(value: string, set: string): string {
  const unwanted = new Set(set);
  const characters = [...value];
  let start = 0;
  let end = characters.length;
  while (start < end && unwanted.has(characters[start] ?? '')) start += 1;
  while (end > start && unwanted.has(characters[end - 1] ?? '')) end -= 1;
  return characters.slice(start, end).join('');
}
