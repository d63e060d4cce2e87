import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clopperPearson, designEffect } from './index.ts';

describe('clopperPearson', () => {
  // SciPy 1.17.1: beta.ppf(1 - c, k, n - k + 1) and beta.ppf(c, k + 1, n - k).
  it.each([
    [0, 2995, 0.95, 0, 0.000999744420901142],
    [1, 4742, 0.95, 1.0816747569325551e-5, 0.0009999983681395772],
    [2, 6294, 0.95, 5.64632524708352e-5, 0.0009999436697698315],
    [0, 300, 0.95, 0, 0.009936081944457708],
    [4, 20, 0.975, 0.05733399705003278, 0.4366140029966683],
    [20, 20, 0.95, 0.8608916593317348, 1],
    [7, 300, 0.975, 0.00943150206179463, 0.047482565029781855],
    [2.5, 123.4, 0.95, 0.0046588877495397215, 0.05595935264624266],
  ])('%d of %d at %d lies from %d to %d', (count, of, confidence, low, high) => {
    const bounds = clopperPearson(count, of, confidence);
    expect(bounds.low).toBeCloseTo(low, 10);
    expect(bounds.high).toBeCloseTo(high, 10);
  });

  it('of nothing it is everything', () => {
    expect(clopperPearson(0, 0, 0.95)).toEqual({ low: 0, high: 1 });
  });

  it.each([
    [3, 2],
    [-1, 2],
    [0, Number.NaN],
  ])('%d of %d is no share', (count, of) => {
    expect(() => clopperPearson(count, of, 0.95)).toThrow('is no share');
  });

  it('holds the share itself, and mirrors: failures and successes say the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.double({ min: 0, max: 1, noNaN: true }), (of, share) => {
        const count = Math.round(of * share);
        const { low, high } = clopperPearson(count, of, 0.95);
        expect(low).toBeLessThanOrEqual(count / of);
        expect(high).toBeGreaterThanOrEqual(count / of);
        expect(clopperPearson(of - count, of, 0.95).low).toBeCloseTo(1 - high, 9);
      }),
      { numRuns: 60 },
    );
  });
});

describe('designEffect', () => {
  it('is 1 where slices fail alike, and with fewer than four of them', () => {
    expect(designEffect(Array.from({ length: 20 }, () => ({ count: 5, of: 100 })))).toBe(1);
    expect(
      designEffect([
        { count: 0, of: 100 },
        { count: 100, of: 100 },
        { count: 0, of: 100 },
      ]),
    ).toBe(1);
    expect(designEffect(Array.from({ length: 20 }, () => ({ count: 0, of: 100 })))).toBe(1);
  });

  it('is nearly the size of a slice when whole slices fail together', () => {
    // m slices of n requests, all or nothing: spread = m·p(1 - p)·n², so the effect is n·m/(m - 1).
    const slices = Array.from({ length: 20 }, (_, index) => ({ count: index % 4 === 0 ? 50 : 0, of: 50 }));
    expect(designEffect(slices)).toBeCloseTo((50 * 20) / 19, 9);
  });
});
