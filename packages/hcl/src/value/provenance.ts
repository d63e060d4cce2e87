import type { Range } from '../source/range.ts';
import type { Reference, Value } from './value.ts';

const maximumPlaces = 64;

/** Every place that led to the value, nearest first: `asg.tf:7`, then `prod.tfvars:3`. */
export function placesOf(value: Value): readonly Range[] {
  const places = new Map<string, Range>();
  for (const { range } of walk(value, (at) => at.from)) {
    const key = `${range.file}:${range.start.offset}:${range.end.offset}`;
    if (range.file !== '' && !places.has(key)) places.set(key, range);
  }
  return [...places.values()].slice(0, maximumPlaces);
}

/** Every address the value was read from, also inside lists, objects, templates and alternatives. */
export function referencesOf(value: Value): readonly Reference[] {
  const references = new Map<string, Reference>();
  for (const { reference } of walk(value, (at) => [...contentsOf(at), ...at.from])) {
    if (reference) references.set(`${reference.address}.${reference.attribute}`, reference);
  }
  return [...references.values()];
}

function contentsOf(value: Value): readonly Value[] {
  if (value.kind === 'list') return value.items;
  if (value.kind === 'object') return [...value.entries.values()];
  if (value.kind === 'string') return value.encoded ? [value.encoded] : [];
  if (value.kind !== 'unknown') return [];
  return [...(value.parts ?? []), ...(value.options ?? []), ...(value.encoded ? [value.encoded] : [])];
}

/** Breadth first; every value once; bounded. */
function* walk(start: Value, next: (value: Value) => readonly Value[]): Generator<Value> {
  const seen = new Set<Value>([start]);
  for (const value of seen) {
    yield value;
    if (seen.size > 10_000) continue;
    for (const one of next(value)) seen.add(one);
  }
}
