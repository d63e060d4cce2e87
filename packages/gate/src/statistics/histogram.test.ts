import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWithin, emptyHistogram, histogramOf, latencyRecorder, mergeHistograms, quantileOf, sparseRecorder } from './index.ts';

const latency = fc.double({ min: 0.001, max: 600_000, noNaN: true });
const latencies = fc.array(latency, { minLength: 1, maxLength: 200 });

describe('latency histograms', () => {
  it('a quantile lies within half a percent of the latency of its rank', () => {
    fc.assert(
      fc.property(latencies, fc.double({ min: 0, max: 1, noNaN: true }), (values, quantile) => {
        const exact = values.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(quantile * values.length - 1e-9)) - 1] ?? 0;
        expect(Math.abs((quantileOf(histogramOf(values), quantile) ?? 0) - exact)).toBeLessThanOrEqual(0.00501 * exact);
      }),
    );
  });

  it('merging parts is as recording the whole', () => {
    fc.assert(
      fc.property(latencies, latencies, (one, other) => {
        const { sumMs, ...merged } = mergeHistograms([histogramOf(one), histogramOf(other)]);
        const { sumMs: wholeSumMs, ...whole } = histogramOf([...one, ...other]);
        expect(merged).toEqual(whole);
        expect(sumMs).toBeCloseTo(wholeSumMs, 3);
      }),
    );
  });

  it('the sparse recorder counts as the dense one', () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const [dense, sparse] = [latencyRecorder(), sparseRecorder()];
        for (const each of values) for (const recorder of [dense, sparse]) recorder.record(each);
        expect(sparse.snapshot()).toEqual(dense.snapshot());
      }),
    );
  });

  it('the count within a limit is held between both bounds', () => {
    fc.assert(
      fc.property(latencies, latency, (values, limitMs) => {
        const { low, high } = countWithin(histogramOf(values), limitMs);
        const exact = values.filter((each) => each <= limitMs).length;
        expect(low).toBeLessThanOrEqual(exact);
        expect(high).toBeGreaterThanOrEqual(exact);
      }),
    );
  });

  it('zeros, an empty histogram and the longest latency', () => {
    expect(quantileOf(histogramOf([0, 0, 0, 8]), 0.5)).toBe(0);
    expect(quantileOf(emptyHistogram(), 0.5)).toBeNull();
    expect(mergeHistograms([])).toEqual(emptyHistogram());
    expect(quantileOf(histogramOf([1, 7_200_000]), 1)).toBe(7_200_000);
  });

  it.each([-1, Number.NaN, Infinity])('a latency of %d is refused', (value) => {
    expect(() => latencyRecorder().record(value)).toThrow(RangeError);
    expect(() => sparseRecorder().record(value)).toThrow(RangeError);
  });

  it('histograms of different errors do not merge', () => {
    expect(() => mergeHistograms([histogramOf([1], 0.005), histogramOf([1], 0.01)])).toThrow('do not merge exactly');
  });
});
