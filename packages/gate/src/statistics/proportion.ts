import { incompleteBeta, inverseOf } from './special.ts';

/**
 * One-sided bounds of a share, each of the given confidence: Clopper and Pearson 1934, by the beta distribution. `count` and `of` may be
 * fractions when a design effect has shrunk them. Never too narrow; of nothing at all it is everything.
 */
export function clopperPearson(count: number, of: number, confidence: number): { readonly low: number; readonly high: number } {
  if (!(of >= 0 && count >= 0 && count <= of)) throw new RangeError(`${count} of ${of} is no share`);
  if (of === 0) return { low: 0, high: 1 };
  const low = count <= 0 ? 0 : inverseOf((p) => incompleteBeta(p, count, of - count + 1), 1 - confidence, 0, 1);
  const high = count >= of ? 1 : inverseOf((p) => incompleteBeta(p, count + 1, of - count), confidence, 0, 1);
  return { low, high };
}

/**
 * How much less many requests say than as many independent ones, since failures come in clusters: the variance of a share over slices
 * against the binomial one (Kish 1965). At least 1, and 1 when there are too few slices to tell.
 */
export function designEffect(slices: readonly { readonly count: number; readonly of: number }[]): number {
  const filled = slices.filter(({ of }) => of > 0);
  const total = filled.reduce((sum, { of }) => sum + of, 0);
  const share = filled.reduce((sum, { count }) => sum + count, 0) / total;
  if (filled.length < 4 || !(share > 0 && share < 1)) return 1;
  // Variance of a ratio estimate over clusters, against share(1 - share)/total.
  const spread = filled.reduce((sum, { count, of }) => sum + (count - share * of) ** 2, 0);
  const clustered = (filled.length / (filled.length - 1)) * (spread / total ** 2);
  return Math.max(1, clustered / ((share * (1 - share)) / total));
}
