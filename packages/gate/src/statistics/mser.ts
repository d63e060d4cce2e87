import { meanOf } from './samples.ts';

/**
 * How many observations at the start belong to a warm-up: MSER-5 (White 1997; Hoad and Robinson found it the best of 44 to automate).
 * Means of five are taken; the cut is where the squared standard error of what is left is smallest, looked for in the first half. null
 * when there are fewer than ten such means.
 */
export function warmUpCut(observations: readonly number[]): number | null {
  const batch = 5;
  const means = Array.from({ length: Math.floor(observations.length / batch) }, (_, index) => meanOf(observations.slice(index * batch, (index + 1) * batch)));
  if (means.length < 10) return null;
  let [best, cut] = [Infinity, 0];
  for (let start = 0; start <= means.length / 2; start++) {
    const rest = means.slice(start);
    const mean = meanOf(rest);
    const statistic = rest.reduce((sum, each) => sum + (each - mean) ** 2, 0) / rest.length ** 2;
    if (statistic < best) [best, cut] = [statistic, start];
  }
  return cut * batch;
}
