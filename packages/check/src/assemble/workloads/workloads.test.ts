import { describe, expect, it } from 'vitest';
import { analyse } from '../../engine/check.ts';
import { boundsOf } from '../../model/arithmetic.ts';
import { valueOf } from '../../model/known.ts';
import type { Container } from '../../facts/index.ts';
import type { Workload } from '../../model/system.ts';
import { memoryFiles } from '../../testing/memory-files.ts';
import { commandRole } from './command-role.ts';

async function workloads(texts: Readonly<Record<string, string>>): Promise<readonly Workload[]> {
  const { systems, internalErrors } = await analyse(memoryFiles(texts), '2026-11-23');
  expect(internalErrors).toEqual([]);
  return systems[0]?.workloads ?? [];
}

const server = "import express from 'express';\nconst app = express();\napp.get('/', (_request, response) => response.end());\napp.listen(8080);\n";
const worker = "import { Worker } from 'bullmq';\nnew Worker('orders', async () => {});\n";
const program = (folder: string, text = server, name = folder.split('/').at(-1)) => ({ [`${folder}/package.json`]: `{ "name": "${name}" }`, [`${folder}/src/main.js`]: text });
const deployment = (name: string, { image = `harbour/${name}`, replicas = 2, command = '' } = {}) => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: ${replicas}
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: main, image: "${image}"${command ? `, command: [${command}]` : ''} }] }
`;
const joins = (found: readonly Workload[]) => found.map((workload) => `${workload.name} ← ${workload.codeRoots.join()} (${workload.joins.map((join) => `${join.why}: ${join.sure}`).join('; ')})`);
const two = { ...program('services/orders'), ...program('services/pears') };

describe('a unit is joined to its code', () => {
  it('by build context, certainly', async () => {
    const found = await workloads({ ...two, 'compose.yaml': 'services: { api: { build: services/orders, deploy: { replicas: 2 } } }\n' });
    expect(joins(found)).toContain('api ← services/orders (build context services/orders: certain)');
  });

  it('by a context above several programs, if it bears the name of one', async () => {
    const found = await workloads({ ...two, 'compose.yaml': 'services: { orders: { build: services }, berths: { build: services } }\n' });
    expect(joins(found)).toContain('orders ← services/orders (build context services: certain)');
    expect(joins(found)).toContain('berths ←  ()');
  });

  it('by image', async () => {
    const found = await workloads({ ...two, 'k8s/all.yaml': deployment('web', { image: 'registry.example/harbour/orders-service:1.4' }) });
    expect(joins(found)).toContain('web ← services/orders (image name orders-service: likely)');
  });

  it('by name', async () => {
    expect(joins(await workloads({ ...two, 'k8s/all.yaml': deployment('orders', { image: 'harbour/monolith' }) }))).toContain('orders ← services/orders (the name orders: likely)');
  });

  it('by a name that differs in number only, where it has no better one', async () => {
    const image = { image: 'harbour/monolith' };
    expect(joins(await workloads({ ...two, 'k8s/all.yaml': deployment('order', image) }))).toContain('order ← services/orders (the name order, but for its number: assumed)');
    expect(joins(await workloads({ ...two, ...program('services/order'), 'k8s/all.yaml': deployment('orders', image) }))).toContain('orders ← services/orders (the name orders: likely)');
    expect(joins(await workloads({ ...two, 'k8s/all.yaml': deployment('ordering', image) }))).toContain('ordering ←  ()');
  });

  it('by command', async () => {
    const found = await workloads({ ...two, 'k8s/all.yaml': deployment('web', { image: 'harbour/monolith', command: 'node, /app/services/pears/src/main.js' }) });
    expect(joins(found)).toContain('web ← services/pears (the command /app/services/pears/src/main.js: likely)');
  });

  it('by being the only one of the only program', async () => {
    const found = await workloads({ ...program('backend', server, 'shop'), 'k8s/all.yaml': deployment('berth') });
    expect(joins(found)).toEqual(['berth ← backend (the only unit and the only program here: assumed)']);
  });
});

describe('a unit is joined to nothing', () => {
  it('where two programs bear its name', async () => {
    const found = await workloads({ ...program('eu/orders'), ...program('us/orders'), 'k8s/all.yaml': deployment('orders') });
    expect(found.filter((workload) => workload.units.length > 0).map((workload) => workload.codeRoots)).toEqual([[]]);
  });

  it('where there are two of either and no name fits', async () => {
    const found = await workloads({ ...two, 'k8s/all.yaml': deployment('plums') + deployment('cherries') });
    expect(found.filter((workload) => workload.units.length > 0).every((workload) => workload.codeRoots.length === 0)).toBe(true);
  });

  it('where it has a rival for the only program', async () => {
    const found = await workloads({ ...program('backend', server, 'shop'), 'k8s/all.yaml': deployment('plums') + deployment('cherries') });
    expect(found.filter((workload) => workload.units.length > 0).every((workload) => workload.codeRoots.length === 0)).toBe(true);
  });
});

describe('units of the same code', () => {
  it('with the same name are one workload, whatever describes them', async () => {
    const found = await workloads({ ...two, 'compose.yaml': 'services: { orders: { build: services/orders } }\n', 'k8s/all.yaml': deployment('orders', { replicas: 4 }) });
    const [orders] = found.filter((workload) => workload.name === 'orders');
    expect(orders?.units.map((unit) => unit.type).toSorted()).toEqual(['compose-service', 'kubernetes-deployment']);
    expect(valueOf(orders?.instancesMax)).toBe(4);
    expect(found).toHaveLength(2);
  });

  it('with names of their own are workloads of their own', async () => {
    const texts = {
      'package.json': '{ "name": "shop" }',
      'src/server.js': server,
      'src/worker.js': worker,
      'k8s/all.yaml': deployment('web', { image: 'harbour/shop', command: 'node, src/server.js' }) + deployment('jobs', { image: 'harbour/shop', command: 'node, src/worker.js' }),
    };
    const found = await workloads(texts);
    expect(found.map((workload) => [workload.name, workload.profiles])).toEqual([
      ['web', ['sync-api']],
      ['jobs', ['background-job']],
    ]);
  });
});

describe('code without a unit', () => {
  it('is a workload whose instances are not known', async () => {
    const [orders, ...rest] = await workloads(program('services/orders'));
    expect(rest).toEqual([]);
    expect(orders).toMatchObject({
      id: 'workload:orders',
      units: [],
      profiles: ['sync-api'],
      language: 'javascript',
      multiplied: { answer: 'unknown' },
      instancesMax: { needs: { cause: 'outside-the-repository' } },
    });
    expect(orders && boundsOf(orders.instancesMax)).toEqual({ min: 1 });
  });

  it('at the root has the name of its package, else is the application', async () => {
    expect((await workloads({ 'package.json': '{ "name": "@harbour/orders" }', 'main.js': server })).map((workload) => workload.name)).toEqual(['orders']);
    const go = 'package main\n\nimport "net/http"\n\nfunc main() {\n\thttp.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {})\n\thttp.ListenAndServe(":8080", nil)\n}\n';
    expect((await workloads({ 'go.mod': 'module example.org/harbour/berths/v2\n', 'main.go': go })).map((workload) => workload.name)).toEqual(['berths']);
    expect((await workloads({ 'main.js': server })).map((workload) => workload.name)).toEqual(['application']);
  });

  it('that only people run is none', async () => {
    expect(await workloads({ 'tools/package.json': '{ "name": "tools" }', 'tools/scripts/seed.js': "import axios from 'axios';\naxios.get('https://berths.example');\n" })).toEqual([]);
  });

  it('keeps ids apart where names are equal', async () => {
    const ids = (await workloads({ ...program('eu/orders'), ...program('us/orders') })).map((workload) => workload.id);
    expect(ids).toEqual(['workload:orders', 'workload:orders@us/orders']);
  });
});

describe('whether there is more than one', () => {
  it.each([
    [1, 'no'],
    [2, 'yes'],
  ])('%d replicas: %s', async (replicas, answer) => {
    expect(await workloads({ 'k8s/all.yaml': deployment('orders', { replicas }) })).toMatchObject([{ multiplied: { answer } }]);
  });

  it('cannot be told from what developers start', async () => {
    expect(await workloads({ 'compose.yaml': 'services: { orders: { image: harbour/orders } }\n' })).toMatchObject([{ multiplied: { answer: 'unknown' } }]);
  });

  it('is yes on every node, as far as is known', async () => {
    expect(await workloads({ 'k8s/all.yaml': deployment('orders').replace('Deployment', 'DaemonSet') })).toMatchObject([{ multiplied: { answer: 'unknown' } }]);
  });
});

describe('infrastructure', () => {
  it('is no workload', async () => {
    expect(await workloads({ 'compose.yaml': 'services: { db: { image: "postgres:17" }, cache: { image: redis } }\n' })).toEqual([]);
  });
});

describe('the role of a command', () => {
  const source = { file: 'Procfile', line: 1, column: 1, endLine: 1, endColumn: 2 };
  const container = (line: string): Container => ({
    name: 'main',
    image: null,
    command: line === '' ? null : line.split(' '),
    args: null,
    commandSource: source,
    environment: [],
    environmentFrom: [],
    ports: [],
    source,
  });

  it.each([
    ['gunicorn app:app', 'server'],
    ['npm start', 'server'],
    ['python manage.py runserver', 'server'],
    ['celery -A orders worker', 'consumer'],
    ['celery -A orders worker --beat', 'consumer'],
    ['celery -A orders beat', 'scheduler'],
    ['rq worker orders', 'consumer'],
    ['node dist/worker.js', 'consumer'],
    ['php artisan queue:work', 'consumer'],
    ['alembic upgrade head', 'script'],
    ['python manage.py migrate', 'script'],
    ['node main.js', null],
    ['', null],
  ])('%s: %s', (line, role) => expect(commandRole([container(line)])).toBe(role));

  it('is that of the first container that says one', () => {
    expect(commandRole([container(''), container('node main.js'), container('celery -A orders worker')])).toBe('consumer');
    expect(commandRole([])).toBeNull();
  });
});
