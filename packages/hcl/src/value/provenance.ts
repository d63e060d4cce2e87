import type { Range } from '../source/range.ts';
import type { Reference, Value } from './value.ts';

const maximumPlaces = 64;
const maximumSteps = 100;
const maximumValues = 10_000;

/** Every place that led to the value, nearest first: `asg.tf:7`, then `prod.tfvars:3`. */
export function placesOf(value: Value): readonly Range[] {
  const places = new Map<string, Range>();
  for (const { range } of walk(value, (at) => at.from)) {
    const key = `${range.file}:${range.start.offset}:${range.end.offset}`;
    if (range.file !== '' && !places.has(key)) places.set(key, range);
    if (places.size === maximumPlaces) break;
  }
  return [...places.values()];
}

/** Every attribute the value was read from, also inside lists, objects, templates and alternatives. */
export function referencesOf(value: Value): readonly Reference[] {
  const references = new Map<string, Reference>();
  for (const { reference } of walk(value, (at) => [...contentsOf(at), ...at.from])) {
    if (reference && reference.attribute !== '') references.set(`${reference.address}.${reference.attribute}`, reference);
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

/** Breadth first; every value once; bounded in depth and number, as chains through locals may be long. */
function* walk(start: Value, next: (value: Value) => readonly Value[]): Generator<Value> {
  const seen = new Set<Value>([start]);
  let level: readonly Value[] = [start];
  for (let depth = 0; depth < maximumSteps && level.length > 0; depth += 1) {
    const following: Value[] = [];
    for (const value of level) {
      yield value;
      if (seen.size > maximumValues) continue;
      for (const one of next(value)) {
        if (seen.has(one)) continue;
        seen.add(one);
        following.push(one);
      }
    }
    level = following;
  }
}
