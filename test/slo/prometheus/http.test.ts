import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readSloFile, readSnapshots } from '@plimsoll/slo';
import { afterEach, describe, expect, it } from 'vitest';
import { prometheusAt, prometheusHeaders } from '../../../packages/cli/src/measured/prometheus.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let servers: Server[] = [];
afterEach(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  servers = [];
});

/** A server of this machine that answers everything alike, and how often it was asked. */
async function serving(answer: Answer): Promise<{ readonly url: string; readonly asked: () => number }> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked++;
    answer(request, response);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked };
}

const json =
  (body: unknown, status = 200): Answer =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
const vector = (...values: readonly string[]): unknown => ({
  status: 'success',
  data: { resultType: 'vector', result: values.map((value, index) => ({ metric: { n: String(index) }, value: [1, value] })) },
});

describe('a Prometheus over HTTP', () => {
  it('answers with numbers, infinities and NaN', async () => {
    const { url } = await serving(json(vector('1.5', '+Inf', 'NaN')));
    const answer = await prometheusAt(url).query('up', 1000);
    expect(answer.ok && answer.series.map(({ samples }) => samples[0])).toEqual([1.5, Infinity, NaN].map((value) => ({ atMs: 1000, value })));
  });
  it('is asked by POST, with the time in seconds and its own limit of time', async () => {
    let body = '';
    const { url } = await serving((request, response) => {
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => json(vector())(request, response));
    });
    await prometheusAt(`${url}/prom/`, { timeoutMs: 3000, nowMs: () => 0 }).query('sum(rate(x[5m]))', 1_700_000_000_500);
    expect(new URLSearchParams(body).get('time')).toBe('1700000000.5');
    expect(new URLSearchParams(body).get('timeout')).toBe('2400ms');
  });
  it.each<[string, Answer, string, RegExp]>([
    ['an error', json({ status: 'error', errorType: 'bad_data', error: 'parse error' }, 400), 'refused', /^bad_data: parse error$/],
    ['a page', json('<html>', 502), 'refused', /answered with status 502 and no JSON/],
    ['a login', json('no', 401), 'refused', /PLIMSOLL_PROMETHEUS_TOKEN/],
    ['a redirection', (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), 'refused', /redirections are not followed/],
    ['another form', json({ status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, values: [[1, 2]] }] } }), 'refused', /no answer of a Prometheus/],
    ['a native histogram', json({ status: 'success', data: { resultType: 'vector', result: [{ metric: {}, histogram: [1, {}] }] } }), 'refused', /no answer of a Prometheus/],
    ['too much', json(vector(...Array.from({ length: 2000 }, () => '1'))), 'too-large', /more than 10000 bytes/],
    ['a broken connection', (request) => void request.socket.destroy(), 'unreachable', /cannot be reached/],
    ['silence', () => {}, 'unreachable', /gave no answer within 0.2 s/],
    ['a body that never ends', (_, response) => void response.writeHead(200).write('{'), 'unreachable', /gave no answer within 0.2 s/],
  ])('%s is a failure with its reason', async (_, answer, failure, why) => {
    const { url } = await serving(answer);
    expect(await prometheusAt(url, { timeoutMs: 200, bytesMax: 10_000 }).query('up', 0)).toEqual({ ok: false, failure, why: expect.stringMatching(why) as string });
  });
  it('is not asked a third time when it has not answered twice', async () => {
    const { url, asked } = await serving(() => {});
    const api = prometheusAt(url, { timeoutMs: 50 });
    for (let time = 0; time < 5; time++) await api.query('up', 0);
    expect(asked()).toBe(2);
  });
  it('is not asked any more when the time for all is used up', async () => {
    let nowMs = 0;
    const { url, asked } = await serving(json(vector()));
    const api = prometheusAt(url, { totalMs: 1000, nowMs: () => nowMs });
    await api.query('up', 0);
    nowMs = 1001;
    expect([await api.query('up', 0), asked()]).toEqual([{ ok: false, failure: 'unreachable', why: 'the time for all questions, 1 s, is used up' }, 1]);
  });
  it('sends a token or a name and password, and repeats neither', async () => {
    let seen = '';
    const { url } = await serving((request, response) => {
      seen = request.headers.authorization ?? '';
      request.socket.destroy();
      void response;
    });
    const secret = await prometheusAt(url, { headers: prometheusHeaders({ PLIMSOLL_PROMETHEUS_TOKEN: 'tide' }) }).query('up', 0);
    expect([seen, JSON.stringify(secret)]).toEqual(['Bearer tide', expect.not.stringContaining('tide')]);
    const named = await prometheusAt(url.replace('http://', 'http://harbour:k%C3%A9y@')).query('up', 0);
    expect([seen, JSON.stringify(named)]).toEqual([`Basic ${Buffer.from('harbour:kéy').toString('base64')}`, expect.not.stringContaining('harbour')]);
    expect(prometheusHeaders({ PLIMSOLL_PROMETHEUS_USER: 'a', PLIMSOLL_PROMETHEUS_PASSWORD: 'b' })).toEqual({ authorization: 'Basic YTpi' });
  });
  it.each(['prometheus:9090', 'ftp://x', ''])('%s is no address', (url) => expect(() => prometheusAt(url)).toThrow('http://127.0.0.1:9090'));
  it('that is down makes every objective lost, within the time', async () => {
    const slos = readSloFile('slo.yml', `service: quay\nslos:\n${Array.from({ length: 50 }, (_, index) => `  - { name: availability_${index}, target: 99.9, window: 30d }\n`).join('')}`)?.slos ?? [];
    const { url } = await serving(() => {});
    const startedMs = performance.now();
    const read = await readSnapshots(prometheusAt(url, { timeoutMs: 100 }), slos, { atMs: 1_700_000_000_000 });
    expect(performance.now() - startedMs).toBeLessThan(3000);
    expect([read.length, new Set(read.map(({ data }) => data))]).toEqual([50, new Set(['lost'])]);
    expect(read[49]?.notes[0]).toContain('was not asked again');
  });
});
