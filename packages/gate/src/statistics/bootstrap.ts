import type { LatencyHistogram } from '@plimsoll/contract';
import { mergeHistograms, quantileOf } from './histogram.ts';
import { randomFrom } from './random.ts';
import { quantileOfSamples } from './samples.ts';

export interface BootstrapOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly confidence: number; // of each bound alone
}

/**
 * Bounds of a quantile by drawing whole slices with replacement (a block bootstrap, Künsch 1989): requests of one stretch of time go up
 * and down together, so that drawing them one by one would promise far too much. null with fewer than four slices that hold something.
 */
export function bootstrapQuantile(slices: readonly LatencyHistogram[], quantile: number, { rounds, seed, confidence }: BootstrapOptions): { readonly low: number; readonly high: number } | null {
  const filled = slices.filter(({ count }) => count > 0);
  if (filled.length < 4) return null;
  const random = randomFrom(seed);
  const values: number[] = [];
  const table = tableOf(filled);
  for (let round = 0; round < rounds; round++) {
    table.clear();
    for (let draw = 0; draw < filled.length; draw++) table.add(Math.floor(random() * filled.length));
    values.push(table.quantile(quantile));
  }
  return { low: quantileOfSamples(values, 1 - confidence), high: quantileOfSamples(values, confidence) };
}

/** The slices as rows over the buckets that any of them fills, so that a draw is a loop over numbers. */
function tableOf(slices: readonly LatencyHistogram[]): { clear: () => void; add: (slice: number) => void; quantile: (q: number) => number } {
  const whole = mergeHistograms(slices);
  const columns = new Map(whole.buckets.map(([index], column) => [index, column + 1]));
  const width = whole.buckets.length + 1; // the first column holds what is too small for a bucket
  const rows = slices.map((slice) => {
    const row = new Float64Array(width);
    row[0] = slice.zeros;
    for (const [index, count] of slice.buckets) row[columns.get(index) ?? 0] = count;
    return row;
  });
  // What a bucket stands for does not change with the draw: the middle, as quantileOf has it.
  const gamma = (1 + whole.relativeError) / (1 - whole.relativeError);
  const values = [whole.minMs ?? 0, ...whole.buckets.map(([index]) => Math.min(Math.max((2 * gamma ** index) / (gamma + 1), whole.minMs ?? 0), whole.maxMs ?? 0))];
  const sums = new Float64Array(width);
  return {
    clear: () => void sums.fill(0),
    add: (slice) => {
      const row = rows[slice];
      if (row) for (let column = 0; column < width; column++) sums[column] = (sums[column] ?? 0) + (row[column] ?? 0);
    },
    quantile: (q) => {
      const total = sums.reduce((sum, each) => sum + each, 0);
      const rank = Math.max(1, Math.ceil(q * total - 1e-9));
      let below = 0;
      for (let column = 0; column < width; column++) {
        below += sums[column] ?? 0;
        if (below >= rank) return values[column] ?? 0;
      }
      return quantileOf(whole, q) ?? 0;
    },
  };
}
