import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Measurement, Slice } from '@plimsoll/contract';
import { afterAll, describe, expect, it } from 'vitest';
import { mergeHistograms, quantileOf } from '../statistics/index.ts';
import { interleavedSpans, plainSpans, readScenario, runLoad, scenarioOfUrl } from './index.ts';
import type { Arrivals, LoadOptions, LoadPlan, LoadTick, Scenario } from './index.ts';

type Answering = (request: IncomingMessage, response: ServerResponse, count: number) => void;

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server on this machine that answers as scripted. */
async function serve(answer: Answering): Promise<{ readonly url: URL; readonly connections: () => number; readonly kill: () => Promise<void> }> {
  let [count, connections] = [0, 0];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    request.resume();
    answer(request, response, count++);
  });
  server.on('connection', (socket) => {
    connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const kill = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  closing.push(kill);
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`), connections: () => connections, kill };
}

const constant = (ratePerSecond: number, durationMs: number): Arrivals => ({ kind: 'rate', spacing: 'even', stages: [{ durationMs, fromPerSecond: ratePerSecond, toPerSecond: ratePerSecond }] });

async function load(url: URL, change: Partial<LoadPlan> & { readonly rate?: number; readonly durationMs?: number }, options: Partial<LoadOptions> = {}): Promise<Measurement> {
  const { rate = 200, durationMs = 500, ...plan } = change;
  const { measurement } = await runLoad(
    {
      scenario: scenarioOfUrl(url),
      targets: { head: url.origin },
      arrivals: constant(rate, durationMs),
      spans: plainSpans(0, durationMs, 500),
      connections: 8,
      inFlightMax: 1000,
      timeoutMs: 5000,
      workers: 1,
      seed: 1,
      ...plan,
    },
    { version: '0.0.0', ...options },
  );
  return measurement;
}

const sum = (measurement: Measurement, of: (slice: Slice) => number | null): number => measurement.slices.reduce((total, slice) => total + (of(slice) ?? 0), 0);
const errorsOf = (measurement: Measurement): Record<string, number> => {
  const all: Record<string, number> = {};
  for (const { errors } of measurement.slices) for (const [cause, times] of Object.entries(errors)) all[cause] = (all[cause] ?? 0) + times;
  return all;
};
const latency = (measurement: Measurement, quantile: number): number => quantileOf(mergeHistograms(measurement.slices.map((slice) => slice.latency)), quantile) ?? NaN;
const service = (measurement: Measurement, quantile: number): number => quantileOf(mergeHistograms(measurement.slices.flatMap((slice) => slice.serviceTime ?? [])), quantile) ?? NaN;

function scenario(yaml: string): Scenario {
  const { scenario, problems } = readScenario('scenario.yml', yaml, { textOf: () => null, environment: () => undefined });
  expect(problems).toEqual([]);
  return scenario!;
}

describe('open model', () => {
  it('sends what the schedule wants, whole, and counts every answer', async () => {
    const { url } = await serve((_, response) => response.end('ok'));
    const measured = await load(url, { rate: 200, durationMs: 1000, workers: 2 });
    expect(measured).toMatchObject({ model: 'open', interrupted: null, durationMs: 1000, evidence: { kind: 'histogram', latencyFrom: 'intended-start' } });
    expect(sum(measured, ({ intended }) => intended)).toBe(200);
    expect(sum(measured, ({ sent }) => sent)).toBe(200);
    expect(sum(measured, ({ succeeded }) => succeeded)).toBe(200);
    expect(measured.slices.map(({ startMs, intended }) => [startMs, intended])).toEqual([[0, 100], [500, 100]]); // prettier-ignore
  });

  it('sees a stall of the server from every request that it delayed: no coordinated omission', async () => {
    let stalledUntil = 0;
    const { url } = await serve((_, response, count) => {
      if (count === 200) stalledUntil = performance.now() + 1000;
      setTimeout(() => response.end('ok'), Math.max(0, stalledUntil - performance.now()));
    });
    const measured = await load(url, { rate: 200, durationMs: 3000, connections: 4 });
    // 200 of 600 requests were due within the stall, and waited evenly between 0 and 1 s; only 4 connections saw it themselves.
    expect(latency(measured, 0.95)).toBeGreaterThan(600);
    expect(latency(measured, 0.99)).toBeGreaterThan(800);
    expect(service(measured, 0.95)).toBeLessThan(300);
    expect(sum(measured, ({ succeeded }) => succeeded)).toBe(600);
    expect(measured.notes.join()).toContain('waited for a free connection');
  });

  it('opens its connections before the first request', async () => {
    let atFirst = 0;
    const server = await serve((_, response, count) => {
      if (count === 0) atFirst = server.connections();
      response.end('ok');
    });
    await load(server.url, { rate: 20, durationMs: 500, connections: 6 });
    expect(atFirst).toBe(6);
    expect(server.connections()).toBe(6);
  });

  it('counts what finds no room in flight as overload', async () => {
    const { url } = await serve((_, response) => setTimeout(() => response.end('ok'), 400));
    const measured = await load(url, { inFlightMax: 10 });
    const [intended, sent, overload] = [sum(measured, (slice) => slice.intended), sum(measured, (slice) => slice.sent), sum(measured, (slice) => slice.overload)];
    expect(intended).toBe(100);
    expect(overload).toBeGreaterThan(50);
    expect(sent + overload).toBe(100);
  });

  it('has no overload while there is room', async () => {
    const { url } = await serve((_, response) => response.end('ok'));
    expect(sum(await load(url, { inFlightMax: 100 }), (slice) => slice.overload)).toBe(0);
  });
});

describe('closed model', () => {
  it('is labelled, and blind to the stall that the open one sees', async () => {
    let stalledUntil = 0;
    const { url } = await serve((_, response, count) => {
      if (count === 100) stalledUntil = performance.now() + 1000;
      setTimeout(() => response.end('ok'), Math.max(5, stalledUntil - performance.now()));
    });
    const measured = await load(url, { arrivals: { kind: 'closed', users: 4 }, connections: 4, durationMs: 2500, spans: plainSpans(0, 2500, 500) });
    expect(measured).toMatchObject({ model: 'closed', evidence: { latencyFrom: 'actual-start' } });
    expect(sum(measured, ({ succeeded }) => succeeded)).toBeGreaterThan(200);
    expect(latency(measured, 0.95)).toBeLessThan(300);
    expect(latency(measured, 1)).toBeGreaterThan(800); // four requests out of hundreds
  });
});

describe.concurrent('errors by cause', () => {
  it('counts statuses from 400, and redirects as answers', async () => {
    const { url } = await serve((_, response, count) => {
      response.statusCode = [200, 302, 404, 503][count % 4] ?? 200;
      response.setHeader('location', '/elsewhere');
      response.end();
    });
    const measured = await load(url, {});
    expect(errorsOf(measured)).toEqual({ 'status 404': 25, 'status 503': 25 });
    expect(sum(measured, ({ failed }) => failed.count)).toBe(50);
    expect(sum(measured, ({ succeeded }) => succeeded)).toBe(50);
  });

  it('records a time-out at its value, as an error, and fails nothing else for it', async () => {
    const { url } = await serve((_, response, count) => {
      if (count % 25 !== 5) response.end('ok');
    });
    const measured = await load(url, { connections: 2, timeoutMs: 600 });
    expect(errorsOf(measured)).toEqual({ timeout: 4 });
    expect(sum(measured, ({ succeeded }) => succeeded)).toBe(96);
    expect(sum(measured, (slice) => slice.latency.count)).toBe(100);
    expect(service(measured, 1)).toBe(600);
  });

  it('a reset connection has no latency', async () => {
    const { url } = await serve((request, response, count) => {
      if (count % 5 === 2) request.socket.destroy();
      else response.end('ok');
    });
    const measured = await load(url, {});
    const errors = errorsOf(measured);
    expect(Object.values(errors).reduce((total, each) => total + each, 0)).toBe(20);
    expect(Object.keys(errors).join()).toMatch(/closed|ECONNRESET/);
    expect(sum(measured, (slice) => slice.latency.count)).toBe(80);
  });

  it('a refused connection is an error under its code', async () => {
    const { url, kill } = await serve((_, response) => response.end());
    await kill();
    const measured = await load(url, { rate: 50 });
    expect(errorsOf(measured)).toEqual({ ECONNREFUSED: 25 });
    expect(sum(measured, (slice) => slice.latency.count)).toBe(0);
  });

  it('plain text behind https: is an error of TLS, not a hang', async () => {
    const { url } = await serve((_, response) => response.end('ok'));
    const secure = new URL(url.href.replace('http:', 'https:'));
    const measured = await load(secure, { rate: 20, durationMs: 500 });
    expect(Object.keys(errorsOf(measured)).join()).toMatch(/SSL|EPROTO|TLS|closed/);
    expect(sum(measured, ({ succeeded }) => succeeded)).toBe(0);
  });
});

describe.concurrent('ends early', () => {
  it('on the signal, with what was seen until then', async () => {
    const stop = new AbortController();
    const { url } = await serve((_, response, count) => {
      response.end('ok');
      if (count === 100) stop.abort();
    });
    const measured = await load(url, { durationMs: 20_000, spans: plainSpans(0, 20_000, 500) }, { signal: stop.signal });
    expect(measured.interrupted).toBe('stopped by the user');
    expect(sum(measured, ({ succeeded }) => succeeded)).toBeGreaterThan(90);
    expect(measured.durationMs).toBeLessThan(5000);
    for (const { startMs, durationMs } of measured.slices) expect(startMs + durationMs).toBeLessThanOrEqual((measured.durationMs ?? 0) + 1e-6);
  });

  it('when the server dies', async () => {
    const server = await serve((_, response, count) => {
      response.end('ok');
      if (count === 100) void server.kill();
    });
    const measured = await load(server.url, { rate: 400, durationMs: 20_000, spans: plainSpans(0, 20_000, 500) });
    expect(measured.interrupted).toMatch(/^the server stopped answering: ECONNREFUSED/);
    expect(sum(measured, ({ succeeded }) => succeeded)).toBeGreaterThan(50);
    expect(measured.durationMs).toBeLessThan(8000);
  });
});

describe.concurrent('scenarios against a server', () => {
  it('chains: what one answer gives the next request uses, and weights decide how often', async () => {
    const seen: string[] = [];
    const { url } = await serve((request, response) => {
      seen.push(`${request.method} ${request.url} ${String(request.headers['x-token'])}`);
      if (request.url === '/login') response.setHeader('x-token', 'abc').end('{"user":{"ids":[7]}}');
      else response.end('ok');
    });
    const measured = await load(url, {
      connections: 2, // so that requests wait while others go on to their next step
      scenario: scenario(`
flows:
  - weight: 1
    steps:
      - { path: /login, method: POST, extract: { id: '$.user.ids[0]', token: 'header:x-token' } }
      - { path: '/users/\${id}', headers: { x-token: '\${token}' }, name: user }
  - { weight: 3, steps: [{ path: /home }] }
`),
    });
    expect(errorsOf(measured)).toEqual({});
    for (const { intended, sent, succeeded, overload } of measured.slices) expect([sent, succeeded, overload]).toEqual([intended, intended, 0]);
    const logins = seen.filter((line) => line.startsWith('POST /login')).length;
    expect(logins).toBeGreaterThan(8);
    expect(logins).toBeLessThan(50);
    expect(seen.filter((line) => line === 'GET /users/7 abc')).toHaveLength(logins);
    expect([...new Set(measured.slices.map(({ endpoint }) => endpoint))].toSorted()).toEqual(['GET /home', 'POST /login', 'user']);
  });

  it('gives each iteration a number and an identifier that no other has, and each row to one worker', async () => {
    const seen: string[] = [];
    const { url } = await serve((request, response) => {
      seen.push(request.url ?? '');
      response.end('ok');
    });
    const { scenario } = readScenario('scenario.yml', "data: [rows.csv]\nflows: [{ steps: [{ path: '/a/${iteration}/${uuid}/${row}' }, { path: '/b/${iteration}/${uuid}/${row}' }] }]", {
      textOf: () => `row\n${Array.from({ length: 100 }, (_, index) => index).join('\n')}\n`,
      environment: () => undefined,
    });
    await load(url, { workers: 2, scenario: scenario! });
    const [first, second] = ['/a/', '/b/'].map((step) => seen.filter((path) => path.startsWith(step)).map((path) => path.slice(3)));
    expect(first!.toSorted()).toEqual(second!.toSorted()); // the steps of an iteration share them
    const [iterations, uuids, rows] = [0, 1, 2].map((part) => new Set(first!.map((path) => path.split('/')[part] ?? '')));
    expect([...iterations!].map(Number).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index));
    expect([...uuids!].filter((uuid) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(uuid))).toHaveLength(100);
    expect(rows!.size).toBe(100);
  });

  it('gives another load other identifiers, also under the same seed', async () => {
    const seen: string[] = [];
    const { url } = await serve((request, response) => {
      seen.push(request.url ?? '');
      response.end('ok');
    });
    for (const seed of [7, 7]) await load(url, { rate: 20, seed, scenario: scenario("requests: [{ path: '/${uuid}' }]") });
    expect(new Set(seen).size).toBe(20);
  });

  it('every check counts, also beside several statuses', async () => {
    const { url } = await serve((_, response) => response.end('{"ok":false}'));
    const failing = await load(url, { scenario: scenario('requests: [{ path: /, checks: [{ status: [200, 201] }, { body: paid }] }]') });
    expect(errorsOf(failing)).toEqual({ 'check: body has paid': 100 });
    const json = await load(url, { scenario: scenario("requests: [{ path: /, checks: [{ json: '$.ok', equals: true }] }]") });
    expect(errorsOf(json)).toEqual({ 'check: $.ok is true': 100 });
    const holding = await load(url, { scenario: scenario("requests: [{ path: /, checks: [{ status: 200 }, { json: '$.ok', equals: false }] }]") });
    expect(errorsOf(holding)).toEqual({});
  });

  it('an extraction that finds nothing ends the flow', async () => {
    const { url } = await serve((_, response) => response.end('{}'));
    const measured = await load(url, { scenario: scenario("flows: [{ steps: [{ path: /a, extract: { id: '$.id' } }, { path: '/b/${id}' }] }]") });
    expect(errorsOf(measured)).toEqual({ 'extract: no id': 100 });
    expect(measured.slices.some(({ endpoint }) => endpoint.includes('/b'))).toBe(false);
  });
});

it('says each second how it goes, and how the generator fared', async () => {
  const { url } = await serve((_, response) => setTimeout(() => response.end('ok'), 20));
  const ticks: LoadTick[] = [];
  const measured = await load(url, { rate: 100, durationMs: 2500, spans: plainSpans(500, 2000, 500) }, { onTick: (tick) => ticks.push(tick) });
  expect(ticks.length).toBeGreaterThanOrEqual(2);
  expect(ticks[0]).toMatchObject({ atMs: 1000, totalMs: 2500, intendedPerSecond: 100, overload: 0, errors: {} });
  expect(ticks[0]?.p50Ms).toBeGreaterThanOrEqual(19);
  expect(measured.health[0]).toMatchObject({ startMs: 0, durationMs: 1000 });
  expect(measured.health[0]?.eventLoopUtilization).toBeLessThanOrEqual(1);
  expect(measured.health[0]?.lag?.count).toBeGreaterThan(0);
  expect(measured.slices.filter(({ phase }) => phase === 'warm-up').map(({ durationMs }) => durationMs)).toEqual([500]);
});

it('says what both arms of a comparison intend, in every slice', async () => {
  const { url } = await serve((_, response) => void response.end('ok'));
  const seen: LoadTick[] = [];
  const spans = interleavedSpans(0, { warmUpMs: 0, sliceMs: 600, slicesPerArm: 2, seed: 1 });
  await load(url, { targets: { base: url.origin, head: url.origin }, arrivals: constant(100, 601), spans }, { onTick: (tick) => void seen.push(tick) });
  expect(seen.slice(0, 2).map(({ intendedPerSecond }) => intendedPerSecond)).toEqual([100, 100]);
});
