/**
 * Holm 1979: the level that each p-value is held against so that the chance of any false alarm in the family stays at `alpha`. The
 * smallest is held against alpha/m, the next against alpha/(m - 1), up to the first that does not pass; those after it fail with it.
 */
export function holm(pValues: readonly number[], alpha: number): readonly { readonly alpha: number; readonly rejected: boolean }[] {
  const order = pValues.map((p, index) => ({ p, index })).toSorted((a, b) => a.p - b.p);
  const outcomes: { alpha: number; rejected: boolean }[] = pValues.map(() => ({ alpha, rejected: false }));
  let stopped = false;
  for (const [rank, { p, index }] of order.entries()) {
    const level = alpha / (pValues.length - rank);
    stopped ||= !(p <= level);
    outcomes[index] = { alpha: level, rejected: !stopped };
  }
  return outcomes;
}
