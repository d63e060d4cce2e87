import type { Value } from './value.ts';

/** Equality in three values: undefined while an unknown part may decide either way. HCL compares types as well. */
export function equal(a: Value, b: Value): boolean | undefined {
  if (a.kind === 'unknown' || b.kind === 'unknown') return possiblyEqual(a, b);
  if (a.kind === 'null' || b.kind === 'null') return a.kind === b.kind;
  if (a.kind === 'list' && b.kind === 'list') return equalLists(a, b);
  if (a.kind === 'object' && b.kind === 'object') return equalObjects(a, b);
  return a.kind === b.kind && 'value' in a && 'value' in b && a.value === b.value;
}

/** Certain equality, for recognising options and duplicates. */
export function same(a: Value, b: Value): boolean {
  if (a.kind !== 'unknown' && b.kind !== 'unknown') return equal(a, b) === true;
  const [left, right] = [a.reference, b.reference];
  const isOneThing = a.kind === b.kind && left !== undefined && left.address === right?.address && left.attribute === right.attribute;
  return a === b || isOneThing;
}

function possiblyEqual(a: Value, b: Value): boolean | undefined {
  const left = alternatives(a);
  const right = alternatives(b);
  if (!left || !right) return undefined;
  const answers = new Set(left.flatMap((x) => right.map((y) => (x.kind === 'unknown' || y.kind === 'unknown' ? undefined : equal(x, y)))));
  return answers.size === 1 ? [...answers][0] : undefined;
}

function alternatives(value: Value): readonly Value[] | undefined {
  return value.kind === 'unknown' ? value.options : [value];
}

function equalLists(a: Extract<Value, { kind: 'list' }>, b: Extract<Value, { kind: 'list' }>): boolean | undefined {
  if (a.flavour !== b.flavour || a.items.length !== b.items.length) return false;
  return all(a.items.map((item, index) => [item, b.items[index]] as const));
}

function equalObjects(a: Extract<Value, { kind: 'object' }>, b: Extract<Value, { kind: 'object' }>): boolean | undefined {
  if (a.flavour !== b.flavour || a.entries.size !== b.entries.size) return false;
  return all([...a.entries].map(([key, value]) => [value, b.entries.get(key)] as const));
}

function all(pairs: readonly (readonly [Value, Value | undefined])[]): boolean | undefined {
  let certain: boolean | undefined = true;
  for (const [a, b] of pairs) {
    const answer = b === undefined ? false : equal(a, b);
    if (answer === false) return false;
    if (answer === undefined) certain = undefined;
  }
  return certain;
}
