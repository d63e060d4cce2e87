import { expect, it } from 'vitest';
import type { Arm, Slice } from '@plimsoll/contract';
import { emptyHistogram, histogramOf } from '../statistics/index.ts';
import { impliedCriteria } from './index.ts';

function slice(arm: Arm, succeeded: number, failed: number): Slice {
  return {
    arm,
    block: 0,
    phase: 'measured',
    startMs: 0,
    durationMs: 500,
    endpoint: 'GET /berths',
    latency: histogramOf([5]),
    failed: emptyHistogram(),
    serviceTime: null,
    succeeded,
    errors: failed === 0 ? {} : { 'status 503': failed },
    intended: null,
    sent: null,
    overload: 0,
  };
}

it('asks head to fail no more often than base', () => {
  const [implied] = impliedCriteria([slice('base', 4990, 10), slice('head', 5000, 0)], []);
  expect(implied?.metric).toMatchObject({ kind: 'error-share' });
  const limit = implied?.metric.kind === 'error-share' ? implied.metric.limitShare : 0;
  expect(limit).toBeGreaterThan(0.003); // 10 of 5,000, its upper bound, and a tenth of a percent
  expect(limit).toBeLessThan(0.006);
});

it('asks nothing where a limit of errors is stated, or where base has no requests', () => {
  expect(impliedCriteria([slice('base', 100, 0)], [{ name: 'errors', endpoint: '*', source: null, metric: { kind: 'error-share', limitShare: 0.01 } }])).toEqual([]);
  expect(impliedCriteria([slice('head', 100, 0)], [])).toEqual([]);
});
