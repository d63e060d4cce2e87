import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holm } from './index.ts';

const rejected = (pValues: readonly number[], alpha: number): readonly boolean[] => holm(pValues, alpha).map((each) => each.rejected);

describe('holm', () => {
  it('steps down and stops at the first that does not pass, as in the example of Holm 1979', () => {
    expect(rejected([0.01, 0.04, 0.03, 0.005], 0.05)).toEqual([true, false, false, true]);
  });

  it('a single value is held against the whole level, and a value at the level passes', () => {
    expect(holm([0.01], 0.01)).toEqual([{ alpha: 0.01, rejected: true }]);
    expect(rejected([0.0101], 0.01)).toEqual([false]);
    expect(holm([], 0.01)).toEqual([]);
  });

  it('rejects what Bonferroni rejects and nothing that is above the level alone', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }), (pValues) => {
        for (const [index, each] of rejected(pValues, 0.05).entries()) {
          const p = pValues[index] ?? 1;
          if (p <= 0.05 / pValues.length) expect(each).toBe(true);
          if (p > 0.05) expect(each).toBe(false);
        }
      }),
    );
  });
});
