import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interleavedSpans, intendedIn, plainSpans, startsOf } from './index.ts';
import type { RateStage, Starts } from './index.ts';

const all = (starts: Starts): number[] => {
  const times: number[] = [];
  for (let at = starts(); at !== Infinity; at = starts()) times.push(at);
  return times;
};

const stage = fc.record({ durationMs: fc.integer({ min: 1, max: 5000 }), fromPerSecond: fc.integer({ min: 0, max: 500 }), toPerSecond: fc.integer({ min: 0, max: 500 }) });
const stages = fc.array(stage, { minLength: 1, maxLength: 4 });
const lengthOf = (stages: readonly RateStage[]): number => stages.reduce((sum, { durationMs }) => sum + durationMs, 0);

describe('even starts', () => {
  it('of a constant rate are i / rate', () => {
    expect(all(startsOf([{ durationMs: 1000, fromPerSecond: 4, toPerSecond: 4 }], 'even', { worker: 0, of: 1 }, 1))).toEqual([0, 250, 500, 750]);
  });

  it('of a ramp lie where the summed rate reaches their number', () => {
    const times = all(startsOf([{ durationMs: 10_000, fromPerSecond: 0, toPerSecond: 10 }], 'even', { worker: 0, of: 1 }, 1));
    expect(times).toHaveLength(50);
    for (const [index, at] of times.entries()) expect((at / 1000) ** 2 / 2).toBeCloseTo(index, 6);
  });

  it('ascend within the schedule, and are as many as it wants', () => {
    fc.assert(
      fc.property(stages, (stages) => {
        const times = all(startsOf(stages, 'even', { worker: 0, of: 1 }, 1));
        expect(times.every((at, index) => at >= (times[index - 1] ?? 0) && at <= lengthOf(stages) + 1e-6)).toBe(true);
        expect(Math.abs(times.length - intendedIn(stages, 0, lengthOf(stages)))).toBeLessThanOrEqual(1); // a start on the very end
      }),
    );
  });

  it('of all workers together are those of one', () => {
    fc.assert(
      fc.property(stages, fc.integer({ min: 2, max: 5 }), (stages, of) => {
        const shares = Array.from({ length: of }, (_, worker) => all(startsOf(stages, 'even', { worker, of }, 1)));
        expect(shares.flat().toSorted((a, b) => a - b)).toEqual(all(startsOf(stages, 'even', { worker: 0, of: 1 }, 1)));
      }),
    );
  });
});

describe('Poisson starts', () => {
  const constant: readonly RateStage[] = [{ durationMs: 20_000, fromPerSecond: 500, toPerSecond: 500 }];

  it('repeat with their seed and differ with another', () => {
    const starts = (seed: number): number[] => all(startsOf(constant, 'poisson', { worker: 0, of: 1 }, seed));
    expect(starts(7)).toEqual(starts(7));
    expect(starts(7)).not.toEqual(starts(8));
  });

  it('have exponential gaps of the right mean, also when shared', () => {
    const times = [0, 1].flatMap((worker) => all(startsOf(constant, 'poisson', { worker, of: 2 }, 3))).toSorted((a, b) => a - b);
    expect(Math.abs(times.length - 10_000)).toBeLessThan(400); // four standard deviations
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    expect(Math.sqrt(variance) / mean).toBeGreaterThan(0.94);
    expect(Math.sqrt(variance) / mean).toBeLessThan(1.06);
  });
});

describe('spans', () => {
  it('cover warm-up and measured time without a gap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 100, max: 6000 }), (warmUpMs, durationMs, sliceMs) => {
        let at = 0;
        for (const span of plainSpans(warmUpMs, durationMs, sliceMs)) {
          expect(span.startMs).toBeCloseTo(at, 6);
          at += span.durationMs;
        }
        expect(at).toBeCloseTo(warmUpMs + durationMs, 6);
      }),
    );
  });

  it('of a comparison take turns as ABBAAB, as many of each arm, and the first arm is drawn', () => {
    const orders = Array.from({ length: 40 }, (_, block) =>
      interleavedSpans(block, { warmUpMs: 0, sliceMs: 500, slicesPerArm: 6, seed: 5 })
        .map(({ arm }) => arm[0])
        .join(''),
    );
    expect([...new Set(orders)].toSorted()).toEqual(['bhhbbhhbbhhb', 'hbbhhbbhhbbh']);
  });
});
