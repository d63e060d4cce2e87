import { decimal } from '../evaluate/arithmetic.ts';
import type { FunctionTable, HclFunction } from '../evaluate/scope.ts';
import { convert } from '../types/convert.ts';
import { boundsOf, maxBounds, minBounds } from '../value/bounds.ts';
import { errorOf, isError, numberOf, unknownBecause } from '../value/make.ts';
import { forEachOption } from '../value/options.ts';
import type { Value } from '../value/value.ts';
import { failure, pure } from './define.ts';
import { integer, number, numbers, text } from './params.ts';

export const numericFunctions: FunctionTable = new Map<string, HclFunction>([
  ['abs', pure([number], 'number', ([value]) => Math.abs(value))],
  ['ceil', pure([number], 'number', ([value]) => Math.ceil(value))],
  ['floor', pure([number], 'number', ([value]) => Math.floor(value))],
  ['log', pure([number, number], 'number', ([value, base]) => decimal(Math.log(value) / Math.log(base)))],
  ['pow', pure([number, number], 'number', ([base, exponent]) => decimal(base ** exponent))],
  ['signum', pure([number], 'number', ([value]) => Math.sign(value))],
  ['sum', pure([numbers], 'number', ([values]) => (values.length === 0 ? failure('the list is empty') : decimal(values.reduce((a, b) => a + b, 0))))],
  ['parseint', pure([text, integer], 'number', ([digits, base]) => parseInteger(digits, base))],
  ['max', extreme((a, b) => Math.max(a, b), maxBounds)],
  ['min', extreme((a, b) => Math.min(a, b), minBounds)],
]);

/** Bounds survive an unknown argument: max(unknown, 2) is at least 2. */
function extreme(pick: (a: number, b: number) => number, combine: typeof maxBounds): HclFunction {
  return function call(values, context): Value {
    const { name, range } = context;
    const read = values.map((value) => convert(value, { kind: 'number' }));
    const wrong = read.find((value) => isError(value) || value.kind === 'null');
    if (wrong || read.length === 0) return errorOf(`${name} takes numbers`, range, values);
    const known = read.flatMap((value) => (value.kind === 'number' ? [value.value] : []));
    if (known.length === read.length) return numberOf(known.reduce(pick), range, values);
    const byOption = forEachOption(read, range, (chosen) => call(chosen, context));
    if (byOption) return byOption;
    const bounds = combine(read.map(boundsOf));
    const cause = read.find((value) => value.kind === 'unknown');
    if (cause?.kind !== 'unknown') return errorOf(`${name} takes numbers`, range, values);
    return unknownBecause(cause, range, values, { type: 'number', ...(bounds ? { bounds } : {}) });
  };
}

function parseInteger(digits: string, base: number): number | ReturnType<typeof failure> {
  if (base < 2 || base > 62) return failure('the base lies between 2 and 62');
  const alphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const sign = digits.startsWith('-') ? -1 : 1;
  const unsigned = digits.replace(/^[+-]/, '');
  let result = 0;
  for (const character of base <= 36 ? unsigned.toLowerCase() : unsigned) {
    const digit = alphabet.indexOf(character);
    if (digit < 0 || digit >= base) return failure(`"${digits}" is no number in base ${base}`);
    result = result * base + digit;
  }
  return unsigned === '' ? failure('there are no digits') : sign * result;
}
