import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { FormatName, ReadResult } from './index.ts';
import { readResults, recognise } from './index.ts';

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const read = (text: string, name = 'results'): Promise<ReadResult> => readResults(name, [Buffer.from(text)]);
const shape = (result: ReadResult) => result.measurement?.slices.map(({ endpoint, startMs, latency, failed, errors }) => [endpoint, startMs, latency.count, failed.count, errors]);
const said = (result: ReadResult): string => result.unread.map(({ line, message }) => `${line ?? '-'}: ${message}`).join('\n');

const jmeterHeader = 'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect';
const jmeterRow = (at: number | string, elapsed: number | string, label: string, code: string, success: boolean, message = 'OK', failure = ''): string =>
  `${at},${elapsed},${label},${code},${message},pilots 1-1,text,${success},${failure},210,120,1,1,http://harbour.test/berths,4,0,1`;

test('JMeter: statuses, assertions, time-outs and refused connections', async () => {
  const text = [
    jmeterHeader,
    jmeterRow(1_795_000_000_000, 12, 'GET berths', '200', true),
    jmeterRow(1_795_000_006_000, 15, 'GET berths', '503', false),
    jmeterRow(1_795_000_006_100, 9, 'GET berths', '200', false, 'OK', '"Test failed: text expected\nto contain ""berth"""'),
    jmeterRow(1_795_000_006_200, 5000, 'GET berths', 'Non HTTP response code: java.net.SocketTimeoutException', false, 'Non HTTP response message: Read timed out'),
    jmeterRow(1_795_000_006_300, 1, 'GET berths', 'Non HTTP response code: java.net.ConnectException', false, 'Non HTTP response message: Connection refused'),
    jmeterRow(1_795_000_006_000, 40, 'moor a ship', '200', true, 'Number of samples in transaction : 2; number of failing samples : 0'),
  ].join('\n');
  const result = await read(text, 'harbour.jtl');
  expect(said(result)).toBe('');
  expect(recognise('harbour.jtl', Buffer.from(text))).toBe('jmeter-csv');
  const errors = { 'status 503': 1, 'check: Test failed: text expected\nto contain "berth"': 1, timeout: 1, ECONNREFUSED: 1 };
  expect(shape(result)).toEqual([
    ['GET berths', 0, 1, 0, {}],
    ['GET berths', 5000, 3, 3, errors],
  ]);
  expect(result.measurement).toMatchObject({ startedAt: '2026-11-18T11:06:40.000Z', evidence: { resolutionMs: 1 } });
  expect(result.measurement?.notes.join()).toMatch(/1 rows of transaction controllers/);
});

test('JMeter: other columns, tabs, dates, and no header', async () => {
  const tabs = await read('label\ttimeStamp\tsuccess\telapsed\nGET tides\t2026/11/23 10:00:00.250\ttrue\t7\n');
  expect(shape(tabs)).toEqual([['GET tides', 0, 1, 0, {}]]);
  expect(tabs.measurement).toMatchObject({ startedAt: '2026-11-23T10:00:00.250Z' });
  expect(tabs.measurement?.notes.join()).toMatch(/read as UTC/);
  const bare = await read(jmeterRow(1_795_000_000_000, 12, 'GET berths', '200', true));
  expect(shape(bare)).toEqual([['GET berths', 0, 1, 0, {}]]);
  expect(bare.measurement?.notes.join()).toMatch(/default order/);
});

test.each([
  ['negative', jmeterRow(1_795_000_000_000, -5, 'x', '200', true), /2: has an elapsed time of "-5"/],
  ['NaN', jmeterRow(1_795_000_000_000, 'NaN', 'x', '200', true), /2: has an elapsed time of "NaN"/],
  ['no time', jmeterRow('noon', 5, 'x', '200', true), /2: has the time "noon"/],
  ['a second header', jmeterHeader, /2: is a second header/],
  ['cut off', jmeterRow(1_795_000_000_000, 5, 'x', '200', true).slice(0, 40), /columns/],
  ['an open quote', '1795000000000,5,"x', /quote that is never closed/],
])('JMeter: a line that is %s is said', async (_, row, message) => {
  const result = await read(`${jmeterHeader}\n${row}${row.endsWith('"x') ? '' : `\n${jmeterRow(1_795_000_000_000, 12, 'ok', '200', true)}`}`);
  expect(said(result)).toMatch(message);
  if (!row.endsWith('"x')) expect(shape(result)).toMatchObject([['ok', 0, 1, 0, {}]]);
});

test('JMeter: rows that add up samples are left out, a file without times is refused', async () => {
  const counted = await read('timeStamp,elapsed,label,success,SampleCount\n1795000000000,12,a,true,1\n1795000000000,600,a,true,50\n');
  expect(said(counted)).toMatch(/3: adds up 50 samples/);
  expect(shape(counted)).toEqual([['a', 0, 1, 0, {}]]);
  const timeless = await read('timeStamp,elapsed,success\n1795000000000,12,true\n');
  expect(timeless.measurement).toBeNull();
  expect(said(timeless)).toMatch(/no column label/);
});

test('Gatling 3.12 and 2.x', async () => {
  const result = await read(
    [
      'RUN\tharbour.Arrivals\tarrivals\t1795000000000\t \t3.12.0',
      'USER\tarrivals\tSTART\t1795000000001',
      'REQUEST\t\tGET berths\t1795000000010\t1795000000034\tOK\t ',
      'REQUEST\tmooring\tPOST moorings\t1795000005020\t1795000005040\tKO\tstatus.find.in(200,201), but actually found 503',
      'REQUEST\t4711\tmooring\tPOST moorings\t1795000005020\t1795000005040\tOK\t ',
      'REQUEST\t\tGET berths\t1795000005030\t1795000065030\tKO\ti.g.h.c.i.RequestTimeoutException: Request timeout to harbour.test after 60000 ms',
      'REQUEST\t\tGET berths\t1795000005030\t1795000005031\tKO\tj.n.ConnectException: Connection refused',
      'USER\tarrivals\tEND\t1795000065031',
      '',
    ].join('\n'),
  );
  expect(said(result)).toBe('');
  expect(result.measurement?.tool).toEqual({ name: 'Gatling', version: '3.12.0', format: 'gatling-log' });
  expect(shape(result)).toEqual([
    ['GET berths', 0, 1, 0, {}],
    ['POST moorings', 5000, 2, 1, { 'status 503': 1 }],
    ['GET berths', 5000, 1, 1, { timeout: 1, ECONNREFUSED: 1 }],
  ]);
});

test('Gatling: a clock that jumps, a cut line, and two runs in one file', async () => {
  const run = 'RUN\tharbour.Arrivals\tarrivals\t1795000000000\t \t3.11.5';
  const result = await read(`${run}\nREQUEST\t\ta\t1795000000010\t1795000000000\tOK\t \nREQUEST\t\ta\t1795000000010\t1795000000020\tOK\t \n${run}\nREQUEST\t\ta\t17950`);
  expect(said(result)).toMatch(/2: ends 10 ms before it starts[\s\S]*4: starts a second run[\s\S]*5: is cut off/);
  expect(shape(result)).toEqual([['a', 0, 1, 0, {}]]);
  expect(result.measurement?.interrupted).toMatch(/line 5/);
});

test.each(['vegeta.ndjson', 'vegeta.csv'])('vegeta 12.13: a real %s, in nanoseconds', async (file) => {
  const result = await read(fixture(file));
  expect(said(result)).toBe('');
  expect(shape(result)).toEqual([
    ['GET /berths/7?token=', 0, 3, 0, {}],
    ['GET /berths/full', 0, 3, 3, { 'status 503': 3 }],
  ]);
  expect(result.measurement).toMatchObject({ model: 'open', startedAt: expect.stringMatching(/^2026-12-01T02:41:53.281/), evidence: { latencyFrom: 'actual-start' } });
  expect(result.measurement?.slices[0]?.latency.minMs).toBeCloseTo(4.125245, 6);
  expect(JSON.stringify(result)).not.toMatch(/secret/);
});

test('vegeta: no response, a negative latency, a line that was cut', async () => {
  const line = (code: number, latency: number, error: string): string =>
    JSON.stringify({ attack: '', seq: 0, code, timestamp: '2026-11-23T10:00:00Z', latency, bytes_out: 0, bytes_in: 0, error, body: null, method: 'GET', url: 'http://harbour.test/a', headers: null });
  const refused = line(0, 1000, 'Get "http://harbour.test/a": dial tcp 127.0.0.1:1: connect: connection refused');
  const timeout = line(0, 30e9, 'Get "http://harbour.test/a": context deadline exceeded (Client.Timeout exceeded while awaiting headers)');
  const result = await read([refused, timeout, line(200, -1, ''), line(200, 1e6, '').slice(0, 50)].join('\n'));
  expect(shape(result)).toEqual([['GET /a', 0, 1, 1, { ECONNREFUSED: 1, timeout: 1 }]]);
  expect(said(result)).toMatch(/3: has a latency of[\s\S]*4: is cut off/);
});

test('oha CSV: seconds, and who got no response is not in it', async () => {
  const result = await read('request-start,DNS,DNS+dialup,Response-delay,request-duration,bytes,status\n0.001,0,0.001,0.01,0.0125,11,200\n5.5,0,0,0.01,0.02,11,503\n5.6,0,0,0.01,-1,11,200\nx\n');
  expect(shape(result)).toEqual([
    ['(unnamed)', 0, 1, 0, {}],
    ['(unnamed)', 5000, 1, 1, { 'status 503': 1 }],
  ]);
  expect(result.measurement?.slices[0]?.latency.maxMs).toBe(12.5);
  expect(result.measurement).toMatchObject({ startedAt: null, evidence: { latencyFrom: 'unknown', timeBase: 'monotonic' } });
  expect(said(result)).toMatch(/4: has a duration of -1 s[\s\S]*5: has no number/);
});

test.each<[FormatName, string | Uint8Array, RegExp]>([
  ['gatling-binary', Buffer.concat([Buffer.from([0, 0, 0, 0, 6]), Buffer.from('3.13.1'), Buffer.from([0, 0, 0, 0, 5]), Buffer.from('a.B.C')]), /binary log \(3\.13 and later\)/],
  ['vegeta-hdrplot', fixture('vegeta-hdrplot.out'), /t-digest/],
  [
    'vegeta-gob',
    Buffer.concat([Buffer.from('ff967f0301010652', 'hex'), Buffer.from('esult\x01\xff\x80\0\x01\x0c\x01\x06Attack\x01\x0c\0\x01\x03Seq\x01\x06\0\x01\x04Code\x01\x06\0\x01\x09Timestamp', 'latin1')]),
    /vegeta encode --to json/,
  ],
])('%s is recognised and refused with what to do', async (name, content, message) => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  expect(recognise('results', bytes)).toBe(name);
  const result = await readResults('results', [bytes]);
  expect(result.measurement).toBeNull();
  expect(said(result)).toMatch(message);
});

test('an empty file, an unknown one, and a disk that fails', async () => {
  expect(said(await read(''))).toBe('-: is empty');
  expect(said(await read('ships: 12\nberths: 7\n'))).toMatch(/none of the formats that are read: k6-json,/);
  expect(recognise('notes.txt', Buffer.from('ships: 12'))).toBeNull();
  async function* failing(): AsyncIterable<Uint8Array> {
    yield Buffer.from(fixture('vegeta.csv'));
    await Promise.resolve();
    throw new Error('EIO: i/o error, read');
  }
  const result = await readResults('vegeta.csv', failing());
  expect(said(result)).toMatch(/EIO/);
  expect(shape(result)).toHaveLength(2);
});
