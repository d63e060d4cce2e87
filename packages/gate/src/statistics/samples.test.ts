import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanOf, quantileOfSamples, robustDeviation, trimmedMean, varianceOf } from './index.ts';

const samples = [3.1, 2.2, 9.7, 4.4, 5.05, 1.3, 8.8];
const differences = [0.04, 0.06, 0.11, 0.02, 0.05, 0.07, 0.03, 0.09];

describe('samples', () => {
  // NumPy's quantile (linear, type 7).
  it.each([
    [0, 1.3],
    [0.1, 1.84],
    [0.5, 4.4],
    [0.95, 9.43],
    [1, 9.7],
  ])('the quantile of type 7 at %d is %d', (quantile, expected) => {
    expect(quantileOfSamples(samples, quantile)).toBeCloseTo(expected, 12);
  });

  it('variance, trimmed mean and the deviation from the median agree with NumPy and SciPy', () => {
    expect(varianceOf(samples)).toBeCloseTo(10.33392857142857, 11);
    expect(robustDeviation(samples)).toBeCloseTo(3.26172, 11);
    expect(trimmedMean(differences, 0.13)).toBeCloseTo(0.056666666666666664, 14);
  });

  it('a single sample has no spread; none has no mean and no quantile', () => {
    expect(varianceOf([4])).toBe(0);
    expect(() => meanOf([])).toThrow('no mean');
    expect(() => quantileOfSamples([], 0.5)).toThrow('no quantile');
  });

  it('a trimmed mean of eight is not moved by one of them', () => {
    expect(trimmedMean([...differences.slice(0, 7), 1e6], 0.13)).toBeLessThan(0.07);
    expect(meanOf([...differences.slice(0, 7), 1e6])).toBeGreaterThan(1e5);
  });

  it('quantiles rise and stay within what was seen', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 }), share, share, (values, a, b) => {
        const [low, high] = [quantileOfSamples(values, Math.min(a, b)), quantileOfSamples(values, Math.max(a, b))];
        expect(low).toBeLessThanOrEqual(high + 1e-6);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
        expect(high).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
      }),
    );
  });
});
