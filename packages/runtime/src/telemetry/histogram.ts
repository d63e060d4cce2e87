import { RuntimeError } from '../errors/index.ts';
import type { HistogramValue } from './family.ts';

/** Counts values in buckets of typed arrays: no allocation and no lock on the way, and nothing is sent anywhere before somebody asks. */
export interface Histogram {
  /** Counts one value; what is not finite is not counted. */
  record(value: number): void;
  /** Counts `times` equal values. */
  recordMany(value: number, times: number): void;
  value(): HistogramValue;
}

/**
 * `boundaries` ascending and finite, in the unit of the values; others are `ERR_PLIMSOLL_OPTION`. A value equal to a boundary is in the bucket that ends there,
 * as Prometheus has it.
 */
export function createHistogram(boundaries: readonly number[]): Histogram {
  const wrong = boundaries.findIndex((end, index) => !Number.isFinite(end) || end <= (boundaries[index - 1] ?? -Infinity));
  if (wrong !== -1) {
    throw new RuntimeError('ERR_PLIMSOLL_OPTION', `boundaries has ${boundaries[wrong]} at index ${wrong}; give finite numbers, ascending and each once`, {
      retryable: false,
      details: { option: 'boundaries' },
    });
  }
  const ends = Float64Array.from(boundaries);
  const counts = new Float64Array(ends.length + 1);
  const sum = new Float64Array(1); // a number in a variable would be boxed anew with every value
  const recordMany = (value: number, times: number): void => {
    if (!Number.isFinite(value)) return;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ends[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    counts[low] = (counts[low] ?? 0) + times;
    sum[0] = (sum[0] ?? 0) + value * times;
  };
  return {
    record: (value) => recordMany(value, 1),
    recordMany,
    value: () => ({ boundaries, counts: [...counts], sum: sum[0] ?? 0, count: counts.reduce((total, each) => total + each, 0) }),
  };
}
