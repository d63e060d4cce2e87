import { describe, expect, it } from 'vitest';
import { randomFrom } from './index.ts';

const draw = (seed: number, count: number): readonly number[] => {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => random());
};

describe('randomFrom', () => {
  it('repeats for a seed, and differs for the next', () => {
    expect(draw(5, 20)).toEqual(draw(5, 20));
    expect(draw(5, 20)).not.toEqual(draw(6, 20));
  });

  it('fills [0, 1) evenly and without memory', () => {
    const values = draw(11, 20_000);
    const tenths = Array.from({ length: 10 }, (_, tenth) => values.filter((each) => Math.floor(each * 10) === tenth).length);
    // Chi-squared with 9 degrees: above 27.9 in one of a thousand seeds.
    expect(tenths.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0)).toBeLessThan(27.9);
    const lagged = values.slice(1).reduce((sum, each, index) => sum + (each - 0.5) * ((values[index] ?? 0) - 0.5), 0) / 20_000;
    expect(Math.abs(lagged * 12)).toBeLessThan(0.03);
  });
});
