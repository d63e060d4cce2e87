import { joinParts } from '../evaluate/join-parts.ts';
import type { FunctionTable, HclFunction } from '../evaluate/scope.ts';
import { convert } from '../types/convert.ts';
import { errorOf, isError, listOf, stringOf, unknownBecause } from '../value/make.ts';
import { jsonText } from '../value/json.ts';
import { formatNumber } from '../value/text.ts';
import type { Value } from '../value/value.ts';

const verb = /%(?<flags>[-+# 0]*)(?:\[(?<before>\d+)\])?(?<width>\d+)?(?:\.(?<precision>\d+))?(?:\[(?<index>\d+)\])?(?<verb>[a-zA-Z%])/g;

export const formatFunctions: FunctionTable = new Map<string, HclFunction>([
  ['format', ([template, ...values], { range }) => (template ? format(template, values, range) : errorOf('format takes a template', range))],
  ['formatlist', ([template, ...values], { range }) => (template ? formatList(template, values, range) : errorOf('formatlist takes a template', range))],
]);

function format(template: Value, values: readonly Value[], range: Value['range']): Value {
  const from = [template, ...values];
  if (template.kind === 'unknown') return unknownBecause(template, range, from, { type: 'string' });
  if (template.kind !== 'string') return errorOf('format: the template is no string', range, from);
  const pieces: Value[] = [];
  let end = 0;
  let next = 0;
  for (const match of template.value.matchAll(verb)) {
    pieces.push(stringOf(template.value.slice(end, match.index), range));
    end = match.index + match[0].length;
    const groups = match.groups ?? {};
    if (groups['verb'] === '%') {
      pieces.push(stringOf('%', range));
      continue;
    }
    const chosen = groups['index'] ?? groups['before'];
    if (chosen !== undefined) next = Number(chosen) - 1;
    const value = values[next];
    next += 1;
    if (!value) return errorOf(`format: there is no argument for ${match[0]}`, range, from);
    const piece = formatOne(value, groups, range);
    if (isError(piece)) return piece;
    pieces.push(piece);
  }
  pieces.push(stringOf(template.value.slice(end), range));
  const joined = joinParts(pieces, range);
  return isError(joined) ? joined : { ...joined, from: from.slice(0, 8) };
}

function formatOne(value: Value, groups: Readonly<Record<string, string | undefined>>, range: Value['range']): Value {
  if (value.kind === 'unknown') return value;
  const text = render(value, groups['verb'] ?? 'v', groups);
  if (text === undefined) return errorOf(`format: %${groups['verb']} cannot show a ${value.kind}`, range, [value]);
  return stringOf(padded(text, groups), range, [value]);
}

function render(value: Value, letter: string, groups: Readonly<Record<string, string | undefined>>): string | undefined {
  const { precision } = groups;
  if (letter === 'v') return value.kind === 'string' ? value.value : value.kind === 'number' ? signed(formatNumber(value.value), groups) : jsonText(value);
  if (letter === 's' || letter === 'q') {
    const text = convert(value, { kind: 'string' });
    if (text.kind !== 'string') return undefined;
    const cut = precision === undefined ? text.value : [...text.value].slice(0, Number(precision)).join('');
    return letter === 's' ? cut : JSON.stringify(cut);
  }
  if (letter === 't') {
    const bool = convert(value, { kind: 'bool' });
    return bool.kind === 'bool' ? String(bool.value) : undefined;
  }
  const number = convert(value, { kind: 'number' });
  return number.kind === 'number' ? renderNumber(number.value, letter, groups) : undefined;
}

function renderNumber(value: number, letter: string, groups: Readonly<Record<string, string | undefined>>): string | undefined {
  const digits = Math.min(100, Number(groups['precision'] ?? 6));
  switch (letter) {
    case 'd':
      return signed(formatNumber(Math.trunc(value)), groups);
    case 'b':
      return signed(Math.trunc(value).toString(2), groups);
    case 'o':
      return signed(Math.trunc(value).toString(8), groups);
    case 'x':
      return signed(Math.trunc(value).toString(16), groups);
    case 'X':
      return signed(Math.trunc(value).toString(16).toUpperCase(), groups);
    case 'f':
    case 'F':
      return signed(value.toFixed(digits), groups);
    case 'e':
    case 'E': {
      const text = value.toExponential(digits).replace(/e([+-])(\d)$/, 'e$10$2');
      return signed(letter === 'E' ? text.toUpperCase() : text, groups);
    }
    case 'g':
    case 'G':
      return signed(groups['precision'] === undefined ? formatNumber(value) : String(Number(value.toPrecision(Math.max(1, digits)))), groups);
    default:
      return undefined;
  }
}

function signed(text: string, groups: Readonly<Record<string, string | undefined>>): string {
  if (text.startsWith('-')) return text;
  return groups['flags']?.includes('+') ? `+${text}` : groups['flags']?.includes(' ') ? ` ${text}` : text;
}

function padded(text: string, groups: Readonly<Record<string, string | undefined>>): string {
  const width = Math.min(1000, Number(groups['width'] ?? 0));
  const flags = groups['flags'] ?? '';
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0')) return text.padStart(width);
  const sign = /^[+-]/.test(text) ? (text[0] ?? '') : '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

/** Every list argument is walked in step; the others stay the same in each line. */
function formatList(template: Value, values: readonly Value[], range: Value['range']): Value {
  const from = [template, ...values];
  const lists = values.filter((value) => value.kind === 'list');
  const unknown = values.find((value) => value.kind === 'unknown' && (value.type === 'list' || lists.length === 0));
  if (unknown?.kind === 'unknown') return unknownBecause(unknown, range, from, { type: 'list' });
  const length = lists[0]?.items.length ?? 1;
  if (lists.some((list) => list.items.length !== length)) return errorOf('formatlist: the lists differ in length', range, from);
  const lines = Array.from({ length }, (_, index) =>
    format(
      template,
      values.map((value) => (value.kind === 'list' ? (value.items[index] ?? value) : value)),
      range,
    ),
  );
  const wrong = lines.find(isError);
  return wrong ?? listOf(lines, range, from, 'list');
}
