import type { FunctionTable, HclFunction } from '../evaluate/scope.ts';
import type { Range } from '../source/range.ts';
import { convert } from '../types/convert.ts';
import { anyType, type Type } from '../types/type.ts';
import { equal } from '../value/equal.ts';
import { stringOf, unknownBecause, unknownOf } from '../value/make.ts';
import { knownPrefix } from '../value/text.ts';
import type { Value } from '../value/value.ts';
import { failure, pure, type Raw } from './define.ts';
import { any, integer, text } from './params.ts';

/** OpenTofu's assumptions: the value itself where they hold or may hold, a failure where they certainly do not. */
export const assumeFunctions: FunctionTable = new Map<string, HclFunction>([
  ['assumeequal', pure([any, any], undefined, ([actual, assumed]) => (equal(alike(actual, assumed), assumed) === false ? failure('the values differ') : assumed))],
  ['assumenotnull', pure([any], undefined, ([value]) => (value.kind === 'null' ? failure('the value is null') : value))],
  ['assumestringprefix', pure([any, text], 'string', ([value, prefix], { range }) => withPrefix(value, prefix, range))],
  ...(['list', 'set', 'map'] as const).flatMap((kind): [string, HclFunction][] => [
    [`assume${kind}length`, pure([any, integer, integer], undefined, ([value, least, most]) => ofLength(value, kind, least, most))],
    [`assume${kind}lengthmin`, pure([any, integer], undefined, ([value, least]) => ofLength(value, kind, least, Infinity))],
    [`assume${kind}lengthmax`, pure([any, integer], undefined, ([value, most]) => ofLength(value, kind, 0, most))],
  ]),
]);

/** `actual` in the type of `assumed`: `["a"]` is assumed equal to a list. */
function alike(actual: Value, assumed: Value): Value {
  switch (assumed.kind) {
    case 'string':
    case 'number':
    case 'bool':
      return convert(actual, { kind: assumed.kind });
    case 'list':
      return assumed.flavour === 'tuple' ? actual : convert(actual, { kind: assumed.flavour, element: anyType });
    case 'object':
      return assumed.flavour === 'map' ? convert(actual, { kind: 'map', element: anyType }) : actual;
    default:
      return actual;
  }
}

function withPrefix(value: Value, prefix: string, range: Range): Raw {
  const read = convert(value, { kind: 'string' });
  if (read.kind === 'string') return read.value.startsWith(prefix) ? read : failure(`the text does not begin with "${prefix}"`);
  if (read.kind !== 'unknown') return read;
  const known = knownPrefix(read);
  if (known.startsWith(prefix)) return read;
  if (!prefix.startsWith(known)) return failure(`the text does not begin with "${prefix}"`);
  const rest = unknownOf(read.reason, read.needs, range, [], { type: 'string' });
  return unknownBecause(read, range, [read], { type: 'string', parts: [stringOf(prefix, range), rest] });
}

function ofLength(value: Value, kind: 'list' | 'set' | 'map', least: number, most: number): Raw {
  const type: Type = { kind, element: anyType };
  const read = convert(value, type);
  const length = read.kind === 'list' ? read.items.length : read.kind === 'object' ? read.entries.size : undefined;
  return length === undefined || (length >= least && length <= most) ? read : failure(`the ${kind} has ${length} items`);
}
