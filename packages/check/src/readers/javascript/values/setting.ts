import type { Setting } from '../../../facts/setting.ts';
import { byDefault, stated, unknown } from '../../../model/known.ts';
import type { Fact, Known } from '../../../model/known.ts';
import type { Default } from '../defaults.ts';
import type { Repository } from '../modules/repository.ts';
import type { Found, ObjectView } from './object.ts';
import type { Place } from './follow.ts';
import { scalarAt } from './scalar.ts';
import type { Primitive, Scalar } from './scalar.ts';

export function numberAt(repository: Repository, place: Place, factor: number = 1): Setting<number> {
  return numberOf(scalarAt(repository, place), place, factor);
}

export function textAt(repository: Repository, place: Place): Setting<string> {
  const scalar = scalarAt(repository, place);
  return setting(scalar, 'value' in scalar.known ? { ...scalar.known, value: String(scalar.known.value) } : scalar.known, 1);
}

function numberOf(scalar: Scalar, place: Place, factor: number): Setting<number> {
  const known = numeric(scalar.known, place);
  return setting(scalar, 'value' in known ? { ...known, value: known.value * factor } : known, scalar.scale * factor);
}

function setting<T>(scalar: Scalar, value: Known<T>, scale: number): Setting<T> {
  return scale === 1 || scalar.variables.length === 0 ? { value, variables: scalar.variables } : { value, variables: scalar.variables, scale };
}

function numeric(known: Known<Primitive>, place: Place): Known<number> {
  if (!('value' in known)) return known;
  const value = typeof known.value === 'string' ? (known.value.trim() === '' ? NaN : Number(known.value)) : typeof known.value === 'number' ? known.value : NaN;
  if (!Number.isNaN(value)) return { ...known, value } satisfies Fact<number>;
  return unknown(`${known.says} is not a number`, { cause: 'not-supported-yet', what: `a number for ${place.module.words(place.node)}` }, { source: known.source });
}

/** Reads an option: its value, the library's default where it is certainly not given, unknown where that cannot be seen. */
export function optionNumber(
  repository: Repository,
  view: ObjectView | null,
  unset: Place,
  paths: readonly (readonly string[])[],
  fallback: Default<number> | null,
  factor: number = 1,
): Setting<number> | null {
  const found = firstFound(view, paths);
  if (found.kind === 'found') {
    const scalar = scalarAt(repository, found.value);
    // `max: undefined` leaves the default; a variable without default does so too, but a unit may set it.
    if (scalar.unset && scalar.variables.length === 0 && fallback) return { value: fact(fallback, unset), variables: [] };
    if (scalar.unset && fallback) return setting(scalar, fact(fallback, found.at), scalar.scale * factor);
    return numberOf(scalar, found.value, factor);
  }
  if (found.kind === 'unknown')
    return { value: unknown(found.reason, { cause: found.cause, what: `the value of ${paths[0]?.join('.') ?? 'the option'}` }, { source: unset.module.source(unset.node) }), variables: [] };
  return fallback ? { value: fact(fallback, unset), variables: [] } : null;
}

export function optionText(repository: Repository, view: ObjectView | null, paths: readonly (readonly string[])[]): Setting<string> | null {
  const found = firstFound(view, paths);
  return found.kind === 'found' ? textAt(repository, found.value) : null;
}

export function firstFound(view: ObjectView | null, paths: readonly (readonly string[])[]): Found {
  if (!view) return { kind: 'absent' };
  let gap: Found | null = null;
  for (const path of paths) {
    const found = view.get(...path);
    if (found.kind === 'found') return found;
    if (found.kind === 'unknown') gap ??= found;
  }
  return gap ?? { kind: 'absent' };
}

export function fact<T>(fallback: Default<T>, place: Place): Fact<T> {
  return byDefault(fallback.value, place.module.source(place.node), place.module.words(place.node), fallback.citation);
}

export function constant<T>(value: T, place: Place): Setting<T> {
  return { value: stated(value, place.module.source(place.node), place.module.words(place.node)), variables: [] };
}

export function gap<T>(place: Place, reason: string, what: string): Setting<T> {
  return { value: unknown(reason, { cause: 'not-supported-yet', what }, { source: place.module.source(place.node) }), variables: [] };
}
