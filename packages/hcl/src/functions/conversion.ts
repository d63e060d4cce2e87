import type { FunctionTable, HclFunction } from '../evaluate/scope.ts';
import { convert } from '../types/convert.ts';
import { unifiedElements } from '../types/collections.ts';
import { anyType, typeText, type Type } from '../types/type.ts';
import { boolOf, errorOf, isError, unknownBecause } from '../value/make.ts';
import { oneOf } from '../value/options.ts';
import type { Value } from '../value/value.ts';
import { failure, pure, type Raw } from './define.ts';
import { any, anything, object, unknownIn } from './params.ts';

export const conversionFunctions: FunctionTable = new Map<string, HclFunction>([
  ['tostring', to({ kind: 'string' })],
  ['tonumber', to({ kind: 'number' })],
  ['tobool', to({ kind: 'bool' })],
  ['tolist', to({ kind: 'list', element: anyType })],
  ['toset', to({ kind: 'set', element: anyType })],
  ['tomap', to({ kind: 'map', element: anyType })],
  ['try', (values, { range }) => firstThatHolds(values, range)],
  ['can', pure([anything], 'bool', ([value], { range }) => can(value, range))],
  ['coalesce', (values, { range }) => coalesce(values, range, (value) => value.kind === 'string' && value.value === '')],
  ['coalescelist', (values, { range }) => coalesce(values, range, (value) => value.kind === 'list' && value.items.length === 0)],
  ['alltrue', pure([any], 'bool', ([value], { range }) => quantified(value, range, false))],
  ['anytrue', pure([any], 'bool', ([value], { range }) => quantified(value, range, true))],
  ['sensitive', pure([any], undefined, ([value]) => value)],
  ['nonsensitive', pure([any], undefined, ([value]) => value)],
  ['ephemeralasnull', pure([any], undefined, ([value]) => value)],
  ['issensitive', pure([any], 'bool', () => ({ undecided: 'which values are sensitive is not followed', needs: 'unsupported' }))],
  ['type', pure([any], 'string', ([value]) => (value.kind === 'unknown' ? (value.type ?? 'dynamic') : value.kind === 'list' ? value.flavour : value.kind))],
  ['defaults', pure([object, object], 'object', ([value]) => value)],
]);

function to(type: Type): HclFunction {
  return ([value, ...more], { name, range }) => {
    if (!value || more.length > 0) return errorOf(`${name} takes one argument`, range);
    const converted = convert(value, type);
    if (isError(converted) && !isError(value)) return errorOf(`${name}: this ${value.kind} is no ${typeText(type)}`, range, [value]);
    return { ...converted, range, from: [value] };
  };
}

/** Errors are passed over; an unknown may still turn out to fail, so what follows stays possible. */
function firstThatHolds(values: readonly Value[], range: Value['range']): Value {
  const candidates = values.filter((value) => !isError(value));
  const decided = candidates.findIndex((value) => value.kind !== 'unknown');
  const possible = decided === -1 ? candidates : candidates.slice(0, decided + 1);
  const [first] = possible;
  if (!first) return values.at(-1) ?? errorOf('try takes at least one argument', range);
  if (first.kind !== 'unknown') return { ...first, range, from: [first] };
  return oneOf(possible, first, range, values);
}

function can(value: Value, range: Value['range']): Raw {
  if (isError(value)) return false;
  return value.kind === 'unknown' ? unknownBecause(value, range, [value], { type: 'bool' }) : true;
}

/** An unknown may be null or empty, so the values behind it stay possible. */
function coalesce(values: readonly Value[], range: Value['range'], isEmpty: (value: Value) => boolean): Value {
  const wrong = values.find(isError);
  if (wrong) return wrong;
  const candidates = unifiedElements(values).filter((value) => value.kind !== 'null' && !isEmpty(value));
  const decided = candidates.findIndex((value) => value.kind !== 'unknown');
  const possible = decided === -1 ? candidates : candidates.slice(0, decided + 1);
  const [first] = possible;
  if (!first) return errorOf('coalesce: every argument is null or empty', range, values);
  if (first.kind !== 'unknown') return { ...first, range, from: [first] };
  return oneOf(possible, first, range, values);
}

function quantified(value: Value, range: Value['range'], decisive: boolean): Raw {
  if (value.kind === 'unknown') return unknownBecause(value, range, [value], { type: 'bool' });
  if (value.kind !== 'list') return failure('a list is required');
  const items = value.items.map((item) => convert(item, { kind: 'bool' }));
  if (items.some((item) => item.kind === 'bool' && item.value === decisive)) return decisive;
  const open = unknownIn({ ...value, items });
  return open ? unknownBecause(open, range, [value], { type: 'bool' }) : boolOf(items.some((item) => item.kind === 'null') ? false : !decisive, range);
}
