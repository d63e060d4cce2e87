import { describe, expect, it } from 'vitest';
import { highestWithin } from '../../examples/local/load.ts';
import type { Point } from '../../examples/local/load.ts';

const point = (customersPerSecond: number, holds: boolean): Point => ({ customersPerSecond, holds, requests: 100, failed: 0, overload: 0, p50Ms: 20, p95Ms: 40, p99Ms: 60 });

describe('the highest rate within the objectives', () => {
  it.each([
    ['is the last one that holds', [point(10, true), point(20, true), point(40, false), point(80, false)], 20],
    ['is the one before the first that does not, as one that holds above it did so by chance', [point(10, true), point(20, false), point(40, true)], 10],
    ['is the last one that was tried where all hold', [point(10, true), point(20, true)], 20],
    ['is none where the lowest does not hold', [point(10, false), point(20, true)], null],
    ['is none where nothing was measured', [], null],
  ])('%s', (_, points, rate) => {
    expect(highestWithin(points)).toBe(rate);
  });
});
