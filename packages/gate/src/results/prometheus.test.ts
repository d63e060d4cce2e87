import { expect, test } from 'vitest';
import { countWithin, quantileOf } from '../statistics/index.ts';
import type { ReadResult } from './index.ts';
import { readResults } from './index.ts';

const read = (document: unknown): Promise<ReadResult> => readResults('answer.json', [Buffer.from(JSON.stringify(document))]);
const said = (result: ReadResult): string => result.unread.map(({ message }) => message).join('\n');
const at = 1_795_428_000;

/** Counts up to each bound at 0, 15 and 30 s. */
function series(bounds: Readonly<Record<string, readonly number[]>>, labels: Readonly<Record<string, string>> = {}, name = 'http_request_duration_seconds_bucket') {
  return Object.entries(bounds).map(([le, counts]) => ({
    metric: { __name__: name, le, method: 'GET', handler: '/berths', ...labels },
    values: counts.map((count, index) => [at + index * 15, String(count)]),
  }));
}
const matrix = (result: readonly unknown[]) => ({ status: 'success', data: { resultType: 'matrix', result } });
const berths = { '0.1': [100, 150, 150], '0.25': [100, 200, 290], '1': [100, 200, 300], '+Inf': [100, 200, 300] };

test('growth between samples becomes slices, latencies lie in their buckets', async () => {
  const result = await read(matrix(series(berths)));
  expect(said(result)).toBe('');
  expect(result.measurement).toMatchObject({ startedAt: '2026-11-23T10:00:00.000Z', durationMs: 30_000, evidence: { kind: 'histogram', relativeError: 0.75 } });
  expect(result.measurement?.slices).toMatchObject([
    { endpoint: 'GET /berths', startMs: 0, durationMs: 15_000, latency: { count: 100 } },
    { startMs: 15_000, latency: { count: 100 } },
  ]);
  const [first, second] = result.measurement?.slices ?? [];
  expect(first && countWithin(first.latency, 101)).toEqual({ low: 50, high: 50 });
  expect(second && quantileOf(second.latency, 0.5)).toBeGreaterThan(100);
  expect(second && quantileOf(second.latency, 0.89)).toBeLessThan(252);
});

test('server errors are failures; instances of one endpoint add up', async () => {
  const result = await read(matrix([...series(berths, { instance: 'a', status: '200' }), ...series(berths, { instance: 'b', status: '503' })]));
  expect(result.measurement?.slices[0]).toMatchObject({ latency: { count: 200 }, failed: { count: 100 }, errors: { 'status 503': 100 }, succeeded: 100 });
});

test('a restart begins its counter at zero', async () => {
  const result = await read(matrix(series({ '0.1': [100, 20, 30], '+Inf': [100, 20, 30] })));
  expect(result.measurement?.slices.map(({ latency }) => latency.count)).toEqual([20, 10]);
  expect(result.measurement?.notes.join()).toMatch(/reset/);
});

test('milliseconds in the name are milliseconds', async () => {
  const result = await read(matrix(series({ '100': [0, 5, 5], '+Inf': [0, 5, 5] }, {}, 'request_duration_ms_bucket')));
  expect(result.measurement?.slices[0]?.latency.maxMs).toBe(100);
});

test('P99 beyond the last bound is not known: the endpoint is left out; a single one is counted at the bound', async () => {
  const slow = await read(matrix([...series({ '0.1': [0, 98, 98], '+Inf': [0, 100, 100] }), ...series(berths, { handler: '/tides' })]));
  expect(said(slow)).toMatch(/2 of 100 requests are slower than the last bound of 100 ms/);
  expect(new Set(slow.measurement?.slices.map(({ endpoint }) => endpoint))).toEqual(new Set(['GET /tides']));
  const one = await read(matrix(series({ '0.1': [0, 999, 999], '+Inf': [0, 1000, 1000] })));
  expect(one.measurement?.slices[0]?.latency).toMatchObject({ count: 1000, maxMs: 100 });
  expect(one.measurement?.notes.join()).toMatch(/1 requests beyond/);
});

test.each([
  ['an instant query', { status: 'success', data: { resultType: 'vector', result: [] } }, /query_range/],
  ['an error', { status: 'error', errorType: 'bad_data', error: 'parse error' }, /parse error/],
  ['no series', matrix([]), /no series/],
  ['no le', matrix([{ metric: { __name__: 'up' }, values: [[at, '1']] }]), /label le/],
  ['native histograms', matrix([{ metric: {}, histograms: [] }]), /native/],
  ['one sample', matrix(series({ '0.1': [5], '+Inf': [5] })), /do not grow/],
  ['NaN', matrix(series({ '0.1': [NaN, NaN], '+Inf': [NaN, NaN] })), /a time and a count from 0/],
  ['no growth', matrix(series({ '0.1': [5, 5, 5], '+Inf': [5, 5, 5] })), /do not grow/],
])('%s is refused', async (_, document, message) => {
  const result = await read(document);
  expect(result.measurement).toBeNull();
  expect(said(result)).toMatch(message);
});
