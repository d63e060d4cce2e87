import { describe, expect, it } from 'vitest';
import { bootstrapQuantile, histogramOf, mergeHistograms, quantileOf, randomFrom } from './index.ts';

const options = { rounds: 400, seed: 7, confidence: 0.95 };

/** Latencies around 100 ms; every slice is shifted by its own level. */
function slicesOf(levels: readonly number[], seed: number): readonly ReturnType<typeof histogramOf>[] {
  const random = randomFrom(seed);
  return levels.map((level) => histogramOf(Array.from({ length: 300 }, () => level * (90 + 20 * random()))));
}

describe('bootstrapQuantile', () => {
  it('holds the estimate and is the same for the same seed', () => {
    const slices = slicesOf([1, 1.02, 0.98, 1.05, 0.97, 1.01], 1);
    const bounds = bootstrapQuantile(slices, 0.95, options);
    const estimate = quantileOf(mergeHistograms(slices), 0.95) ?? 0;
    expect(bounds?.low).toBeLessThanOrEqual(estimate);
    expect(bounds?.high).toBeGreaterThanOrEqual(estimate);
    expect(bootstrapQuantile(slices, 0.95, options)).toEqual(bounds);
  });

  it('is much wider when slices differ than when only requests do', () => {
    const widthOf = (levels: readonly number[]): number => {
      const bounds = bootstrapQuantile(slicesOf(levels, 2), 0.95, options);
      return (bounds?.high ?? 0) - (bounds?.low ?? 0);
    };
    expect(widthOf([1, 1.2, 0.9, 1.3, 1, 0.8, 1.1, 1])).toBeGreaterThan(5 * widthOf([1, 1, 1, 1, 1, 1, 1, 1]));
  });

  it('says nothing with fewer than four slices that hold something', () => {
    const three = slicesOf([1, 1, 1], 3);
    expect(bootstrapQuantile([...three, histogramOf([])], 0.95, options)).toBeNull();
    expect(bootstrapQuantile([], 0.95, options)).toBeNull();
  });

  it('covers the true quantile about as often as it says', () => {
    // Levels of slices are drawn, so the truth is that of the mixture; 5 % of bounds on each side may miss.
    const truth = quantileOf(mergeHistograms(slicesOf(levelsOf(randomFrom(99), 4000), 98)), 0.9) ?? 0;
    const random = randomFrom(5);
    let below = 0;
    const trials = 120;
    for (let trial = 0; trial < trials; trial++) {
      const bounds = bootstrapQuantile(slicesOf(levelsOf(random, 30), trial + 1000), 0.9, { rounds: 200, seed: trial, confidence: 0.95 });
      if ((bounds?.low ?? 0) > truth || (bounds?.high ?? 0) < truth) below++;
    }
    expect(below / trials).toBeLessThan(0.2);
    expect(below).toBeGreaterThan(0); // bounds that always hold would be needlessly wide
  });
});

function levelsOf(random: () => number, count: number): readonly number[] {
  return Array.from({ length: count }, () => 0.8 + 0.4 * random());
}
