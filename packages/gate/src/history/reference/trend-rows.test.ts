import { expect, test } from 'vitest';
import { histogramOf } from '../../statistics/index.ts';
import { trendRows } from '../index.ts';
import { exampleRun, exampleSlice, sha } from '../testing/runs.ts';

test('a row holds the percentiles of what was measured of head, oldest first', () => {
  const run = exampleRun('20261102T101112Z-bbbbbb');
  const slices = [
    exampleSlice({ latencies: [1000], phase: 'warm-up' }),
    exampleSlice({ latencies: [2000], arm: 'base' }),
    exampleSlice({ latencies: [10, 10], arm: 'head' }),
    exampleSlice({ latencies: [30, 30], endpoint: 'GET /b' }),
  ];
  const rows = trendRows([{ ...run, measurement: { ...run.measurement, slices } }, exampleRun('20261101T000000Z-aaaaaa')]);
  expect(rows.map((row) => row.at)).toEqual(['2026-11-01T00:00:00Z', '2026-11-02T10:11:12Z']);
  const [, row] = rows;
  expect(row).toMatchObject({ commit: sha('1'), branch: 'main', verdict: 'pass', p99Ms: 30 });
  expect(row?.p50Ms).toBeCloseTo(10, 0);
  expect(trendRows([{ ...run, measurement: { ...run.measurement, slices } }], 'GET /b')[0]?.p50Ms).toBe(30);
});

test('percentiles come from the file where there are no slices, and are null where it has none', () => {
  const run = exampleRun('20261102T101112Z-bbbbbb', { git: null });
  const summary = { endpoint: '*', count: 9, failedCount: 0, percentiles: [{ quantile: 0.95, valueMs: 42 }], meanMs: null, minMs: null, maxMs: null };
  const rows = (changes: Partial<typeof run.measurement>): unknown => trendRows([{ ...run, measurement: { ...run.measurement, ...changes } }])[0];
  expect(rows({ slices: [], summaries: [summary] })).toMatchObject({ commit: null, p50Ms: null, p95Ms: 42, p99Ms: null });
  expect(rows({ slices: [], summaries: [] })).toMatchObject({ p95Ms: null });
  // Histograms of different errors do not merge exactly.
  const coarse = exampleSlice({ latencies: [1], latency: histogramOf([1], 0.01) });
  expect(rows({ slices: [coarse, exampleSlice({ latencies: [1] })] })).toMatchObject({ p95Ms: null });
});
