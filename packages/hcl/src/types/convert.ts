import { boundsOf } from '../value/bounds.ts';
import { errorOf, listOf, nullOf, numberOf, objectOf, stringOf, boolOf, unknownBecause } from '../value/make.ts';
import { forEachOption } from '../value/options.ts';
import { textOf } from '../value/text.ts';
import type { ListValue, ObjectValue, TypeName, UnknownValue, Value } from '../value/value.ts';
import { elementsOf, setOf, unifiedElements } from './collections.ts';
import { typeText, type Type } from './type.ts';

/**
 * Converts as Terraform does when a value meets a type constraint: "5" becomes 5, a tuple becomes a list, missing optional
 * attributes take their defaults. What cannot be converted becomes an unknown whose need is `error`.
 */
export function convert(value: Value, type: Type): Value {
  if (value.kind === 'unknown') return convertUnknown(value, type);
  if (value.kind === 'null') return value;
  switch (type.kind) {
    case 'any':
      return value;
    case 'string':
      return toText(value);
    case 'number':
      return toNumber(value);
    case 'bool':
      return toBool(value);
    case 'list':
    case 'set':
      return toSequence(value, type.kind, type.element);
    case 'map':
      return toMap(value, type.element);
    case 'tuple':
      return toTuple(value, type.elements);
    case 'object':
      return toObject(value, type);
  }
}

function convertUnknown(value: UnknownValue, type: Type): Value {
  const converted = forEachOption([value], value.range, ([option]) => convert(option ?? value, type));
  if (converted) return converted.kind === 'unknown' && value.reference ? { ...converted, reference: value.reference } : converted;
  const name = typeNames[type.kind];
  if (value.type !== undefined && name !== undefined && !mayBecome(value.type, name)) return errorOf(`a ${typeText(type)} is required, this is a ${value.type}`, value.range, [value]);
  return name === undefined || value.type === name ? value : { ...value, type: name };
}

/** Whatever its value, a list is never a number. */
function mayBecome(from: TypeName, to: TypeName): boolean {
  const isWhole = (name: TypeName): boolean => name === 'list' || name === 'object';
  return from === to || (!isWhole(from) && !isWhole(to));
}

const typeNames: Record<Type['kind'], TypeName | undefined> = {
  any: undefined,
  string: 'string',
  number: 'number',
  bool: 'bool',
  list: 'list',
  set: 'list',
  tuple: 'list',
  map: 'object',
  object: 'object',
};

function toText(value: Value): Value {
  if (value.kind === 'string') return value;
  const text = textOf(value);
  return text === undefined ? mismatch(value, 'string') : { ...stringOf(text, value.range, value.from), ...referenceOf(value) };
}

function toNumber(value: Value): Value {
  if (value.kind === 'number') return value;
  const isNumeric = value.kind === 'string' && value.value.length < 500 && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value.value);
  const bounds = isNumeric ? boundsOf(value) : undefined;
  return bounds?.min === undefined ? mismatch(value, 'number') : { ...numberOf(bounds.min, value.range, value.from), ...referenceOf(value) };
}

function toBool(value: Value): Value {
  if (value.kind === 'bool') return value;
  if (value.kind !== 'string') return mismatch(value, 'bool');
  const known = value.value === 'true' || value.value === '1' ? true : value.value === 'false' || value.value === '0' ? false : undefined;
  return known === undefined ? mismatch(value, 'bool') : { ...boolOf(known, value.range, value.from), ...referenceOf(value) };
}

function toSequence(value: Value, kind: 'list' | 'set', element: Type): Value {
  if (value.kind !== 'list') return mismatch(value, kind);
  const items = element.kind === 'any' ? unifiedElements(value.items) : value.items.map((item) => convert(item, element));
  const failed = items.find(isFailed);
  if (failed) return failed;
  return withReference(value, kind === 'set' ? setOf(items, value.range, value.from) : listOf(items, value.range, value.from, 'list'));
}

function toMap(value: Value, element: Type): Value {
  if (value.kind !== 'object') return mismatch(value, 'map');
  const keys = [...value.entries.keys()];
  const before = [...value.entries.values()];
  const items = element.kind === 'any' ? unifiedElements(before) : before.map((item) => convert(item, element));
  const failed = items.find(isFailed);
  if (failed) return failed;
  const entries = new Map(keys.map((key, index) => [key, items[index] ?? nullOf(value.range)]));
  return withReference(value, objectOf(entries, value.range, value.from, 'map'));
}

function toTuple(value: Value, elements: readonly Type[]): Value {
  const items = elementsOf(value);
  if (!items || items.length !== elements.length) return mismatch(value, `tuple of ${elements.length}`);
  return withReference(
    value,
    listOf(
      items.map((item, index) => convert(item, elements[index] ?? { kind: 'any' })),
      value.range,
      value.from,
    ),
  );
}

function toObject(value: Value, type: Extract<Type, { kind: 'object' }>): Value {
  if (value.kind !== 'object') return mismatch(value, typeText(type));
  const entries = new Map<string, Value>();
  for (const [name, attribute] of type.attributes) {
    const given = value.entries.get(name);
    if (!given && !attribute.optional) return errorOf(`attribute "${name}" is required`, value.range, [value]);
    const missing = given === undefined || (given.kind === 'null' && attribute.fallback !== undefined);
    const converted = convert(missing ? (attribute.fallback ?? nullOf(value.range)) : given, attribute.type);
    if (isFailed(converted)) return converted;
    entries.set(name, converted);
  }
  return withReference(value, objectOf(entries, value.range, value.from));
}

function withReference(before: Value, after: ListValue | ObjectValue | UnknownValue): Value {
  return { ...after, ...referenceOf(before) };
}

function referenceOf(value: Value): Pick<Value, 'reference'> {
  return value.reference ? { reference: value.reference } : {};
}

function mismatch(value: Value, wanted: string): Value {
  if (value.kind === 'unknown') return unknownBecause(value, value.range);
  return errorOf(`a ${wanted} is required, this is a ${value.kind}`, value.range, [value]);
}

function isFailed(value: Value): boolean {
  return value.kind === 'unknown' && value.needs.kind === 'error';
}
