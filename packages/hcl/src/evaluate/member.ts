import type { Range } from '../source/range.ts';
import type { Member } from './scope.ts';
import { errorOf, referTo, unknownBecause } from '../value/make.ts';
import { forEachOption, oneOf } from '../value/options.ts';
import { textOf } from '../value/text.ts';
import { maximumOptions, type ListValue, type ObjectValue, type Reference, type UnknownValue, type Value } from '../value/value.ts';

/** `value.name`. */
export function attributeOf(value: Value, name: string, range: Range, member?: Member): Value {
  switch (value.kind) {
    case 'object': {
      const entry = value.entries.get(name);
      return entry ? seen(entry, value, range) : errorOf(`there is no attribute "${name}" here`, range, [value]);
    }
    case 'unknown':
      return partOf(value, name, range, member) ?? ofUnknown(value, range, `.${name}`, (option) => attributeOf(option, name, range, member));
    case 'list':
      return /^\d+$/.test(name) ? fromList(value, Number(name), range) : errorOf(`a list has no attribute "${name}"`, range, [value]);
    default:
      return errorOf(`a ${value.kind} has no attribute "${name}"`, range, [value]);
  }
}

function partOf(value: UnknownValue, name: string, range: Range, member: Member | undefined): Value | undefined {
  const found = value.reference?.attribute === '' ? member?.(value.reference, name, range) : undefined;
  return found && referTo(found, range, found.reference);
}

/** `value[key]`. An unknown key leaves every item possible. */
export function itemOf(value: Value, key: Value, range: Range): Value {
  if (value.kind === 'unknown') {
    const text = textOf(key);
    return ofUnknown(value, range, text === undefined ? '[*]' : `["${text}"]`, (option) => itemOf(option, key, range));
  }
  if (value.kind !== 'list' && value.kind !== 'object') return errorOf(`a ${value.kind} cannot be indexed`, range, [value]);
  if (key.kind === 'unknown') return anyItem(value, key, range);
  const text = textOf(key);
  if (text === undefined) return errorOf(`a ${key.kind} cannot be an index`, range, [value, key]);
  if (value.kind === 'list') return fromList(value, Number(text), range);
  const entry = value.entries.get(text);
  return entry ? seen(entry, value, range) : errorOf(`there is no key "${text}" here`, range, [value, key]);
}

function fromList(list: ListValue, index: number, range: Range): Value {
  if (list.flavour === 'set') return errorOf('a set cannot be indexed', range, [list]);
  const item = Number.isInteger(index) ? list.items[index] : undefined;
  return item ? seen(item, list, range) : errorOf(`there is no item ${index} in a list of ${list.items.length}`, range, [list]);
}

function anyItem(value: ListValue | ObjectValue, key: UnknownValue, range: Range): Value {
  const chosen = forEachOption([key], range, ([option]) => (option ? itemOf(value, option, range) : key));
  if (chosen) return chosen;
  const items = value.kind === 'list' ? value.items : [...value.entries.values()];
  const usable = items.length > 0 && items.length <= maximumOptions;
  return usable ? oneOf(items, key, range, [value, key]) : unknownBecause(key, range, [value, key]);
}

function ofUnknown(value: UnknownValue, range: Range, suffix: string, project: (option: Value) => Value): Value {
  if (value.type === 'string' || value.type === 'number' || value.type === 'bool') return errorOf(`a ${value.type} has no parts`, range, [value]);
  const { options } = value;
  if (options && options.length > 0) return oneOf(options.map(project), value, range, [value]);
  const reference: Reference | undefined = value.reference && {
    address: value.reference.address,
    attribute: `${value.reference.attribute}${suffix}`.replace(/^\./, ''),
  };
  return unknownBecause(value, range, [value], reference ? { reference } : {});
}

/** The part leads to where it was written, and to how one got to the whole. */
function seen(part: Value, whole: Value, range: Range): Value {
  const value = referTo(part, range, part.reference);
  return whole.from.length === 0 ? value : { ...value, from: [part, whole] };
}
