import { readFileSync } from 'node:fs';
import type { Measurement } from '@plimsoll/contract';
import { expect, test } from 'vitest';
import { mergeHistograms, quantileOf } from '../statistics/index.ts';
import { mergeMeasurements, readResults } from './index.ts';

async function measured(text: string): Promise<Measurement> {
  const { measurement } = await readResults('results', [Buffer.from(text)]);
  if (!measurement) throw new Error('the fixture is read');
  return measurement;
}

const pod = (startS: number, latenciesMs: readonly number[]): Promise<Measurement> =>
  measured(
    latenciesMs
      .map(
        (value, index) =>
          `{"metric":"http_req_duration","type":"Point","data":{"time":"${new Date(Date.UTC(2026, 10, 23, 10, 0, startS) + index + value).toISOString()}","value":${value},"tags":{"name":"GET /berths","status":"200"}}}`,
      )
      .join('\n'),
  );

test('pods are pooled by their histograms: the P99 is that of all requests', async () => {
  const fast = Array.from({ length: 990 }, () => 10);
  const slow = Array.from({ length: 30 }, () => 500);
  const merged = mergeMeasurements([await pod(0, fast), await pod(2, slow)]);
  expect(merged.refused).toBeNull();
  const all = mergeHistograms(merged.measurement?.slices.map(({ latency }) => latency) ?? []);
  expect(all.count).toBe(1020);
  expect(quantileOf(all, 0.95)).toBeCloseTo(10, 0); // the mean of both P95 would be 255
  expect(quantileOf(all, 0.99)).toBeGreaterThan(490);
});

test('times are put on one clock, and the block is the generator', async () => {
  const merged = mergeMeasurements([await pod(2, [10, 10]), await pod(0, [10, 4000])]);
  expect(merged.measurement).toMatchObject({ startedAt: '2026-11-23T10:00:00.000Z', durationMs: 4001, evidence: { kind: 'raw' } });
  expect(merged.measurement?.slices.map(({ startMs, block }) => [startMs, block])).toEqual([
    [0, 1],
    [2000, 0],
  ]);
  expect(merged.measurement?.notes.join()).not.toMatch(/do not overlap/);
});

test('runs one after the other are said to be that', async () => {
  expect(mergeMeasurements([await pod(0, [10, 10]), await pod(30, [10, 10])]).measurement?.notes.join()).toMatch(/do not overlap/);
});

test('percentiles are refused, and so are latencies of another kind', async () => {
  const wrk = await measured(readFileSync(new URL('fixtures/wrk.out', import.meta.url), 'utf8'));
  expect(mergeMeasurements([await pod(0, [10]), wrk]).refused).toMatch(/1 of 2 files \(wrk\) hold percentiles only/);
  const one = await pod(0, [10]);
  const corrected: Measurement = { ...one, evidence: { ...one.evidence, latencyFrom: 'intended-start' } };
  expect(mergeMeasurements([one, corrected]).refused).toMatch(/not the same quantity/);
  expect(mergeMeasurements([]).refused).toMatch(/nothing to merge/);
});

test('one measurement is itself', async () => {
  const one = await pod(0, [10]);
  expect(mergeMeasurements([one])).toEqual({ measurement: one, refused: null });
});
