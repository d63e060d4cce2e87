import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allAbove, boundsOf, historyShift, minimumDetectableEffect, pairedShift, pValueOf } from './index.ts';

const differences = [0.04, 0.06, 0.11, 0.02, 0.05, 0.07, 0.03, 0.09];
const prior = { deviation: 0.05, degrees: 3 };

describe('pairedShift', () => {
  it('agrees with the formula computed by SciPy', () => {
    const shift = pairedShift(differences, prior);
    expect(shift.centre).toBeCloseTo(0.056666666666666664, 12);
    expect(shift.error).toBeCloseTo(0.013222849541607892, 12);
    expect(shift.degrees).toBe(10);
    expect(pValueOf(shift)).toBeCloseTo(0.000798731028240004, 10);
    const { low, high } = boundsOf(shift, 0.975);
    expect(low).toBeCloseTo(0.027204321869041228, 9);
    expect(high).toBeCloseTo(0.0861290114642921, 9);
    expect(minimumDetectableEffect(shift, 0.01, 0.8)).toBeCloseTo(0.04934751541110993, 9);
  });

  it('does not believe four equal blocks: the prior keeps an error', () => {
    expect(pairedShift([0.1, 0.1, 0.1, 0.1], prior).error).toBeCloseTo(Math.sqrt((3 * 0.05 ** 2) / (6 * 4)), 12);
  });

  it('without blocks there is no shift', () => {
    expect(() => pairedShift([], prior)).toThrow('without a block');
  });

  it('swapping the arms turns the sign, and the error stays', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 2, maxLength: 12 }), (values) => {
        const [one, other] = [
          pairedShift(values, prior),
          pairedShift(
            values.map((each) => -each),
            prior,
          ),
        ];
        expect(other.centre).toBeCloseTo(-one.centre, 12);
        expect(other.error).toBeCloseTo(one.error, 12);
        expect(pValueOf(one) + pValueOf(other)).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('historyShift', () => {
  const earlier = [4.61, 4.6, 4.65, 4.58, 4.62, 4.63, 4.9];
  const current = [4.75, 4.73, 4.78];

  it('agrees with the formula computed by SciPy', () => {
    const shift = historyShift(earlier, current, { deviation: 0.05, degrees: 4 });
    expect(shift.centre).toBeCloseTo(0.09761904761904727, 12);
    expect(shift.error).toBeCloseTo(0.04826683648897109, 10);
    expect(shift.degrees).toBe(10);
    expect(pValueOf(shift)).toBeCloseTo(0.03534308244717687, 9);
  });

  it('needs runs on both sides', () => {
    expect(() => historyShift([], current, prior)).toThrow('both sides');
    expect(() => historyShift(earlier, [], prior)).toThrow('both sides');
  });

  it('one current run below the middle of the earlier ones is not above all', () => {
    expect(allAbove(earlier, current)).toBe(true);
    expect(allAbove(earlier, [...current, 4.6])).toBe(false);
  });
});
