import fc from 'fast-check';
import { expect, test } from 'vitest';
import { histogramOf, quantileOf } from '../../statistics/index.ts';
import type { ReadOptions, ReadResult } from '../index.ts';
import { readResults, recognise, writeHdrLog } from '../index.ts';

const read = (text: string, options?: ReadOptions): Promise<ReadResult> => readResults('harbour.hlog', [Buffer.from(text)], options);
const said = (result: ReadResult): string => result.unread.map(({ line, message }) => `${line ?? '-'}: ${message}`).join('\n');

// Written by hdr-histogram-js 3: 0 once, 2,047 three times, 2,048 five times, 2,500,000 a thousand times, 1,900,000,000 seventy thousand times.
const written = 'HISTFAAAADZ4nJNpmSzMwMAgwMDAwMjAwMDMAAGMDAzMbgY7FjDA+Ey/5dm4WhczXuCfPZPxwVEOAKnoCUQ=';
const head =
  '#[Histogram log format version 1.3]\n#[StartTime: 1795428000.000 (seconds since epoch)]\n#[BaseTime: 1795428000.000 (seconds since epoch)]\n"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"\n';
const interval = `0.500,5.000,1900.0,${written}\n`;

test('a histogram that another program wrote', async () => {
  const result = await read(`${head}${interval}Tag=GET /tides,5.500,5.000,1900.0,${written}\n`);
  expect(said(result)).toBe('');
  expect(result.measurement).toMatchObject({ startedAt: '2026-11-23T10:00:00.500Z', durationMs: 10_000, evidence: { kind: 'histogram', relativeError: 0.0005 } });
  expect(result.measurement?.slices).toMatchObject([
    { endpoint: '(unnamed)', startMs: 0, durationMs: 5000 },
    { endpoint: 'GET /tides', startMs: 5000, latency: { count: 71_009 } },
  ]);
  const latency = result.measurement?.slices[0]?.latency ?? histogramOf([]);
  expect([latency.zeros, latency.minMs]).toEqual([1, 0]);
  expect(Math.abs((quantileOf(latency, 0.01) ?? 0) / 2.5 - 1)).toBeLessThan(0.006);
  expect(Math.abs((quantileOf(latency, 0.99) ?? 0) / 1900 - 1)).toBeLessThan(0.006);
});

test('the unit is what the caller says', async () => {
  const result = await read(`${head}${interval}`, { hdrUnitMs: 0.001 });
  expect(result.measurement?.slices[0]?.latency.maxMs).toBeCloseTo(1_900_000, -4);
  expect(said(await read(`${head}${interval}`, { hdrUnitMs: 1 }))).toMatch(/beyond an hour/);
});

test('absolute timestamps without a base, and none at all', async () => {
  expect((await read(`#[StartTime: 1795428000.000 (seconds since epoch)]\n1795428002.000,1.0,1.0,${written}\n`)).measurement?.startedAt).toBe('2026-11-23T10:00:02.000Z');
  expect((await read(`#a log\n2.000,1.0,1.0,${written}\n`)).measurement?.startedAt).toBeNull();
});

test.each([
  ['a cut last line', `${interval}5.500,5.0`, /6: is cut off/],
  ['a cut histogram', `${interval}5.500,5.000,1.0,${written.slice(0, 40)}\n`, /6: its histogram has 22 of 54 compressed bytes/],
  ['a V0 histogram', `${interval}5.500,5.000,1.0,HISTEwAAAAA=\n`, /6: its histogram is no compressed V2/],
  ['damaged data', `${interval}5.500,5.000,1.0,${written.slice(0, 12)}AAAA${written.slice(16)}\n`, /6: its histogram cannot be inflated/],
  ['another file', `${interval}GET,/berths,3\n`, /6: is no interval/],
])('%s is said, the rest is read', async (_, lines, message) => {
  const result = await read(head + lines);
  expect(said(result)).toMatch(message);
  expect(result.measurement?.slices).toHaveLength(1);
});

test('a log without intervals is no measurement', async () => {
  expect(recognise('harbour.hlog', Buffer.from(head))).toBe('hdr-log');
  expect(await read(head)).toMatchObject({ measurement: null, unread: [{ message: expect.stringMatching(/no latencies/) }] });
});

test('what is written is read again: counts exactly, quantiles within both errors', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.double({ min: 0, max: 100_000, noNaN: true }), { minLength: 1, maxLength: 50 }), async (latencies) => {
      const latency = histogramOf(latencies);
      const slice = {
        arm: null,
        block: 0,
        phase: 'measured' as const,
        startMs: 5000,
        durationMs: 5000,
        endpoint: 'GET /berths',
        latency,
        failed: histogramOf([]),
        serviceTime: null,
        succeeded: latency.count,
        errors: {},
        intended: null,
        sent: null,
        overload: 0,
      };
      const { measurement, unread } = await read(writeHdrLog([slice], '2026-11-23T10:00:00.000Z'));
      const [again] = measurement?.slices ?? [];
      expect(unread).toEqual([]);
      expect(measurement?.startedAt).toBe('2026-11-23T10:00:05.000Z');
      expect(again?.latency.count).toBe(latency.count);
      for (const quantile of [0.1, 0.5, 0.95]) {
        const [before, after] = [quantileOf(latency, quantile) ?? 0, (again && quantileOf(again.latency, quantile)) ?? 0];
        expect(Math.abs(after - before)).toBeLessThanOrEqual(before * 0.012 + 0.001);
      }
    }),
    { numRuns: 60 },
  );
});
