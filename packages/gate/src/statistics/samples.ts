/** Quantile of type 7 (Hyndman and Fan 1996), the default of R and NumPy: linear between the order statistics. */
export function quantileOfSamples(samples: readonly number[], quantile: number): number {
  if (samples.length === 0) throw new RangeError('of no samples there is no quantile');
  const sorted = samples.toSorted((a, b) => a - b);
  const at = quantile * (sorted.length - 1);
  const below = Math.floor(at);
  const [low, high] = [sorted[below] ?? 0, sorted[Math.min(below + 1, sorted.length - 1)] ?? 0];
  return low + (high - low) * (at - below);
}

export function medianOf(samples: readonly number[]): number {
  return quantileOfSamples(samples, 0.5);
}

export function meanOf(samples: readonly number[]): number {
  if (samples.length === 0) throw new RangeError('of no samples there is no mean');
  return samples.reduce((sum, each) => sum + each, 0) / samples.length;
}

/** Unbiased; 0 for a single sample, which says nothing of its spread. */
export function varianceOf(samples: readonly number[]): number {
  if (samples.length < 2) return 0;
  const mean = meanOf(samples);
  return samples.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (samples.length - 1);
}

/** Mean without the given share at either end (rounded down to whole samples), so that one disturbed block does not decide. */
export function trimmedMean(samples: readonly number[], share: number): number {
  const cut = Math.floor(samples.length * share);
  return meanOf(samples.toSorted((a, b) => a - b).slice(cut, samples.length - cut));
}

/** Standard deviation estimated from the median absolute deviation; 1.4826 makes it agree with the normal distribution. */
export function robustDeviation(samples: readonly number[]): number {
  const middle = medianOf(samples);
  return 1.4826 * medianOf(samples.map((each) => Math.abs(each - middle)));
}
