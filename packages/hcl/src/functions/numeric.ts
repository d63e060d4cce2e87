import { calculate } from '../evaluate/decimal.ts';
import type { FunctionTable, HclFunction } from '../evaluate/scope.ts';
import { convert } from '../types/convert.ts';
import { boundsOf, maxBounds, minBounds } from '../value/bounds.ts';
import { errorOf, isError, numberOf, unknownBecause } from '../value/make.ts';
import { forEachOption } from '../value/options.ts';
import type { Value } from '../value/value.ts';
import { failure, pure, type Raw } from './define.ts';
import { any, integer, number, numbers } from './params.ts';

/** No double has more in any base. */
const maximumDigits = 1100;

export const numericFunctions: FunctionTable = new Map<string, HclFunction>([
  ['abs', pure([number], 'number', ([value]) => Math.abs(value))],
  ['ceil', pure([number], 'number', ([value]) => Math.ceil(value))],
  ['floor', pure([number], 'number', ([value]) => Math.floor(value))],
  ['log', pure([number, number], 'number', ([value, base]) => decimal(Math.log(value) / Math.log(base)))],
  ['pow', pure([number, number], 'number', ([base, exponent]) => decimal(base ** exponent))],
  ['signum', pure([number], 'number', ([value]) => Math.sign(value))],
  ['sum', pure([numbers], 'number', ([values]) => (values.length === 0 ? failure('the list is empty') : values.reduce((a, b) => calculate(a, b, '+'), 0)))],
  ['parseint', pure([any, integer], 'number', ([digits, base], { range }) => parseInteger(digits, base, range))],
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

/** Logarithms and powers are calculated in binary; fifteen digits are what a double holds for certain. */
function decimal(value: number): number {
  return Number.isInteger(value) || !Number.isFinite(value) ? value : Number(value.toPrecision(15));
}

function parseInteger(source: Value, base: number, range: Value['range']): Raw {
  if (source.kind === 'unknown') return unknownBecause(source, range, [source], { type: 'number' });
  if (source.kind !== 'string') return failure(`a string is required, this is a ${source.kind}`);
  const digits = source.value;
  if (base < 2 || base > 62) return failure('the base lies between 2 and 62');
  const alphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const unsigned = digits.replace(/^[+-]/, '');
  if (unsigned.length > maximumDigits) return failure(`more than ${maximumDigits} digits`);
  let result = 0n; // as digits are added to a double, it is rounded many times
  for (const character of base <= 36 ? unsigned.toLowerCase() : unsigned) {
    const digit = alphabet.indexOf(character);
    if (digit < 0 || digit >= base) return failure(`"${digits}" is no number in base ${base}`);
    result = result * BigInt(base) + BigInt(digit);
  }
  return unsigned === '' ? failure('there are no digits') : Number(digits.startsWith('-') ? -result : result);
}
