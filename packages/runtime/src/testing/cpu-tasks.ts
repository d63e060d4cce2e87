/** Tasks that tests of `cpu` run in threads. */
export function square(value: number): number {
  return value * value;
}

/** Holds its thread for the given milliseconds. */
export function spin(ms: number): string {
  const until = performance.now() + ms;
  while (performance.now() < until);
  return 'done';
}

export function fail(): never {
  throw new RangeError('no such page');
}
