import type { Bounds, Value } from './value.ts';

/** What is certain about a number; undefined when nothing is. */
export function boundsOf(value: Value): Bounds | undefined {
  if (value.kind === 'number') return { min: value.value, max: value.value };
  if (value.kind === 'string' && value.value.trim() !== '' && Number.isFinite(Number(value.value))) {
    return { min: Number(value.value), max: Number(value.value) };
  }
  if (value.kind !== 'unknown') return undefined;
  return value.bounds ?? (value.options ? hull(value.options) : undefined);
}

/** The smallest interval around all options; undefined when one of them has no bounds. */
export function hull(values: readonly Value[]): Bounds | undefined {
  let mins: number[] | undefined = [];
  let maxs: number[] | undefined = [];
  for (const value of values) {
    const bounds = boundsOf(value);
    if (!bounds) return undefined;
    mins = bounds.min === undefined ? undefined : mins && [...mins, bounds.min];
    maxs = bounds.max === undefined ? undefined : maxs && [...maxs, bounds.max];
  }
  return bounded(mins && least(mins), maxs && greatest(maxs));
}

/** No bounds at all rather than an empty record. */
function bounded(min: number | undefined, max: number | undefined): Bounds | undefined {
  const low = min !== undefined && Number.isFinite(min);
  const high = max !== undefined && Number.isFinite(max);
  if (!low && !high) return undefined;
  return { ...(low ? { min } : {}), ...(high ? { max } : {}) };
}

export function addBounds(a: Bounds, b: Bounds): Bounds | undefined {
  return bounded(
    both(a.min, b.min, (x, y) => x + y),
    both(a.max, b.max, (x, y) => x + y),
  );
}

export function negateBounds(a: Bounds): Bounds {
  return bounded(negative(a.max), negative(a.min)) ?? {};
}

export function multiplyBounds(a: Bounds, b: Bounds): Bounds | undefined {
  const products = [ends(a), ends(b)] as const;
  const corners = products[0].flatMap((x) => products[1].map((y) => (x === 0 || y === 0 ? 0 : x * y)));
  return bounded(least(corners), greatest(corners));
}

/** Undefined when the divisor may be zero. */
export function divideBounds(a: Bounds, b: Bounds): Bounds | undefined {
  const [low, high] = ends(b);
  if (low <= 0 && high >= 0) return undefined;
  return multiplyBounds(a, { min: 1 / high, max: 1 / low });
}

export function minBounds(all: readonly (Bounds | undefined)[]): Bounds | undefined {
  const mins = all.map((one) => one?.min);
  const maxs = all.flatMap((one) => (one?.max === undefined ? [] : [one.max]));
  return bounded(mins.every((min) => min !== undefined) ? least(mins) : undefined, maxs.length > 0 ? least(maxs) : undefined);
}

export function maxBounds(all: readonly (Bounds | undefined)[]): Bounds | undefined {
  const mirrored = minBounds(all.map((one) => one && negateBounds(one)));
  return mirrored && negateBounds(mirrored);
}

function ends(bounds: Bounds): readonly [number, number] {
  return [bounds.min ?? Number.NEGATIVE_INFINITY, bounds.max ?? Number.POSITIVE_INFINITY];
}

function both(a: number | undefined, b: number | undefined, combine: (a: number, b: number) => number): number | undefined {
  return a === undefined || b === undefined ? undefined : combine(a, b);
}

function negative(value: number | undefined): number | undefined {
  return value === undefined ? undefined : 0 - value;
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function greatest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
}
