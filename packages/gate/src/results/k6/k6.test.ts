import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantileOf } from '../../statistics/index.ts';
import type { ReadOptions, ReadResult } from '../index.ts';
import { readResults, recognise } from '../index.ts';

const read = (text: string | Uint8Array, options?: ReadOptions, name = 'k6.json'): Promise<ReadResult> => readResults(name, [typeof text === 'string' ? Buffer.from(text) : text], options);
const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
const shape = (result: ReadResult) =>
  result.measurement?.slices.map(({ endpoint, startMs, latency, failed, errors, overload, sent }) => ({ endpoint, startMs, count: latency.count, failed: failed.count, errors, overload, sent }));

const point = (metric: string, time: string, value: number | string, tags: Record<string, string>): string =>
  `{"metric":"${metric}","type":"Point","data":{"time":"${time}","value":${value},"tags":${JSON.stringify(tags)}}}`;
const berth = { expected_response: 'true', method: 'GET', name: 'GET /berths/:id', status: '200' };
const duration = (seconds: number, value: number | string, tags: Record<string, string> = berth): string =>
  point('http_req_duration', `2026-11-23T10:00:${String(seconds).padStart(2, '0')}.000000001Z`, value, tags);

test('k6 1.8: a real file, with failures, refused connections and URLs as names', async () => {
  const text = fixture('k6.ndjson');
  expect(recognise('harbour.ndjson', text)).toBe('k6-json');
  const result = await read(text);
  expect(result.unread).toEqual([]);
  expect(result.measurement?.evidence).toMatchObject({ kind: 'raw', latencyFrom: 'actual-start', latencyUntil: 'last-byte' });
  const total = text
    .toString()
    .split('\n')
    .filter((line) => line.startsWith('{"metric":"http_req_duration","type":"Point"')).length;
  const slices = shape(result) ?? [];
  expect(slices.reduce((sum, slice) => sum + (slice.sent ?? 0), 0)).toBe(total);
  expect(slices.find(({ endpoint }) => endpoint === 'closed')).toMatchObject({ count: 0, errors: { ECONNREFUSED: 1 }, sent: 1 });
  expect(slices.find(({ endpoint }) => endpoint === 'GET /berths/full?pin=')?.errors).toHaveProperty('status 503');
  expect(JSON.stringify(result)).not.toMatch(/4711|harbour\.test/);
});

test('CSV of the same run says the same, to the second', async () => {
  const result = await read(fixture('k6.csv'), {}, 'k6.csv');
  expect(result.unread).toEqual([]);
  expect(result.measurement?.tool.format).toBe('k6-csv');
  expect(shape(result)?.find(({ endpoint }) => endpoint === 'closed')).toMatchObject({ count: 0, errors: { ECONNREFUSED: 1 } });
  expect(shape(result)?.find(({ endpoint }) => endpoint === 'GET /berths/:id')?.count).toBeGreaterThan(0);
});

test('slices are by when requests were sent: the time in the file is when they ended', async () => {
  const result = await read(`${duration(10, 10)}\n${duration(16, 5500)}\n${duration(17, 20)}\n`);
  expect(shape(result)).toMatchObject([
    { startMs: 0, count: 2 },
    { startMs: 5000, count: 1 },
  ]);
  expect(result.measurement?.startedAt).toBe('2026-11-23T10:00:09.990Z');
  expect(result.measurement?.durationMs).toBeCloseTo(7010, 1);
});

test('gzip, alone and in small chunks', async () => {
  const zipped = gzipSync(fixture('k6.ndjson'));
  expect(recognise('k6.json.gz', zipped)).toBe('k6-json');
  const chunks = Array.from({ length: Math.ceil(zipped.length / 7) }, (_, index) => zipped.subarray(index * 7, index * 7 + 7));
  const result = await readResults('k6.json.gz', chunks);
  expect(result.unread).toEqual([]);
  expect(shape(result)).toEqual(shape(await read(fixture('k6.ndjson'))));
});

test('a gzip file that was cut is read up to there, and said to be cut', async () => {
  const text = Array.from({ length: 4000 }, (_, index) => duration(index % 60, 10 + ((index * 7919) % 1000) / 3)).join('\n');
  const zipped = gzipSync(text);
  const result = await read(zipped.subarray(0, Math.floor(zipped.length / 2)));
  expect(result.unread.map(({ message }) => message).join()).toMatch(/could not be read to its end/);
  expect(result.measurement?.slices.length).toBeGreaterThan(0);
});

test('a last line that was cut is said, and the rest is read', async () => {
  const result = await read(`${duration(1, 10)}\n${duration(2, 10).slice(0, 90)}`);
  expect(result.unread).toMatchObject([{ line: 2, message: expect.stringMatching(/cut off/) }]);
  expect(result.measurement?.interrupted).toMatch(/line 2/);
  expect(shape(result)).toMatchObject([{ count: 1 }]);
});

test('a last line without a line feed is whole', async () => {
  expect((await read(`${duration(1, 10)}\n${duration(2, 10)}`)).unread).toEqual([]);
});

test.each([
  ['negative', '-1'],
  ['null, as JSON writes NaN', 'null'],
  ['text', '"12"'],
])('a duration that is %s is refused with its line', async (_, value) => {
  const result = await read(`${duration(1, 10)}\n${duration(2, value)}\n${duration(3, 10)}\n`);
  expect(result.unread).toMatchObject([{ line: 2 }]);
  expect(shape(result)).toMatchObject([{ count: 2 }]);
});

test('dropped iterations are overload, and noted', async () => {
  const result = await read(`${duration(1, 10)}\n${point('dropped_iterations', '2026-11-23T10:00:02Z', 3, { scenario: 'arrivals' })}\n`);
  expect(shape(result)).toMatchObject([
    { count: 1, overload: 0 },
    { endpoint: '*', count: 0, overload: 3 },
  ]);
  expect(result.measurement?.notes.join()).toMatch(/3 iterations were dropped/);
});

test('an expected 404 succeeds, an unexpected 200 fails', async () => {
  const result = await read(`${duration(1, 1, { ...berth, status: '404' })}\n${duration(1, 1, { ...berth, expected_response: 'false' })}\n`);
  expect(shape(result)).toMatchObject([{ count: 2, failed: 1, errors: { 'status 200': 1 } }]);
});

test('a time-out has a latency, and is an error', async () => {
  const result = await read(`${duration(59, 60_000, { ...berth, status: '0', expected_response: 'false', error: 'request timeout', error_code: '1050' })}\n`);
  expect(shape(result)).toMatchObject([{ count: 1, failed: 1, errors: { timeout: 1 } }]);
});

test('without the tags of success the http_req_failed behind decides', async () => {
  const bare = { name: 'tides' };
  const failed = (value: number): string => point('http_req_failed', '2026-11-23T10:00:01Z', value, bare);
  const result = await read([duration(1, 1, bare), failed(1), duration(1, 1, bare), failed(0), duration(1, 1, bare)].join('\n'));
  expect(shape(result)).toMatchObject([{ count: 3, failed: 1 }]);
  expect(result.measurement?.notes.join()).toMatch(/1 requests have neither/);
});

test('both orders of keys, zones, escapes and blanks are the same', async () => {
  const lines = [
    duration(1, 12.5),
    '{"type":"Point","metric":"http_req_duration","data":{"time":"2026-11-23T11:00:01.000000001+01:00","value":12.5,"tags":{"expected_response":"true","method":"GET","name":"GET /berths/:id","status":"200"}}}',
    '{"type":"Point","data":{"time":"2026-11-23T10:00:01Z","value":1.25e1,"tags":{"expected_response":"true","name":"GET \\/berths\\/:id"}},"metric":"http_req_duration"}',
    '{"metric":"http_req_duration","type":"Point","data":{"time":"2026-11-23T10:00:01Z","value":12.5,"tags":{"expected_response":"true","name":"GET \\u002fberths/:id"}}}\r',
    ' { "metric": "http_req_duration", "type": "Point", "data": { "time": "2026-11-23T10:00:01Z", "value": 12.5, "tags": { "status": "200", "name": "GET /berths/:id" } } }',
  ];
  const result = await read(lines.join('\n'));
  expect(result.unread).toEqual([]);
  expect(shape(result)).toMatchObject([{ endpoint: 'GET /berths/:id', count: 5, failed: 0 }]);
  const [slice] = result.measurement?.slices ?? [];
  expect(slice && [slice.latency.minMs, slice.latency.maxMs]).toEqual([12.5, 12.5]);
});

test('any latency and any cut of chunks gives what JSON.parse gives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.double({ min: 0, max: 100_000, noNaN: true }), { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 400 }), async (values, size) => {
      const text = Buffer.from(values.map((value) => duration(1, value, { ...berth, name: `tides "${'ü'.repeat(value % 3)}` })).join('\n'));
      const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, index) => text.subarray(index * size, index * size + size));
      const { measurement, unread } = await readResults('k6.json', chunks);
      expect(unread).toEqual([]);
      const sum = (measurement?.slices ?? []).reduce((total, slice) => total + slice.latency.sumMs, 0);
      expect(sum).toBeCloseTo(
        values.reduce((total, value) => total + value, 0),
        6,
      );
    }),
    { numRuns: 60 },
  );
});

test('numbers of the fast path are those of JSON.parse to the last bit but one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: 0, max: 999_999 }), async (whole, fraction) => {
      const written = `${whole}.${String(fraction).padStart(6, '0')}`;
      const { measurement } = await read(duration(1, written));
      expect(measurement?.slices[0]?.latency.maxMs).toBe(Number(written));
    }),
    { numRuns: 100 },
  );
});

test('ids in URLs do not make endpoints without end', async () => {
  const lines = Array.from({ length: 300 }, (_, index) => duration(1, 5, { ...berth, name: `http://harbour.test/ships/${index}?key=s3cret` }));
  const result = await read(lines.join('\n'), { endpointsMax: 200 });
  expect(new Set(shape(result)?.map(({ endpoint }) => endpoint)).size).toBe(201);
  expect(shape(result)?.find(({ endpoint }) => endpoint === '(other)')?.count).toBe(100);
  expect(result.measurement?.notes.join()).toMatch(/more than 200 endpoints/);
  expect(JSON.stringify(result)).not.toMatch(/s3cret/);
});

test('another file mixed in is said line by line', async () => {
  const result = await read(`${duration(1, 10)}\ntimeStamp,elapsed,label\n1,2,x\n${duration(2, 10)}\n`);
  expect(result.unread.map(({ line }) => line)).toEqual([2, 3]);
  expect(shape(result)).toMatchObject([{ count: 2 }]);
});

test('a run without requests is no measurement', async () => {
  const result = await read('{"type":"Metric","data":{"name":"vus","type":"gauge"},"metric":"vus"}\n');
  expect(result).toMatchObject({ measurement: null, unread: [{ message: expect.stringMatching(/no requests/) }] });
});

test('one request is a measurement of one', async () => {
  const result = await read(`${duration(1, 42)}\n`);
  const [slice] = result.measurement?.slices ?? [];
  expect(slice && quantileOf(slice.latency, 0.99)).toBe(42);
});

test('a very long run of very many buckets gets longer slices, and loses nothing', async () => {
  const lines: string[] = [];
  for (let index = 0; index < 2500; index++)
    lines.push(
      point('http_req_duration', new Date(Date.UTC(2026, 10, 23) + index * 1000).toISOString(), 1 + (index % 400), index % 10 === 0 ? { ...berth, status: '500', expected_response: 'false' } : berth),
    );
  const result = await read(lines.join('\n'), { sliceMs: 1000, bucketsMax: 3000 });
  const slices = shape(result) ?? [];
  expect(slices.length).toBeLessThan(1300);
  expect(result.measurement?.notes.join()).toMatch(/slices are \d+ s long instead of 1 s/);
  expect([slices.reduce((sum, { count }) => sum + count, 0), slices.reduce((sum, { failed }) => sum + failed, 0)]).toEqual([2500, 250]);
});

test.each([
  ['k6-summary-export.out', 'k6-summary-export', 39, 8, [0.5, 0.9, 0.95]],
  ['k6-summary.out', 'k6-summary', 39, 8, [0.5, 0.9, 0.95]],
  ['k6-handle-summary.out', 'k6-handle-summary', 497, 0, [0.5, 0.95, 0.99]],
])('%s: only the percentiles that are in it', async (file, format, count, failedCount, quantiles) => {
  const result = await read(fixture(file), {}, 'summary.json');
  expect(recognise('summary.json', fixture(file))).toBe(format);
  expect(result.unread).toEqual([]);
  expect(result.measurement).toMatchObject({ slices: [], tool: { name: 'k6', format }, evidence: { kind: 'percentiles' } });
  expect(result.measurement?.summaries).toMatchObject([{ endpoint: '*', count, failedCount }]);
  expect(result.measurement?.summaries[0]?.percentiles.map(({ quantile }) => quantile)).toEqual(quantiles);
  expect(result.measurement?.notes.some((note) => /P99/.test(note))).toBe(!quantiles.includes(0.99));
});

test('the spelling that k6 2.2 documents is read, too, and endpoints of submetrics', async () => {
  const trend = { avg: 5, min: 1, med: 4, max: 9, 'p(90)': 7, 'p(95)': 8 };
  const metrics = [
    { name: 'http_reqs', type: 'counter', values: { count: 10 } },
    { name: 'http_req_duration', type: 'trend', values: trend },
    { name: 'http_reqs{name:GET /tides}', type: 'counter', values: { count: 4 } },
    { name: 'http_req_duration{name:GET /tides}', type: 'trend', values: trend },
    { name: 'http_req_duration{name:GET /ships}', type: 'trend', values: trend },
    { name: 'http_req_failed', type: 'rate', values: { rate: 0.2, matches: 2, total: 10 } },
  ];
  const result = await read(
    JSON.stringify({ version: '1.0.0', metadata: { generatedAt: '2026-11-23T10:00:00Z', k6Version: '2.2.0' }, config: { duration: 3, execution: 'local' }, results: { metrics } }),
  );
  expect(result.measurement).toMatchObject({
    tool: { version: '2.2.0' },
    durationMs: 3000,
    summaries: [
      { endpoint: '*', count: 10, failedCount: 2 },
      { endpoint: 'GET /tides', count: 4, failedCount: null },
    ],
  });
  expect(result.measurement?.notes.join()).toMatch(/GET \/ships.*left out/);
});

test('a summary that was cut is refused', async () => {
  const result = await read(fixture('k6-summary-export.out').subarray(0, 900));
  expect(result).toMatchObject({ measurement: null, unread: [{ message: expect.stringMatching(/not valid JSON/) }] });
});
