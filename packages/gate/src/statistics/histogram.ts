import type { LatencyHistogram } from '@plimsoll/contract';

/**
 * Half a percent, as GATE-1 has it: far below the 5 % that the gate calls a slowdown, at about 2,200 possible buckets between a
 * microsecond and an hour, of which a slice of one endpoint fills a few dozen.
 */
export const defaultRelativeError = 0.005;

const smallestMs = 0.001; // what is faster than a microsecond counts as zero
const largestMs = 3_600_000; // an hour: longer latencies count in the last bucket, and `maxMs` still says how long

/** Counts latencies on the hot path: one logarithm and one increment, no allocation. `snapshot` gives the sparse, mergeable form. */
export interface LatencyRecorder {
  /** In milliseconds. A negative or non-finite latency is refused with a RangeError: it is a fault of the clock or of the caller. */
  record(latencyMs: number): void;
  readonly count: number;
  snapshot(): LatencyHistogram;
  reset(): void;
}

export function latencyRecorder(relativeError: number = defaultRelativeError): LatencyRecorder {
  const gamma = gammaOf(relativeError);
  const scale = 1 / Math.log(gamma);
  const first = Math.ceil(Math.log(smallestMs) * scale);
  const last = Math.ceil(Math.log(largestMs) * scale);
  const counts = new Float64Array(last - first + 1);
  let [count, zeros, sumMs, minMs, maxMs] = [0, 0, 0, Infinity, 0];
  return {
    record(latencyMs) {
      if (!(latencyMs >= 0) || latencyMs === Infinity) throw new RangeError(`a latency is a number of milliseconds from 0, not ${latencyMs}`);
      count++;
      sumMs += latencyMs;
      if (latencyMs < minMs) minMs = latencyMs;
      if (latencyMs > maxMs) maxMs = latencyMs;
      if (latencyMs < smallestMs) zeros++;
      else {
        const index = Math.min(Math.ceil(Math.log(latencyMs) * scale), last) - first;
        counts[index] = (counts[index] ?? 0) + 1;
      }
    },
    get count() {
      return count;
    },
    snapshot() {
      const buckets: (readonly [number, number])[] = [];
      for (const [offset, times] of counts.entries()) if (times > 0) buckets.push([first + offset, times]);
      return { relativeError, count, zeros, sumMs, minMs: count === 0 ? null : minMs, maxMs: count === 0 ? null : maxMs, buckets };
    },
    reset() {
      counts.fill(0);
      [count, zeros, sumMs, minMs, maxMs] = [0, 0, 0, Infinity, 0];
    },
  };
}

/** A recorder that holds only the buckets that occur, for the many short slices of a long run: slower per latency, small when few buckets are filled. */
export interface SparseRecorder extends LatencyRecorder {
  /** As many latencies of the same value at once; for files that hold counts. */
  recordMany(latencyMs: number, times: number): void;
  /** Adds what another one of the same relative error has counted. */
  absorb(other: LatencyHistogram): void;
  readonly filled: number; // buckets
}

export function sparseRecorder(relativeError: number = defaultRelativeError): SparseRecorder {
  const scale = 1 / Math.log(gammaOf(relativeError));
  const last = Math.ceil(Math.log(largestMs) * scale);
  let counts = new Map<number, number>();
  let [count, zeros, sumMs, minMs, maxMs] = [0, 0, 0, Infinity, 0];
  const recorder: SparseRecorder = {
    record: (latencyMs) => recorder.recordMany(latencyMs, 1),
    recordMany(latencyMs, times) {
      if (!(latencyMs >= 0) || latencyMs === Infinity) throw new RangeError(`a latency is a number of milliseconds from 0, not ${latencyMs}`);
      count += times;
      sumMs += latencyMs * times;
      if (latencyMs < minMs) minMs = latencyMs;
      if (latencyMs > maxMs) maxMs = latencyMs;
      if (latencyMs < smallestMs) zeros += times;
      else {
        const index = Math.min(Math.ceil(Math.log(latencyMs) * scale), last);
        counts.set(index, (counts.get(index) ?? 0) + times);
      }
    },
    absorb(other) {
      if (other.relativeError !== relativeError) throw new RangeError(`histograms with errors of ${relativeError} and ${other.relativeError} do not merge exactly`);
      count += other.count;
      zeros += other.zeros;
      sumMs += other.sumMs;
      minMs = Math.min(minMs, other.minMs ?? Infinity);
      maxMs = Math.max(maxMs, other.maxMs ?? 0);
      for (const [index, times] of other.buckets) counts.set(index, (counts.get(index) ?? 0) + times);
    },
    get count() {
      return count;
    },
    get filled() {
      return counts.size;
    },
    snapshot() {
      const buckets = [...counts].toSorted(([a], [b]) => a - b);
      return { relativeError, count, zeros, sumMs, minMs: count === 0 ? null : minMs, maxMs: count === 0 ? null : maxMs, buckets };
    },
    reset() {
      counts = new Map();
      [count, zeros, sumMs, minMs, maxMs] = [0, 0, 0, Infinity, 0];
    },
  };
  return recorder;
}

export function emptyHistogram(relativeError: number = defaultRelativeError): LatencyHistogram {
  return { relativeError, count: 0, zeros: 0, sumMs: 0, minMs: null, maxMs: null, buckets: [] };
}

export function histogramOf(latenciesMs: Iterable<number>, relativeError: number = defaultRelativeError): LatencyHistogram {
  const recorder = latencyRecorder(relativeError);
  for (const latencyMs of latenciesMs) recorder.record(latencyMs);
  return recorder.snapshot();
}

/** Exact: the counts of equal buckets add. Histograms of different relative errors are refused with a RangeError. */
export function mergeHistograms(histograms: readonly LatencyHistogram[]): LatencyHistogram {
  const [first] = histograms;
  if (!first) return emptyHistogram();
  const counts = new Map<number, number>();
  let [count, zeros, sumMs, minMs, maxMs] = [0, 0, 0, Infinity, 0];
  for (const each of histograms) {
    if (each.relativeError !== first.relativeError) throw new RangeError(`histograms with errors of ${first.relativeError} and ${each.relativeError} do not merge exactly`);
    count += each.count;
    zeros += each.zeros;
    sumMs += each.sumMs;
    minMs = Math.min(minMs, each.minMs ?? Infinity);
    maxMs = Math.max(maxMs, each.maxMs ?? 0);
    for (const [index, times] of each.buckets) counts.set(index, (counts.get(index) ?? 0) + times);
  }
  const buckets = [...counts].toSorted(([a], [b]) => a - b);
  return { relativeError: first.relativeError, count, zeros, sumMs, minMs: count === 0 ? null : minMs, maxMs: count === 0 ? null : maxMs, buckets };
}

/**
 * The latency in milliseconds below or at which a share `quantile` (0 to 1) of all lies: the middle of the bucket that holds the
 * element of rank ceil(quantile × count), kept within what occurred. Within `relativeError` of that element. null when empty.
 */
export function quantileOf(histogram: LatencyHistogram, quantile: number): number | null {
  const { count, zeros, buckets, relativeError } = histogram;
  if (histogram.minMs === null || histogram.maxMs === null || count === 0) return null;
  if (!(quantile >= 0 && quantile <= 1)) throw new RangeError(`a quantile lies between 0 and 1, not at ${quantile}`);
  const rank = Math.max(1, Math.ceil(quantile * count - 1e-9)); // 0.95 × 100 is 95.00000000000001 in doubles
  if (rank >= count) return histogram.maxMs;
  let below = zeros;
  if (rank <= below) return histogram.minMs;
  const gamma = gammaOf(relativeError);
  for (const [index, times] of buckets) {
    below += times;
    if (rank <= below) return Math.min(Math.max((2 * gamma ** index) / (gamma + 1), histogram.minMs), histogram.maxMs);
  }
  return histogram.maxMs;
}

/** How many latencies are at most `limitMs`: at least `low`, at most `high`; they differ by what lies in the bucket of the limit. */
export function countWithin(histogram: LatencyHistogram, limitMs: number): { readonly low: number; readonly high: number } {
  const { count, zeros, buckets, relativeError, minMs, maxMs } = histogram;
  if (minMs === null || maxMs === null || limitMs < minMs) return { low: 0, high: 0 };
  if (limitMs >= maxMs) return { low: count, high: count };
  const gamma = gammaOf(relativeError);
  let [low, high] = [zeros, zeros];
  for (const [index, times] of buckets) {
    if (gamma ** index <= limitMs) low += times;
    if (gamma ** (index - 1) <= limitMs) high += times;
  }
  return { low, high };
}

function gammaOf(relativeError: number): number {
  if (!(relativeError > 0 && relativeError < 1)) throw new RangeError(`a relative error lies between 0 and 1, not at ${relativeError}`);
  return (1 + relativeError) / (1 - relativeError);
}
