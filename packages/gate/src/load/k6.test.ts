import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readYaml } from '@plimsoll/contract/yaml';
import { at, textOf } from '@plimsoll/contract/yaml';
import { describe, expect, it } from 'vitest';
import { K6Error, k6ScriptOf, kubernetesManifests, readScenario, runK6, secretHeaders, variableOfHeader } from './index.ts';
import type { Scenario } from './index.ts';

const hasK6 = spawnSync('k6', ['version']).status === 0;

const order = { directory: tmpdir(), timeoutMs: 30_000 };

function shop(): Scenario {
  const yaml = `
headers: { authorization: s3cret, accept: application/json }
data: [users.csv]
requests: [{ path: '/users/\${id}', checks: [{ status: 200 }, { body: hello }] }]
flows: [{ steps: [{ path: /cart, body: { a: 1 }, extract: { cart: $.cart } }, { path: '/cart/\${cart}' }] }]
`;
  const { scenario, problems } = readScenario('shop.yml', yaml, { textOf: () => 'id\n7\n', environment: () => undefined });
  expect(problems).toEqual([]);
  return scenario!;
}

const load = { target: 'http://127.0.0.1:1', ratePerSecond: 20, durationMs: 1000, inFlightMax: 20, timeoutMs: 1000 };

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-test-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('k6 from PATH', () => {
  it('that is not there is said', async () => {
    await expect(runK6({ ...order, script: 'x.js', environment: { PATH: '' } })).rejects.toThrow(/^k6 is not on PATH/);
    await expect(runK6({ ...order, script: 'x.js', environment: { PATH: '' } })).rejects.toBeInstanceOf(K6Error);
  });

  it('gives the file, the exit code and what it printed, and leaves nothing behind', async () => {
    await inFolder(async (folder) => {
      const fake = '#!/bin/sh\nfor each in "$@"; do case "$each" in json=*) echo \'{"type":"Point"}\' > "${each#json=}";; esac; done\necho "thresholds crossed" >&2; exit 99\n';
      await writeFile(join(folder, 'k6'), fake, { mode: 0o755 });
      const run = await runK6({ ...order, script: 'x.js', environment: { PATH: `${folder}:/bin:/usr/bin` } });
      expect(run).toMatchObject({ exitCode: 99, interrupted: null, output: 'thresholds crossed\n' });
      expect(readFileSync(run.resultsFile, 'utf8')).toBe('{"type":"Point"}\n');
      await run.remove();
      expect(existsSync(run.resultsFile)).toBe(false);
    });
  });

  it('is ended by the signal and by the time-out', async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'k6'), '#!/bin/sh\nexec sleep 20\n', { mode: 0o755 });
      const environment = { PATH: `${folder}:/bin:/usr/bin` };
      const bounded = await runK6({ ...order, script: 'x.js', environment, timeoutMs: 200 });
      expect(bounded).toMatchObject({ exitCode: null, interrupted: 'k6 was stopped after 0.2 s' });
      await bounded.remove();
      const aborted = await runK6({ ...order, script: 'x.js', environment }, AbortSignal.abort());
      expect(aborted).toMatchObject({ exitCode: null, interrupted: 'stopped by the user' });
      await aborted.remove();
    });
  });

  it.skipIf(!hasK6)('runs the script made from a scenario', async () => {
    const seen = new Set<string>();
    const server = createServer((request, response) => {
      seen.add(`${request.method} ${request.url} ${String(request.headers.authorization)}`);
      response.end(request.url === '/cart' ? '{"cart":"c1"}' : 'hello');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    try {
      await inFolder(async (folder) => {
        const script = join(folder, 'script.js');
        await writeFile(script, k6ScriptOf(shop(), { ...load, target: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
        const run = await runK6({ ...order, script, environment: { ...process.env, HEADER_AUTHORIZATION: 'abc' } });
        expect(run).toMatchObject({ exitCode: 0, interrupted: null });
        expect([...seen].toSorted()).toEqual(['GET /cart/c1 abc', 'GET /users/7 abc', 'POST /cart abc']);
        expect(readFileSync(run.resultsFile, 'utf8')).toContain('"metric":"http_req_duration"');
        await run.remove();
      });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe('a script for k6', () => {
  it('holds no secret: values of headers come from the environment', () => {
    const script = k6ScriptOf(shop(), load);
    expect(script).not.toContain('s3cret');
    expect(script).toContain('"authorization": __ENV.HEADER_AUTHORIZATION');
    expect(script).toContain('"accept": "application/json"');
    expect(secretHeaders(shop())).toEqual(['authorization']);
    expect(variableOfHeader('x-api-key')).toBe('HEADER_X_API_KEY');
  });
});

describe('manifests for k6-operator', () => {
  const manifests = { name: 'shop', namespace: 'load', script: "export default () => {};\n\n  // ünïcode: 'quotes'\n", parallelism: 3, claim: 'results' };

  it('are two documents that give the script back and a file of samples for each pod', () => {
    const { documents, unread } = readYaml('k6.yml', kubernetesManifests({ ...manifests, secretHeaders: [['HEADER_AUTHORIZATION', 'authorization']] }));
    expect(unread).toEqual([]);
    expect(documents.map(({ root }) => textOf(at(root, 'kind')))).toEqual(['ConfigMap', 'TestRun']);
    const [configMap, testRun] = documents.map(({ root }) => root);
    expect(textOf(at(configMap, 'data', 'script.js'))).toBe(manifests.script);
    expect(textOf(at(testRun, 'apiVersion'))).toBe('k6.io/v1alpha1');
    expect(textOf(at(testRun, 'spec', 'parallelism'))).toBe('3');
    expect(textOf(at(testRun, 'spec', 'arguments'))).toBe('--out json=/results/$(POD_NAME).ndjson');
    expect(textOf(at(testRun, 'spec', 'script', 'configMap', 'name'))).toBe('shop');
    expect(textOf(at(testRun, 'spec', 'runner', 'env', 1, 'valueFrom', 'secretKeyRef', 'name'))).toBe('shop-headers');
    expect(textOf(at(testRun, 'spec', 'runner', 'volumes', 0, 'persistentVolumeClaim', 'claimName'))).toBe('results');
    expect(kubernetesManifests(manifests)).toContain('not run on a cluster');
  });

  it.each([
    [{ name: 'Shop' }, '`Shop` is no name in Kubernetes'],
    [{ parallelism: 0 }, 'parallelism is 0; it is a whole number from 1'],
    [{ script: 'x'.repeat(1_000_000) }, 'the script has 1000000 bytes'],
  ])('refuse %o', (change, says) => {
    expect(() => kubernetesManifests({ ...manifests, ...change })).toThrow(says);
  });
});
