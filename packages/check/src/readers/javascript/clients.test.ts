import { describe, expect, it } from 'vitest';
import { brief, facts } from './testing/read.ts';

const clients = (text: string, files: Record<string, string> = {}) => facts('client', 'src/prices.ts', text, files);
const timeout = (text: string, files: Record<string, string> = {}): string => brief(clients(text, files).findLast((use) => use.act === 'call')?.timeoutMs);

describe('timeouts of outgoing calls', () => {
  it.each([
    ['fetch without anything', "export const prices = () => fetch('http://fruits/prices')", 'default Infinity'],
    [
      'a signal several lines down',
      "export const prices = () =>\n  fetch('http://fruits/prices', {\n    method: 'POST',\n    headers: { a: 'b' },\n    signal: AbortSignal.timeout(4_000),\n  })",
      '4000',
    ],
    [
      'a controller that a timer aborts',
      "export async function prices() { const c = new AbortController(); const t = setTimeout(() => c.abort(), 2500); const r = await fetch('http://fruits', { signal: c.signal }); clearTimeout(t); return r }",
      '2500',
    ],
    ['a signal of the caller', "export const prices = (signal: AbortSignal) => fetch('http://fruits', { signal })", 'unknown'],
    ['any of several signals', "export const prices = (signal: AbortSignal) => fetch('http://fruits', { signal: AbortSignal.any([signal, AbortSignal.timeout(700)]) })", '700'],
    ['an options constant', "const options = { signal: AbortSignal.timeout(900) }; export const prices = () => fetch('http://fruits', options)", '900'],
    ['options of the caller', "export const prices = (init: RequestInit) => fetch('http://fruits', init)", 'unknown'],
    ['axios.get', "import axios from 'axios'; export const prices = () => axios.get('http://fruits')", 'default Infinity'],
    ['axios.get with timeout', "import axios from 'axios'; export const prices = () => axios.get('http://fruits', { timeout: 1500 })", '1500'],
    ['axios.post: options come third', "import axios from 'axios'; export const prices = () => axios.post('http://fruits', { timeout: 1 }, { timeout: 1500 })", '1500'],
    ['an instance', "import axios from 'axios'; const api = axios.create({ baseURL: 'http://fruits', timeout: 3000 }); export const prices = () => api.get('/prices')", '3000'],
    ['an instance of another file', "import { api } from './api.js'; export const prices = () => api.get('/prices')", '2000'],
    [
      'a field of the class',
      "import axios, { type AxiosInstance } from 'axios'; export class Prices { private readonly api: AxiosInstance; constructor() { this.api = axios.create({ timeout: 600 }); } all() { return this.api.get('/prices'); } }",
      '600',
    ],
    [
      'a client that is handed in',
      "import type { AxiosInstance } from 'axios'; export class Prices { constructor(private readonly api: AxiosInstance) {} all() { return this.api.get('/prices'); } }",
      'unknown',
    ],
    ['axios.defaults', "import axios from 'axios'; axios.defaults.timeout = 800; export const prices = () => axios.get('http://fruits')", '800'],
    ['timeout 0 is none', "import axios from 'axios'; export const prices = () => axios.get('http://fruits', { timeout: 0 })", 'Infinity'],
    ['got', "import got from 'got'; export const prices = () => got('http://fruits', { timeout: { request: 1200 } })", '1200'],
    ['ky has a default', "import ky from 'ky'; export const prices = () => ky.get('http://fruits')", 'default 10000'],
    ['ky without', "import ky from 'ky'; export const prices = () => ky.get('http://fruits', { timeout: false })", 'Infinity'],
    [
      'https.get with setTimeout behind',
      "import https from 'node:https'; export function prices() { const request = https.get('https://fruits', () => {}); request.setTimeout(5000, () => request.destroy()); }",
      '5000',
    ],
    ['http.request', "import { request } from 'http'; export const prices = () => request({ host: 'fruits', path: '/' })", 'default Infinity'],
    ['superagent', "import superagent from 'superagent'; export const prices = () => superagent.get('http://fruits').timeout(450)", '450'],
    [
      'request with a callback',
      "const request = require('request'); exports.prices = (done) => { const options = { uri: 'http://fruits' }; request(options, function (error, response) { done(response) }) }",
      'default Infinity',
    ],
    [
      'request with a timeout',
      "const request = require('request'); exports.prices = (done) => { const options = { uri: 'http://fruits', timeout: 350 }; request(options, function (error, response) { done(response) }) }",
      '350',
    ],
    ['spread arguments', 'export const prices = (...rest: [string]) => fetch(...rest)', 'unknown'],
    ['a variable with default', "export const prices = () => fetch('http://fruits', { signal: AbortSignal.timeout(Number(process.env.FRUIT_TIMEOUT ?? 2000)) })", '2000 $FRUIT_TIMEOUT'],
  ])('%s', (_, text, expected) => {
    expect(timeout(text, { 'src/api.ts': "import axios from 'axios'; export const api = axios.create({ timeout: 2000 });" })).toBe(expected);
  });

  it('sees through one wrapper of the project', () => {
    const wrapper = 'export async function call(url: string, options: RequestInit) {\n  const response = await fetch(url, options);\n  return response.json();\n}';
    const uses = clients(
      "import { call } from './call.js';\nexport const prices = () => call('http://fruits/prices', { signal: AbortSignal.timeout(1000) });\nexport const stock = () => call('http://fruits/stock', {});",
      { 'src/call.ts': wrapper },
    );
    expect(uses.map((use) => [use.callee, use.site.source.line, brief(use.timeoutMs), brief(use.target)])).toEqual([
      ['call', 2, '1000', 'http://fruits/prices'],
      ['call', 3, 'default Infinity', 'http://fruits/stock'],
    ]);
  });

  it.each([
    ["export const note = 'fetch(1)'"],
    ["const fetch = (fruit: string) => fruit; export const apple = () => fetch('apple')"],
    ["export class Basket { get(key: string) { return key } request(a: number) { return a } }\nexport const x = new Basket().get('a')"],
    ["const cache = new Map(); export const needles = cache.get('needle')"],
    ["// axios.get('http://fruits')\nexport const y = 1"],
  ])('is silent about %s', (text) => {
    expect(clients(text)).toEqual([]);
  });
});

describe('targets', () => {
  it.each([
    ["fetch('http://fruits/prices')", 'http://fruits/prices'],
    ['fetch(`http://fruits:8080/prices/${id}`)', 'http://fruits:8080/prices/{id}'],
    ['fetch(`${process.env.FRUITS_URL}/prices`)', 'unknown $FRUITS_URL'],
    ["fetch(`${process.env.FRUITS_URL ?? 'http://fruits'}/prices`)", 'http://fruits/prices $FRUITS_URL'],
    ["fetch((process.env.FRUITS_URL || 'http://fruits') + '/prices')", 'http://fruits/prices $FRUITS_URL'],
  ])('%s', (call, expected) => {
    expect(brief(clients(`export const prices = (id: string) => ${call}`)[0]?.target)).toBe(expected);
  });
});

describe('clients of cloud services', () => {
  it('names the service and reads the request handler', () => {
    const uses = clients(
      "import { S3Client } from '@aws-sdk/client-s3';\nimport { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';\nimport { NodeHttpHandler } from '@smithy/node-http-handler';\nexport const s3 = new S3Client({});\nexport const secrets = new SecretsManagerClient({ maxAttempts: 5, requestHandler: new NodeHttpHandler({ requestTimeout: 2000 }) });",
    );
    expect(uses.map((use) => [use.service, brief(use.timeoutMs), brief(use.tries), use.perCallCost])).toEqual([
      ['s3', 'default Infinity', 'default 3', null],
      ['secretsmanager', '2000', '5', null],
    ]);
  });

  it('says what a client made in a handler costs', () => {
    const [use] = clients(
      "import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';\nimport express from 'express';\nconst app = express();\napp.post('/orders', async (req, res) => {\n  const sqs = new SQSClient({});\n  await sqs.send(new SendMessageCommand({ QueueUrl: process.env.ORDERS_QUEUE }));\n  res.end();\n});",
    );
    expect(use).toMatchObject({ service: 'sqs', site: { lifetime: 'call', within: 'src/prices.ts#post /orders' }, perCallCost: 'a new client with its own connections and credentials' });
  });

  it.each([
    ['kept in an outer variable', 'let s3: S3Client | undefined;\nexport function client() { s3 ??= new S3Client({}); return s3; }', 'process'],
    ['guarded singleton', 'let s3: S3Client | undefined;\nexport function client() { if (!s3) { s3 = new S3Client({}); } return s3; }', 'process'],
    ['constructor', 'export class Store { readonly s3: S3Client; constructor() { this.s3 = new S3Client({}); } }', 'process'],
    [
      'kept in a map',
      'const clients = new Map<string, S3Client>();\nexport function client(region: string) { const made = new S3Client({ region }); clients.set(region, made); return made; }',
      'process',
    ],
    ['used and dropped', 'export async function put() { const s3 = new S3Client({}); await s3.send(1 as never); }', 'call'],
    [
      'used by the functions that are handed out',
      'export function store() { const s3 = new S3Client({}); const put = () => s3.send(1 as never); return { async all() { await put(); } }; }',
      'process',
    ],
    ['factory called at module level', 'function make() { return new S3Client({}); }\nexport const s3 = make();', 'process'],
  ])('%s', (_, text, lifetime) => {
    expect(clients(`import { S3Client } from '@aws-sdk/client-s3';\n${text}`)[0]?.site.lifetime).toBe(lifetime);
  });

  it('reads gRPC clients and channels', () => {
    const uses = clients(
      "import { credentials } from '@grpc/grpc-js';\nimport { FruitClient } from './generated.js';\nexport const fruits = new FruitClient(`${process.env.FRUITS_ADDR}`, credentials.createInsecure());",
    );
    expect(uses).toMatchObject([{ protocol: 'grpc', target: { variables: ['FRUITS_ADDR'] } }]);
    const channels = facts('channel', 'src/mail.ts', "import { Queue, Worker } from 'bullmq';\nexport const mail = new Queue('mail');\nexport const worker = new Worker('mail', async () => {});");
    expect(channels.map((channel) => [channel.service, channel.direction, brief(channel.name)])).toEqual([
      ['redis-queue', 'send', 'mail'],
      ['redis-queue', 'receive', 'mail'],
    ]);
  });
});

describe('connections of client objects', () => {
  it.each([
    ['an agent', "import https from 'https'; export const a = new https.Agent({ keepAlive: true, maxSockets: 30 })", '30'],
    ['an agent without a limit', "import https from 'https'; export const a = new https.Agent({ keepAlive: true })", 'default Infinity'],
    ['undici', "import { Agent } from 'undici'; export const a = new Agent({ connections: 64 })", '64'],
    ['one connection', "import { Client } from 'undici'; export const a = new Client('http://fruits')", 'default 1'],
    ['axios', "import axios from 'axios'; export const a = axios.create({ timeout: 1 })", 'default Infinity'],
    ['axios with an agent', "import axios from 'axios'; import { Agent } from 'https'; const agent = new Agent({ maxSockets: 12 }); export const a = axios.create({ httpsAgent: agent })", '12'],
    ['got with an agent', "import got from 'got'; import { Agent } from 'https'; export const a = got.extend({ agent: { https: new Agent({ maxSockets: 9 }) } })", '9'],
    ['an agent of the caller', "import axios from 'axios'; export const a = (agent) => axios.create({ httpsAgent: agent })", 'unknown'],
    ['AWS', "import { S3Client } from '@aws-sdk/client-s3'; export const a = new S3Client({})", 'default 50'],
    ['AWS with an agent', "import { S3Client } from '@aws-sdk/client-s3'; export const a = new S3Client({ requestHandler: { httpsAgent: { maxSockets: 200 } } })", '200'],
  ])('%s', (_, text, expected) => {
    expect(brief(clients(text).at(-1)?.connectionsMax)).toBe(expected);
  });
});

describe('how gRPC calls are spread', () => {
  const balancing = (host: string, options: string) =>
    clients(
      `import { credentials } from '@grpc/grpc-js';\nimport { FruitClient } from './generated.js';\nexport const make = (options) => new FruitClient(${host}, credentials.createInsecure()${options});`,
    )[0]?.balancing;

  it.each([
    ["'fruits:50051'", '', 'one-backend'],
    ["'dns:///fruits:50051'", ", { 'grpc.keepalive_time_ms': 1000 }", 'one-backend'],
    ["'dns:///fruits:50051'", ", { 'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }) }", 'per-call'],
    ["'xds:///fruits'", '', 'per-call'],
    ["'fruits:50051'", ', options', undefined],
  ])('%s%s', (host, options, expected) => {
    expect(balancing(host, options)).toBe(expected);
  });
});

describe('clients of other clouds', () => {
  it.each([
    ["import { ServiceBusClient } from '@azure/service-bus'", 'new ServiceBusClient(process.env.BUS)', 'a new AMQP connection and a new login'],
    ["import { PubSub } from '@google-cloud/pubsub'", 'new PubSub()', 'a new gRPC channel and a new login'],
    ["import twilio from 'twilio'", "twilio('a', 'b')", 'a new HTTPS agent with its own connections'],
    ["import { Client } from '@elastic/elasticsearch'", "new Client({ node: 'http://search' })", 'a new connection pool'],
  ])('%s', (head, made, cost) => {
    const [perCall] = clients(`${head};\nexport async function send(text) { const client = ${made}; await client.send(text); }`);
    expect(perCall).toMatchObject({ protocol: 'sdk', site: { lifetime: 'call' }, perCallCost: cost });
    const [once] = clients(`${head};\nconst client = ${made};\nexport const send = (text) => client.send(text);`);
    expect(once).toMatchObject({ site: { lifetime: 'process' }, perCallCost: null });
  });

  it.each([
    ["import Stripe from 'stripe';\nexport const pay = async () => { const stripe = new Stripe('a'); await stripe.charge(); };"],
    ["import OpenAI from 'openai';\nexport const ask = async () => new OpenAI().chat();"],
    ["import { Client } from './search.js';\nexport const find = async () => { const client = new Client(); await client.find(); };"],
  ])('is silent about %s', (text) => {
    expect(clients(text)).toEqual([]);
  });
});
