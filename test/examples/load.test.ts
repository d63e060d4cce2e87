import type { CurvePoint } from '@plimsoll/contract';
import { describe, expect, it } from 'vitest';
import { gaveWay } from '../../examples/local/load.ts';

const point = (arrivalsPerSecond: number, holds: boolean): CurvePoint => ({ arrivalsPerSecond, holds, requests: 100, failed: 0, overload: 0, p50Ms: 20, p95Ms: 40, p99Ms: 60 });

describe('a system gives way', () => {
  it.each([
    ['when two rates in a row did not hold', [point(10, true), point(20, false), point(40, false)], true],
    ['when the first two did not', [point(10, false), point(20, false)], true],
    ['not when one did not hold, which may be by chance', [point(10, true), point(20, false)], false],
    ['not when it held again in between', [point(10, false), point(20, true), point(40, false)], false],
    ['not before anything was measured', [], false],
  ])('%s', (_, points, isOver) => expect(gaveWay(points)).toBe(isOver));
});
