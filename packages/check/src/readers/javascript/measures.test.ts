import { describe, expect, it } from 'vitest';
import { brief, facts } from './testing/read.ts';

const histograms = (text: string, files: Record<string, string> = {}) => facts('histogram', 'src/metrics.ts', text, files).map((use) => `${brief(use.name)} ${use.unit} ${brief(use.bounds)}`);
const prom = "import { Histogram, exponentialBuckets, linearBuckets } from 'prom-client';\n";
const meter = "import { metrics } from '@opentelemetry/api';\nconst meter = metrics.getMeter('harbour');\n";

describe('buckets of histograms', () => {
  it.each([
    ['stated', `${prom}export const h = new Histogram({ name: 'berth_seconds', help: 'x', buckets: [0.1, 0.5, 2] });`, 'berth_seconds s 0.1,0.5,2'],
    ['by default', `${prom}export const h = new Histogram({ name: 'berth_seconds', help: 'x' });`, 'berth_seconds s default 0.005,0.01,0.025,0.05,0.1,0.25,0.5,1,2.5,5,10'],
    ['in milliseconds', `${prom}const b = [5, 50]; export const h = new Histogram({ name: 'berth_duration_ms', buckets: b });`, 'berth_duration_ms ms 5,50'],
    ['linear', `${prom}export const h = new Histogram({ name: 'cargo_bytes', buckets: linearBuckets(10, 10, 3) });`, 'cargo_bytes other 10,20,30'],
    ['exponential', `${prom}export const h = new Histogram({ name: 'wait', buckets: exponentialBuckets(1, 2, 4) });`, 'wait unknown 1,2,4,8'],
    ['required as a whole', "const client = require('prom-client');\nexports.h = new client.Histogram({ name: 'berth_seconds', buckets: [1] });", 'berth_seconds s 1'],
    [
      'by position',
      "const client = require('prom-client');\nexports.h = new client.Histogram('berth_seconds', 'help', ['ship']);",
      'berth_seconds s default 0.005,0.01,0.025,0.05,0.1,0.25,0.5,1,2.5,5,10',
    ],
    ['by position with buckets', "const client = require('prom-client');\nexports.h = new client.Histogram('berth_seconds', 'help', ['ship'], { buckets: [1, 2] });", 'berth_seconds s 1,2'],
    ['given by the caller', `${prom}export const make = (buckets) => new Histogram({ name: 'berth_seconds', buckets });`, 'berth_seconds s unknown'],
    [
      'through a function of the project',
      "import { createHistogram } from './make.js';\nexport const h = createHistogram({ name: 'berth_milliseconds', buckets: [1, 5] });",
      'berth_milliseconds ms 1,5',
    ],
    [
      'OpenTelemetry by default',
      `${meter}export const h = meter.createHistogram('berth.duration', { unit: 'ms' });`,
      'berth.duration ms default 0,5,10,25,50,75,100,250,500,750,1000,2500,5000,7500,10000',
    ],
    ['OpenTelemetry with advice', `${meter}export const h = meter.createHistogram('berth.duration', { unit: 's', advice: { explicitBucketBoundaries: [0.1, 1] } });`, 'berth.duration s 0.1,1'],
    [
      'express-prom-bundle',
      "import promBundle from 'express-prom-bundle';\nexport const m = promBundle({ includeMethod: true });",
      'default http_request_duration_seconds s default 0.003,0.03,0.1,0.3,1.5,10',
    ],
  ])('%s', (_, text, expected) => {
    expect(
      histograms(text, { 'src/make.ts': "import { Histogram } from 'prom-client';\nexport const createHistogram = (options) => { const histogram = new Histogram(options); return { histogram }; };" }),
    ).toEqual([expected]);
  });

  it('states no default where a view may change it', () => {
    const view = "import { ExplicitBucketHistogramAggregation } from '@opentelemetry/sdk-metrics';\nexport const a = new ExplicitBucketHistogramAggregation([1]);";
    expect(histograms(`${meter}export const h = meter.createHistogram('berth.duration', { unit: 'ms' });`, { 'src/telemetry.ts': view })).toEqual(['berth.duration ms unknown']);
  });

  it.each([
    ["import { createHistogram } from 'node:perf_hooks';\nexport const h = createHistogram();"],
    ["export class Histogram { constructor(options: object) {} }\nexport const h = new Histogram({ name: 'a', buckets: [1] });"],
    ["import { Summary } from 'prom-client';\nexport const s = new Summary({ name: 'a', percentiles: [0.5] });"],
    ["import { Histogram } from 'prom-client';\nexport const make = (options) => new Histogram(options);"],
  ])('is silent about %s', (text) => {
    expect(histograms(text)).toEqual([]);
  });
});

describe('what a server waits for', () => {
  const servers = (text: string) => facts('deadline', 'src/main.ts', text).map((use) => `${use.what} ${use.library} ${brief(use.timeoutMs)}`);

  it.each([
    ['by default', "import http from 'node:http';\nexport const server = http.createServer(() => {});", ['server node:http default 300000']],
    ['express', "import express from 'express';\nconst app = express();\napp.listen(3000);", ['server node:http default 300000']],
    ['in the options', "import http from 'http';\nexport const server = http.createServer({ requestTimeout: 5000 }, () => {});", ['server node:http 5000']],
    ['switched off', "import http from 'http';\nconst server = http.createServer(() => {});\nserver.requestTimeout = 0;", ['server node:http Infinity']],
    ['switched off for express', "import express from 'express';\nconst server = express().listen(3000);\nserver.requestTimeout = 0;", ['server node:http Infinity']],
    ['fastify', "import Fastify from 'fastify';\nexport const app = Fastify({ requestTimeout: 9000 });", ['server fastify 9000']],
  ])('%s', (_, text, expected) => {
    expect(servers(text)).toEqual(expected);
  });

  it.each([
    ['fastify without', "import Fastify from 'fastify';\nexport const app = Fastify({ logger: true });"],
    ['a server of the project', "import { createServer } from './server.js';\nexport const server = createServer(() => {});"],
    ['a net server', "import net from 'net';\nexport const server = net.createServer(() => {});"],
  ])('is silent about %s', (_, text) => {
    expect(servers(text)).toEqual([]);
  });

  it('takes setTimeout(0) for what Node does anyway', () => {
    expect(servers("import http from 'http';\nconst server = http.createServer(() => {});\nserver.setTimeout(0);")).toEqual(['server node:http default 300000']);
  });
});

describe('tries', () => {
  const tries = (text: string, files: Record<string, string> = {}): string => brief(facts('client', 'src/prices.ts', text, files).findLast((use) => use.act === 'call')?.tries);

  it.each([
    ['p-retry', "import pRetry from 'p-retry';\nexport const prices = () => pRetry(async () => (await fetch('http://fruits')).json(), { retries: 4 });", '5'],
    ['p-retry by default', "import pRetry from 'p-retry';\nexport const prices = () => pRetry(() => fetch('http://fruits'));", 'default 11'],
    ['exponential-backoff', "import { backOff } from 'exponential-backoff';\nexport const prices = () => backOff(() => fetch('http://fruits'), { numOfAttempts: 3 });", '3'],
    ['exponential-backoff by default', "import { backOff } from 'exponential-backoff';\nexport const prices = () => backOff(() => fetch('http://fruits'));", 'default 10'],
    [
      'axios-retry',
      "import axios from 'axios'; import axiosRetry from 'axios-retry';\nconst api = axios.create();\naxiosRetry(api, { retries: 2 });\nexport const prices = () => api.get('/prices');",
      '3',
    ],
    ['axios-retry on axios', "import axios from 'axios'; import axiosRetry from 'axios-retry';\naxiosRetry(axios);\nexport const prices = () => axios.get('http://fruits');", 'default 4'],
    ['axios-retry where the client is made', "import { api } from './api.js';\nexport const prices = () => api.get('/prices');", '6'],
    [
      'another client',
      "import axios from 'axios'; import axiosRetry from 'axios-retry';\nconst api = axios.create(); const other = axios.create();\naxiosRetry(api, { retries: 2 });\nexport const prices = () => other.get('/prices');",
      'none',
    ],
    ['no retry', "export const prices = () => fetch('http://fruits');", 'none'],
  ])('%s', (_, text, expected) => {
    expect(tries(text, { 'src/api.ts': "import axios from 'axios'; import axiosRetry from 'axios-retry';\nexport const api = axios.create();\naxiosRetry(api, { retries: 5 });" })).toBe(expected);
  });
});
