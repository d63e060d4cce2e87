import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changePoints, randomFrom } from './index.ts';

const options = { pValueMax: 1e-4, magnitudeMin: Math.log(1.02), lengthMin: 3 };

function series(seed: number, levels: readonly (readonly [level: number, length: number])[]): readonly number[] {
  const random = randomFrom(seed);
  return levels.flatMap(([level, length]) => Array.from({ length }, () => level + 0.02 * (random() - 0.5)));
}

describe('changePoints', () => {
  it('finds a rise, and says between which levels', () => {
    const [point, ...others] = changePoints(
      series(1, [
        [4, 25],
        [4.1, 25],
      ]),
      options,
    );
    expect(others).toEqual([]);
    expect(point?.index).toBe(25);
    expect(point?.before).toBeCloseTo(4, 2);
    expect(point?.after).toBeCloseTo(4.1, 2);
    expect(point?.pValue).toBeLessThan(1e-10);
  });

  it('finds a rise and the fall after it, though the ends are alike', () => {
    expect(
      changePoints(
        series(2, [
          [4, 20],
          [4.2, 15],
          [4, 15],
        ]),
        options,
      ).map(({ index }) => index),
    ).toEqual([20, 35]);
  });

  it('finds a step between levels without any noise', () => {
    expect(changePoints([1, 1, 1, 1, 2, 2, 2, 2], options).map(({ index }) => index)).toEqual([4]);
  });

  it.each([
    ['a level that stays', series(3, [[4, 50]])],
    [
      'a step too small to matter',
      series(4, [
        [4, 25],
        [4.015, 25],
      ]),
    ],
    ['a single odd run', [...series(5, [[4, 20]]), 5, ...series(6, [[4, 20]])]],
    ['too few runs', [1, 1, 9, 9]],
    ['nothing', []],
  ])('reports nothing for %s', (_, values) => {
    expect(changePoints(values, options)).toEqual([]);
  });

  it('seldom reports anything for noise', () => {
    const alarms = Array.from({ length: 200 }, (_, seed) => changePoints(series(seed + 100, [[4, 50]]), { ...options, magnitudeMin: 0 })).filter(({ length }) => length > 0).length;
    expect(alarms).toBeLessThanOrEqual(2);
  });

  it('reports each point once, in order, with levels of the least length', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { maxLength: 40 }), (values) => {
        const indices = [0, ...changePoints(values, { ...options, pValueMax: 0.05 }).map(({ index }) => index), values.length];
        for (const [at, index] of indices.entries()) if (at > 0 && indices.length > 2) expect(index - (indices[at - 1] ?? 0)).toBeGreaterThanOrEqual(3);
      }),
    );
  });
});
