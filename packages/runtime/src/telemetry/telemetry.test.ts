import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import express from 'express';
import { fastify } from 'fastify';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createShedder, guard } from '../guard/index.ts';
import { manualClock } from '../testing/manual-clock.ts';
import {
  boundariesAt,
  createHistogram,
  createMetrics,
  createServerMetrics,
  expressMetrics,
  fastifyMetrics,
  latencyTargetsMs,
  measureRequest,
  observeWith,
  otelProducer,
  prometheusName,
  prometheusText,
} from './index.ts';
import type { Family, MetricSource } from './index.ts';

const source = (...families: readonly Family[]): MetricSource => ({ collect: () => families });
const counter = (name: string, value: number, attributes = {}): Family => ({ kind: 'counter', name, unit: '{call}', description: 'Calls.', points: [{ attributes, value }] });

describe('a histogram', () => {
  it('counts every value in the first bucket that holds it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.double({ min: 0, max: 10, noNaN: true }), { maxLength: 20 }), fc.array(fc.double({ min: 0, max: 12, noNaN: true }), { maxLength: 50 }), (ends, values) => {
        const boundaries = ends.toSorted((a, b) => a - b);
        const histogram = createHistogram(boundaries);
        for (const value of values) histogram.record(value);
        const { counts, count, sum } = histogram.value();
        for (const [index, end] of boundaries.entries()) expect(counts.slice(0, index + 1).reduce((a, b) => a + b, 0)).toBe(values.filter((value) => value <= end).length);
        expect(count).toBe(values.length);
        expect(sum).toBeCloseTo(values.reduce((a, b) => a + b, 0));
      }),
      { seed: 7 },
    );
  });

  it('takes no notice of what is no number', () => {
    const histogram = createHistogram([1]);
    for (const value of [Number.NaN, Infinity, -Infinity]) histogram.record(value);
    expect(histogram.value()).toMatchObject({ count: 0, sum: 0 });
  });
});

describe('boundaries', () => {
  it.each([[[0.5, 0.1]], [[0.1, 0.1]], [[0.1, Infinity]], [[Number.NaN]]])('that no value could be sorted into are refused at the start: %j', (boundaries) => {
    expect(() => createServerMetrics({ boundaries })).toThrow(expect.objectContaining({ code: 'ERR_PLIMSOLL_OPTION', message: expect.stringContaining('boundaries') as string }));
    expect(() => createHistogram(boundaries)).toThrow('ascending');
  });

  it('have one at every target, in seconds, in order and once', () => {
    expect(boundariesAt([200, 500, 300.5], [0.1, 0.5, 1])).toEqual([0.1, 0.2, 0.3005, 0.5, 1]);
    expect(boundariesAt([100.1 + 200.2], [])).toEqual([0.3003]);
    expect(boundariesAt([0, -5, Number.NaN], [1])).toEqual([1]);
  });

  it('come from the objectives about latency that state one', () =>
    expect(latencyTargetsMs([{ objectives: [{ kind: 'latency', thresholdMs: { value: 200 } }, { kind: 'latency', thresholdMs: null }, { kind: 'availability' }] }])).toEqual([200]));
});

describe('text for Prometheus', () => {
  it.each([
    ['http.server.request.duration', 's', 'histogram', 'http_server_request_duration_seconds'],
    ['plimsoll.guard.calls', '{call}', 'counter', 'plimsoll_guard_calls_total'],
    ['nodejs.eventloop.utilization', '1', 'gauge', 'nodejs_eventloop_utilization_ratio'],
    ['process.memory.usage', 'By', 'gauge', 'process_memory_usage_bytes'],
    ['jobs_total', '', 'counter', 'jobs_total'],
    ['9lives', '', 'gauge', '_9lives'],
  ] as const)('%s in %s is %s', (name, unit, kind, expected) => expect(prometheusName({ name, unit, kind })).toBe(expected));

  it('is what a scraper reads', () => {
    const histogram = createHistogram([0.2, 1]);
    for (const value of [0.1, 0.2, 0.7, 3]) histogram.record(value);
    const text = prometheusText(
      source(counter('calls', 3, { guard: 'a"b\\c\nd' }), {
        kind: 'histogram',
        name: 'wait',
        unit: 's',
        description: 'One\nline.',
        points: [{ attributes: { 'db.pool': 'x' }, value: histogram.value() }],
      }),
    );
    expect(text).toBe(String.raw`# HELP calls_total Calls.
# TYPE calls_total counter
calls_total{guard="a\"b\\c\nd"} 3
# HELP wait_seconds One\nline.
# TYPE wait_seconds histogram
wait_seconds_bucket{db_pool="x",le="0.2"} 2
wait_seconds_bucket{db_pool="x",le="1"} 3
wait_seconds_bucket{db_pool="x",le="+Inf"} 4
wait_seconds_sum{db_pool="x"} 4
wait_seconds_count{db_pool="x"} 4
`);
  });

  it('has each name once, whatever the number of guards', async () => {
    const clock = manualClock();
    const guards = ['fraud-api', 'rates-api'].map((name) => guard(name, { clock }));
    await guards[0]?.run(() => 'fine');
    const metrics = createMetrics([...guards, createShedder({ clock })]);
    const text = prometheusText(metrics);
    const types = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(types).toEqual([...new Set(types)]);
    expect(text).toContain('plimsoll_guard_calls_total{plimsoll_guard="fraud-api",outcome="succeeded"} 1\n');
    expect(text).toContain('plimsoll_guard_calls_total{plimsoll_guard="rates-api",outcome="succeeded"} 0\n');
    expect(text).toContain('plimsoll_guard_limit{plimsoll_guard="fraud-api"} 10\n');
    expect(text).toContain('plimsoll_guard_breaker_state{plimsoll_guard="fraud-api",state="closed"} 1\n');
    expect(text).toContain('nodejs_eventloop_utilization_ratio 0\n');
  });

  it('leaves out what was taken out, and keeps the first of two kinds under one name', () => {
    const metrics = createMetrics();
    const remove = metrics.add(source(counter('calls', 1)));
    metrics.add(source({ kind: 'gauge', name: 'calls', unit: '', description: '', points: [{ attributes: {}, value: 7 }] }));
    expect(metrics.collect()).toEqual([counter('calls', 1)]);
    remove();
    expect(metrics.collect()).toMatchObject([{ kind: 'gauge' }]);
  });
});

class OneReader extends MetricReader {
  protected override async onShutdown(): Promise<void> {}
  protected override async onForceFlush(): Promise<void> {}
}

describe('OpenTelemetry', () => {
  const histogram = createHistogram([0.2, 1]);
  histogram.record(0.1);
  const families: Family[] = [counter('calls', 3, { outcome: 'fine' }), { kind: 'gauge', name: 'running', unit: '{call}', description: 'Running.', points: [{ attributes: {}, value: 2 }] }]; // prettier-ignore

  it("'s SDK takes counters, gauges and histograms from the producer", async () => {
    const all = source(...families, { kind: 'histogram', name: 'http.server.request.duration', unit: 's', description: 'Requests.', points: [{ attributes: {}, value: histogram.value() }] });
    const reader = new OneReader({ metricProducers: [otelProducer(all, () => 5500)] });
    const provider = new MeterProvider({ readers: [reader] });
    const { resourceMetrics, errors } = await reader.collect();
    const metrics = resourceMetrics.scopeMetrics.filter(({ scope }) => scope.name === '@plimsoll/runtime').flatMap((each) => each.metrics);
    expect(errors).toEqual([]);
    expect(metrics.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints[0]?.value])).toEqual([
      ['calls', 3],
      ['running', 2],
      ['http.server.request.duration', { buckets: { boundaries: [0.2, 1], counts: [1, 0, 0] }, sum: 0.1, count: 1 }],
    ]);
    expect(metrics[0]?.dataPoints[0]).toMatchObject({ attributes: { outcome: 'fine' }, startTime: [5, 500_000_000] });
    await provider.shutdown();
  });

  it("'s API observes counters and gauges, also those that come later, collected once per scrape", async () => {
    const reader = new OneReader();
    const provider = new MeterProvider({ readers: [reader] });
    let collections = 0;
    const growing: Family[] = [...families];
    observeWith(provider.getMeter('service'), {
      collect() {
        collections++;
        return growing;
      },
    });
    const read = async (): Promise<unknown> => {
      const { resourceMetrics } = await reader.collect();
      return Object.fromEntries(
        resourceMetrics.scopeMetrics.flatMap(({ scope, metrics }) => (scope.name === 'service' ? metrics.map((each) => [each.descriptor.name, each.dataPoints[0]?.value]) : [])),
      );
    };
    await Promise.resolve();
    collections = 0;
    expect(await read()).toEqual({ calls: 3, running: 2 });
    expect(collections).toBe(1);
    growing.push(counter('later', 1));
    await read();
    expect(await read()).toEqual({ calls: 3, running: 2, later: 1 });
    await provider.shutdown();
  });
});

const closers: (() => unknown)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

async function originOf(server: Server): Promise<string> {
  if (!server.listening) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('requests to a server', () => {
  const fail = (): never => {
    throw new Error('down');
  };

  it.each<[string, (metrics: ReturnType<typeof createServerMetrics>) => Promise<string>]>([
    [
      'Express',
      (metrics) => {
        const app = express();
        app.set('env', 'test');
        app.use(expressMetrics(metrics));
        app.use('/v1', express.Router().get('/payments/:id', (_request, response) => void response.send('fine'))); // prettier-ignore
        app.get('/fails', fail);
        return originOf(createServer(app));
      },
    ],
    [
      'Fastify',
      async (metrics) => {
        const app = fastify();
        await app.register(fastifyMetrics, { metrics });
        app.get('/v1/payments/:id', async () => 'fine');
        app.get('/fails', fail);
        await app.listen({ port: 0, host: '127.0.0.1' });
        closers.push(() => app.close());
        return originOf(app.server);
      },
    ],
  ])('of %s are counted by method, route and status, never by path', async (_name, start) => {
    const metrics = createServerMetrics({ names: 'prometheus' });
    const origin = await start(metrics);
    for (const path of ['/v1/payments/1', '/v1/payments/2', '/fails', '/nowhere']) await (await fetch(origin + path)).text();
    const lines = (): string[] =>
      prometheusText(metrics)
        .split('\n')
        .filter((line) => line.startsWith('http_requests_total'))
        .toSorted();
    await expect
      .poll(lines)
      .toEqual([
        'http_requests_total{method="GET",code="404"} 1',
        'http_requests_total{method="GET",route="/fails",code="500"} 1',
        'http_requests_total{method="GET",route="/v1/payments/:id",code="200"} 2',
      ]);
  });

  it('whose client left before the answer have no status', async () => {
    const metrics = createServerMetrics();
    const client = new AbortController();
    const origin = await originOf(
      createServer((request, response) => {
        measureRequest(metrics, request, response);
        client.abort(); // not before the server has heard of it, also on a busy machine
      }),
    );
    await expect(fetch(origin, { signal: client.signal })).rejects.toThrow('abort');
    await expect.poll(() => metrics.collect()[0]?.points.map(({ attributes }) => attributes)).toEqual([{ 'http.request.method': 'GET', 'url.scheme': 'http', 'error.type': 'client_left' }]);
  });

  it('of unknown methods are one, and a flood of routes ends in one series', () => {
    const metrics = createServerMetrics({ seriesMax: 10 });
    for (let route = 0; route < 1000; route++) metrics.observe(`METHOD${route}`, `/${route}`, 200, 0.1);
    const points = metrics.collect()[0]?.points ?? [];
    expect(points).toHaveLength(11);
    expect(points.at(0)?.attributes['http.request.method']).toBe('_OTHER');
    expect(points.at(-1)).toMatchObject({ attributes: { 'otel.metric.overflow': true }, value: { count: 990 } });
  });
});
