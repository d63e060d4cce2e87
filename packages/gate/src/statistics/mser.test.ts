import { describe, expect, it } from 'vitest';
import { randomFrom, warmUpCut } from './index.ts';

const noise = (seed: number, count: number): number[] => {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => random() - 0.5);
};

describe('warmUpCut', () => {
  it('cuts a slow start, to within one batch of five', () => {
    const cut = warmUpCut(noise(1, 200).map((each, index) => each + (index < 40 ? 10 - index / 5 : 0))) ?? 0;
    expect(cut).toBeGreaterThanOrEqual(35);
    expect(cut).toBeLessThanOrEqual(45);
  });

  it('cuts nothing of a level that never moves', () => {
    expect(warmUpCut(Array.from({ length: 100 }, () => 3))).toBe(0);
  });

  it('never cuts more than half', () => {
    for (let seed = 1; seed < 20; seed++) expect(warmUpCut(noise(seed, 101))).toBeLessThanOrEqual(50);
  });

  it('cannot tell from fewer than ten batches', () => {
    expect(warmUpCut(noise(1, 49))).toBeNull();
    expect(warmUpCut(noise(1, 50))).not.toBeNull();
  });
});
