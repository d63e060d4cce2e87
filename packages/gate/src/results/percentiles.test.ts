import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { quantileOf } from '../statistics/index.ts';
import type { ReadResult } from './index.ts';
import { readResults, recognise } from './index.ts';

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const read = (text: string): Promise<ReadResult> => readResults('results', [Buffer.from(text)]);
const said = (result: ReadResult): string => result.unread.map(({ line, message }) => `${line ?? '-'}: ${message}`).join('\n');
const percentile = (result: ReadResult, quantile: number, index = 0): number | undefined => result.measurement?.summaries[index]?.percentiles.find((each) => each.quantile === quantile)?.valueMs;

test('wrk 4.1: a real file, in which every answer failed', async () => {
  const result = await read(fixture('wrk.out'));
  expect(said(result)).toBe('');
  expect(result.measurement).toMatchObject({ model: 'closed', durationMs: 2000, summaries: [{ endpoint: '*', count: 2055, failedCount: 2055, meanMs: 3.89, maxMs: 8.39 }] });
  expect([percentile(result, 0.99), percentile(result, 0.95)]).toEqual([6.58, undefined]);
});

test('wrk: every unit, and socket errors', async () => {
  const text = fixture('wrk.out').replace('3.81ms', '950.00us').replace('6.58ms', '1.20s').replace('  Non-2xx or 3xx responses: 2055', '  Socket errors: connect 1, read 2, write 0, timeout 3');
  const result = await read(text);
  expect([percentile(result, 0.5), percentile(result, 0.99)]).toEqual([expect.closeTo(0.95, 9), 1200]);
  expect(result.measurement?.summaries[0]?.failedCount).toBe(6);
});

test('wrk: stopped before the result, and without --latency', async () => {
  expect(said(await read('Running 2s test @ http://harbour.test/\n  1 threads and 4 connections\n'))).toMatch(/no line "N requests in/);
  const bare = await read(fixture('wrk.out').replace(/ {2}Latency Distribution[\s\S]*?(?= {2}2055)/, ''));
  expect(said(bare)).toMatch(/--latency/);
  expect(bare.measurement?.summaries[0]?.percentiles).toEqual([]);
});

const wrk2 = `Running 30s test @ http://harbour.test/berths
  2 threads and 10 connections
  Thread calibration: mean lat.: 1.1ms, rate sampling interval: 10ms
  Latency Distribution (HdrHistogram - Recorded Latency)
 50.000%    1.10ms
 99.000%    9.00ms

  Detailed Percentile spectrum:
       Value   Percentile   TotalCount 1/(1-Percentile)

       0.500     0.000000            1         1.00
       1.100     0.500000           50         2.00
       1.200     0.900000           90        10.00
       9.000     0.990000           99       100.00
      10.000     1.000000          100          inf
#[Mean    =        1.200, StdDeviation   =        1.000]
#[Max     =       10.000, Total count    =          100]
  Latency Distribution (HdrHistogram - Uncorrected Latency (measured without taking delayed starts into account))
  Detailed Percentile spectrum:
       Value   Percentile   TotalCount 1/(1-Percentile)
       0.100     1.000000          100          inf
  300 requests in 30.00s, 1.00MB read
`;

test('wrk2: the spectrum of counts is a histogram from the intended start', async () => {
  const result = await read(wrk2);
  expect(said(result)).toBe('');
  expect(result.measurement).toMatchObject({ tool: { name: 'wrk2' }, evidence: { kind: 'histogram', latencyFrom: 'intended-start' }, summaries: [] });
  const [slice] = result.measurement?.slices ?? [];
  expect(slice?.latency.count).toBe(100);
  expect(slice && [quantileOf(slice.latency, 0.5), quantileOf(slice.latency, 1)]).toEqual([expect.closeTo(1.1, 1), 10]);
  expect(result.measurement?.evidence.relativeError).toBeCloseTo((9 - 1.2) / 9, 6);
});

test('wrk2: a spectrum that goes back is refused', async () => {
  const result = await read(wrk2.replace('         99       100.00', '         40       100.00'));
  expect(result.measurement).toBeNull();
  expect(said(result)).toMatch(/goes back/);
});

test('autocannon 9: a real file has no P95', async () => {
  const result = await read(fixture('autocannon.out'));
  expect(said(result)).toBe('');
  expect(result.measurement).toMatchObject({
    model: 'closed',
    startedAt: '2026-12-01T02:41:35.697Z',
    evidence: { resolutionMs: 1, latencyFrom: 'unknown' },
    summaries: [{ count: 1967, failedCount: 0, maxMs: 17 }],
  });
  expect([percentile(result, 0.99), percentile(result, 0.975), percentile(result, 0.95)]).toEqual([6, 6, undefined]);
});

test('vegeta report: nanoseconds of a t-digest, errors by the share that succeeded', async () => {
  const result = await read(fixture('vegeta-report.out'));
  expect(result.measurement).toMatchObject({ startedAt: '2026-12-01T02:41:53.281Z', evidence: { relativeError: null }, summaries: [{ count: 40, failedCount: 20 }] });
  expect(percentile(result, 0.95)).toBeCloseTo(6.138513, 9);
});

test('oha JSON: seconds, 5xx and lost requests are failures, the deadline is none', async () => {
  const text = JSON.stringify({
    summary: { successRate: 1, total: 2.5, slowest: 0.05, fastest: 0.001, average: 0.004, requestsPerSec: 40 },
    responseTimeHistogram: {},
    latencyPercentiles: { p50: 0.003, p95: 0.01, p99: 0.02, 'p99.9': null },
    statusCodeDistribution: { '200': 90, '503': 8 },
    errorDistribution: { 'connection refused': 2, 'aborted due to deadline': 4 },
  });
  const result = await read(text);
  expect(result.measurement).toMatchObject({ durationMs: 2500, summaries: [{ count: 100, failedCount: 10, maxMs: 50 }] });
  expect([percentile(result, 0.99), percentile(result, 0.999)]).toEqual([20, undefined]);
});

test('Artillery: time to the first byte, by endpoint, with skipped users', async () => {
  const times = { min: 1, max: 90.5, count: 95, mean: 12.1, p50: 10.1, median: 10.1, p75: 12, p90: 20, p95: 30.3, p99: 80.6, p999: 90.9 };
  const aggregate = {
    counters: { 'http.requests': 100, 'http.codes.200': 90, 'http.codes.503': 5, 'errors.ETIMEDOUT': 5, 'vusers.skipped': 7, 'plugins.metrics-by-endpoint./tides.codes.503': 2 },
    firstCounterAt: 1_795_000_000_000,
    lastCounterAt: 1_795_000_010_000,
    summaries: { 'http.response_time': times, 'plugins.metrics-by-endpoint.response_time./tides': { ...times, count: 20 } },
  };
  const result = await read(JSON.stringify({ aggregate, intermediate: [] }));
  expect(result.measurement).toMatchObject({ model: 'open', durationMs: 10_000, evidence: { latencyUntil: 'first-byte', relativeError: 0.01 } });
  expect(result.measurement?.summaries).toMatchObject([
    { endpoint: '*', count: 100, failedCount: 10 },
    { endpoint: '/tides', count: 20, failedCount: 2 },
  ]);
  expect([percentile(result, 0.95), percentile(result, 0.999)]).toEqual([30.3, 90.9]);
  expect(result.measurement?.notes.join()).toMatch(/7 virtual users were skipped/);
  const empty = await read(JSON.stringify({ aggregate: { counters: {}, summaries: {} } }));
  expect(said(empty)).toMatch(/no http.response_time/);
});

const percents = '50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%';
const values = '10,12,13,14,20,30,40,150,160,160,160';

test('Locust: the table, with its rounding said', async () => {
  const header = `Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,${percents}`;
  const result = await read(
    `${header}\r\nGET,/berths?token=s3cret,80,3,10,11.5,2.1,157.2,11,8,0.3,${values}\r\nGET,/none,0,0,N/A,0,0,0,0,0,0,${percents.replaceAll(/[^,]+/g, 'N/A')}\r\n,Aggregated,80,3,10,11.5,2.1,157.2,11,8,0.3,${values}\r\n`,
  );
  expect(said(result)).toBe('');
  expect(result.measurement?.summaries).toMatchObject([
    { endpoint: 'GET /berths?token=', count: 80, failedCount: 3 },
    { endpoint: '*', maxMs: 157.2 },
  ]);
  expect(percentile(result, 0.999)).toBe(160);
  expect(result.measurement?.evidence.relativeError).toBe(0.05);
  expect(said(await read(`${header}\nGET,/a,80`))).toMatch(/2: has 3 of 22 columns/);
});

const history = `Timestamp,User Count,Type,Name,Requests/s,Failures/s,${percents},Total Request Count,Total Failure Count,Total Median Response Time,Total Average Response Time,Total Min Response Time,Total Max Response Time,Total Average Content Size`;
const second = (at: number, count: number, name = 'Aggregated'): string => `${at},5,,${name},8,0,${values},${count},1,10,11,2,157,11`;

test('Locust history: the last line is the run', async () => {
  const result = await read([history, second(1_795_000_000, 8), second(1_795_000_001, 16)].join('\n'));
  expect(result.measurement).toMatchObject({ startedAt: '2026-11-18T11:06:40.000Z', durationMs: 1000, summaries: [{ endpoint: '*', count: 16, failedCount: 1 }] });
});

test('Locust history of windows is refused', async () => {
  const result = await read([history, second(1_795_000_000, 8, '/berths'), second(1_795_000_000, 8)].join('\n'));
  expect(result.measurement).toBeNull();
  expect(said(result)).toMatch(/2: .*last ten seconds/);
});

test.each([
  ['{"latency":{"p2_5":0,"p50":0,"p97_5":0,"totalCount":0},"errors":0}', 'autocannon'],
  [fixture('vegeta-report.out').replace('"requests":40', '"requests":0'), 'vegeta-report'],
  [fixture('wrk.out').replace('2055 requests in', '0 requests in'), 'wrk'],
])('an empty run is no measurement (%#)', async (text, format) => {
  expect(recognise('results', Buffer.from(text))).toBe(format);
  const result = await read(text);
  expect(result.measurement).toBeNull();
  expect(said(result)).toMatch(/no requests/);
});
