import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '@plimsoll/contract';
import { plimsoll, repository } from './session.ts';

let server: Server;
let url = '';
const { folder, remove } = repository({
  'scenario.yml': 'name: crates\nrequests:\n  - name: one crate\n    path: /crates/7\n    headers: { authorization: secret-of-the-harbour }\n    checks: [{ json: $.id, equals: 7 }]\n',
  'unknown.yml': 'requests:\n  - path: /crates/${crate}\n',
  'harbour.slo.yml':
    'service: harbour\nslos:\n  - { name: availability, sli: success_rate, target: 99, window: 30d }\n  - { name: latency_p95, sli: request_latency_p95, target: 5000, unit: ms, window: 30d }\n',
});

beforeAll(async () => {
  server = createServer((request, response) => {
    response.statusCode = request.url === '/broken' ? 503 : 200;
    response.end('{"id":7}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  remove();
});

const short = ['--duration', '1s', '--warm-up', '100ms', '--rate', '100'];
const runs = (): readonly string[] => readdirSync(join(folder, '.plimsoll/runs')).filter((name) => name.endsWith('.json'));

describe('plimsoll load', () => {
  it('sends what was asked for and shows both clocks', async () => {
    const { code, out } = await plimsoll(['load', ...short, `${url}/crates/7?token=hush`], folder);
    expect(code).toBeOneOf([0, 3]); // 3: this machine was too busy to send on time, and says so
    expect(out).toMatch(/^GET \/crates\/7 on http:\/\/127\.0\.0\.1:\d+ {2}open model$/m);
    expect(out).toMatch(/^ {2}all requests +100 /m);
    expect(out).toMatch(/^ {4}from sending /m);
    expect(out).toMatch(/^ {2}sent +100 requests in 1 s, 100\/s of 100\/s intended$/m);
    expect(out).not.toContain('hush');
  });

  it('keeps the run, without secrets, where git does not see it', async () => {
    const { out } = await plimsoll(['load', ...short, '--scenario', 'scenario.yml', '--format', 'json', url], folder);
    const run = JSON.parse(out) as Run;
    expect(run.scenario.name).toBe('crates');
    expect(run.measurement.slices.some(({ endpoint, phase }) => endpoint === 'one crate' && phase === 'measured')).toBe(true);
    const kept = readFileSync(join(folder, '.plimsoll/runs', `${run.id}.json`), 'utf8');
    expect(JSON.parse(kept)).toEqual(run);
    expect(kept).not.toContain('secret-of-the-harbour');
    expect(readFileSync(join(folder, '.plimsoll/runs/.gitignore'), 'utf8')).toBe('*\n');
  });

  it('fails over a limit, and names the line of the objective', async () => {
    const { code, out } = await plimsoll(['load', '--duration', '5s', '--warm-up', '0s', '--rate', '100', '--slo', 'harbour.slo.yml', `${url}/broken`], folder);
    expect(code).toBeOneOf([1, 3]);
    expect(out).toMatch(/^ {2}failed +500 \(100 %\) status 503 × 500$/m);
    expect(out).toMatch(/^ {2}✗ availability: errors are 100 % .*beyond the limit of 1 %/m);
    expect(out).toMatch(/^ {2}✓ latency_p95: P95 is /m);
  });

  it('labels the closed model', async () => {
    const { out } = await plimsoll(['load', '--vus', '3', '--duration', '500ms', '--warm-up', '0s', '--quiet', `${url}/crates/7`], folder);
    expect(out).toContain('closed model');
    expect(out).toContain('percentiles of a closed model look better');
  });

  it('prints manifests for a cluster, marked as not run there', async () => {
    const { code, out } = await plimsoll(['load', '--kubernetes', '--rate', '2000', '--parallelism', '4', '--scenario', 'scenario.yml', url], folder);
    expect(code).toBe(0);
    expect(out).toMatch(/kind: "TestRun"/);
    expect(out).toMatch(/parallelism: 4/);
    expect(out).not.toContain('secret-of-the-harbour');
  });

  it.each([
    [['http://harbour.example/'], 'harbour.example is not this machine; if it is yours to load, allow it with --target-allowed harbour.example'],
    [['http://127.0.0.1:1/'], 'nothing answers at http://127.0.0.1:1: ECONNREFUSED'],
    [['--scenario', 'unknown.yml', 'http://127.0.0.1:1/'], 'unknown.yml:2 nothing sets `${crate}` before this request; known here: iteration, uuid'],
    [['--rate', '50', '--vus', '3', 'http://127.0.0.1:1/'], 'are different shapes of load; give one'],
    [['--rate', 'fast', 'http://127.0.0.1:1/'], '--rate: `fast` is not a rate'],
    [['--rate', '0', 'http://127.0.0.1:1/'], '--rate 0 sends nothing; give more than 0'],
    [['--steps', '0/s,0/s', 'http://127.0.0.1:1/'], '--steps 0/s,0/s sends nothing; give more than 0'],
    [['--steps', '100,,200', 'http://127.0.0.1:1/'], '--steps: `` is not a rate'],
    [['--steps', '100,200', '--spike', '1000', 'http://127.0.0.1:1/'], '--steps and --spike are different shapes of load; give one'],
    [['--kubernetes', '--parallelism', 'four', 'http://127.0.0.1:1/'], '--parallelism: `four` is not a count; write a whole number such as 20'],
    [['--p95', '200', 'http://127.0.0.1:1/'], '--p95: `200` has no unit; write 200ms or 200s'],
    [[], 'there is nothing to load; name a URL'],
  ])('refuses %j', async (args, says) => {
    const before = existsSync(join(folder, '.plimsoll/runs')) ? runs().length : 0;
    const { code, err, out } = await plimsoll(['load', ...args], folder);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(says);
    expect(existsSync(join(folder, '.plimsoll/runs')) ? runs().length : 0).toBe(before);
  });
});
