/** A median, and between which of the samples it lies with which confidence. */
export interface Middle {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
}

const wanted = 0.95;

/**
 * The interval of order statistics, which asks nothing of the distribution: the median of what the samples are drawn from lies outside of the k-th from below and
 * the k-th from above with twice the probability of fewer than k heads in n throws. The narrowest that has 95 %; where n is below 6 none has, and it is from the least to the greatest.
 */
export function middleOf(samples: readonly number[]): Middle {
  const sorted = samples.toSorted((a, b) => a - b);
  const count = sorted.length;
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  let [rank, confidence] = [1, confidenceOf(count, 1)];
  for (let k = 2; k <= count / 2 && confidenceOf(count, k) >= wanted; k += 1) [rank, confidence] = [k, confidenceOf(count, k)];
  return { median: (at(Math.floor((count - 1) / 2)) + at(Math.ceil((count - 1) / 2))) / 2, low: at(rank - 1), high: at(count - rank), confidence };
}

function confidenceOf(count: number, rank: number): number {
  let [ways, below] = [1, 0];
  for (let heads = 0; heads < rank; heads += 1) {
    below += ways;
    ways = (ways * (count - heads)) / (heads + 1);
  }
  return Math.max(0, 1 - (2 * below) / 2 ** count);
}
