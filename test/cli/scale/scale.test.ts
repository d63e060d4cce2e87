import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { desiredInstances } from '@plimsoll/runtime/workload';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { plimsoll, repository } from '../session.ts';
import { hpaScaler, kedaScaler, trackingScaler } from './formulas.ts';
import type { Scaler } from './formulas.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const payments = ['scale', 'examples/payments', '--target', '100', '--rate', '50/s', '--region', 'eu-central-1'] as const;
const remove: (() => void)[] = [];
afterEach(() => {
  for (const each of remove.splice(0)) each();
});

function folder(files: Readonly<Record<string, string>>): string {
  const made = repository(files);
  remove.push(made.remove);
  return made.folder;
}

async function dp1(directory: string): Promise<{ readonly status: string; readonly rules: readonly string[] }> {
  const { out } = await plimsoll(['check', directory, '--principle', 'DP1', '--format', 'json', '--no-cache'], root);
  const report = JSON.parse(out) as { principles: { id: string; status: string }[]; findings: { rule: string; principle: string }[] };
  return { status: report.principles.find(({ id }) => id === 'DP1')?.status ?? 'missing', rules: report.findings.filter(({ principle }) => principle === 'DP1').map(({ rule }) => rule) };
}

describe('for the workers of examples/payments', () => {
  it.each([
    ['keda', 'settlement.keda.golden', ['--workload', 'settlement']],
    ['hpa', 'payments.hpa.golden', []],
    ['target-tracking', 'settlement.target-tracking.golden', ['--workload', 'settlement']],
  ] as const)('%s is written', async (format, golden, more) => {
    const { code, out, err } = await plimsoll([...payments, ...more, '--format', format], root);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('formula evaluated, not run on a cluster');
    await expect(out).toMatchFileSnapshot(golden);
  });

  it('Terraform is what fits where they run on ECS alone; what cannot be written is said', async () => {
    const directory = folder({});
    cpSync(join(root, 'examples/payments'), directory, { recursive: true, filter: (file) => !file.endsWith('/deploy') });
    const { code, out, err } = await plimsoll([...payments.slice(0, 1), directory, ...payments.slice(2)], root);
    expect(code).toBe(0);
    expect(out).toContain('resource "aws_appautoscaling_target" "settlement"');
    expect(err).toContain('api: target-tracking: ');
  });

  it('several formats go to files, and JSON says what was understood', async () => {
    const directory = folder({ 'notes.txt': '' });
    const { code } = await plimsoll([...payments, '--format', `keda=${directory}/keda.yaml`, '--format', `hpa=${directory}/hpa.yaml`, '--format', `json=${directory}/plan.json`], root);
    expect(code).toBe(0);
    expect(readFileSync(join(directory, 'keda.yaml'), 'utf8')).toContain('ScaledObject');
    const plan = JSON.parse(readFileSync(join(directory, 'plan.json'), 'utf8')) as { workloads: readonly object[] };
    expect(plan.workloads).toContainEqual(
      expect.objectContaining({
        workload: 'settlement',
        profile: 'background-job',
        instancesMin: 0,
        instancesMax: 50,
        target: 100,
        source: { kind: 'sqs', queue: 'settlements', addressVariable: 'SETTLEMENTS_QUEUE_URL' },
      }),
    );
  });
});

describe('check finds DP1 kept on what was written', () => {
  it('as target tracking in place of the steps of examples/payments', async () => {
    const directory = folder({});
    cpSync(join(root, 'examples/payments'), directory, { recursive: true });
    const file = join(directory, 'infra/settlement.tf');
    const own = readFileSync(file, 'utf8');
    writeFileSync(file, own.slice(0, own.indexOf('resource "aws_appautoscaling_target"')));
    expect((await dp1(directory)).rules).toContain('dp1/workload-without-scaling'); // the file makes the difference
    const { out } = await plimsoll([...payments.slice(0, 1), directory, ...payments.slice(2), '--workload', 'settlement', '--format', 'target-tracking'], root);
    writeFileSync(join(directory, 'infra/settlement-scaling.tf'), out);
    expect(await dp1(directory)).toEqual({ status: 'kept', rules: [] });
  });

  const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: settlement }
spec:
  selector: { matchLabels: { app: settlement } }
  template:
    metadata: { labels: { app: settlement } }
    spec:
      containers:
        - { name: settlement, image: registry.example/settlement:1, env: [{ name: SETTLEMENTS_QUEUE_URL, value: https://sqs.example/settlements }] }
`;
  const worker = {
    'package.json': '{ "name": "settlement", "type": "module", "scripts": { "start": "node src/worker.js" }, "dependencies": { "sqs-consumer": "15.0.3" } }\n',
    'src/worker.js': "import { Consumer } from 'sqs-consumer';\nConsumer.create({ queueUrl: process.env.SETTLEMENTS_QUEUE_URL, handleMessage: async (message) => message }).start();\n",
    Dockerfile: 'FROM node:24\nCOPY . .\nCMD ["node", "src/worker.js"]\n',
    'plimsoll.yml': 'system: payments\nworkloads:\n  settlement: { profile: background-job, code: ., queue: settlements, deadline: 30s, scale: { signal: queue-depth, min: 0, max: 50 } }\n',
    'k8s/deployment.yaml': deployment,
  };
  it.each(['keda', 'hpa'])('as %s', async (format) => {
    const directory = folder(worker);
    expect((await dp1(directory)).status).not.toBe('kept');
    const { out, err } = await plimsoll(['scale', directory, '--target', '100', '--region', 'eu-central-1', '--format', format], root);
    expect(err).toBe('');
    writeFileSync(join(directory, 'k8s/scaling.yaml'), out);
    expect(await dp1(directory)).toEqual({ status: 'kept', rules: [] });
  });
});

describe('a service of our runtime', () => {
  const deployed = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: ${name}, image: registry.example/receipts:1, env: [{ name: PLIMSOLL_ROLE, value: ${name} }] }] }
`;
  const service = {
    'package.json': '{ "name": "receipts", "type": "module", "scripts": { "start": "node src/main.js" }, "dependencies": { "@plimsoll/runtime": "0.1.0", "fastify": "5.12.8" } }\n',
    'src/main.js': "import { startRole } from '@plimsoll/runtime/workload';\nawait startRole({ api: () => import('./api.js'), worker: () => import('./worker.js') });\n",
    'src/api.js':
      "import Fastify from 'fastify';\nimport { serverRole, startWorkload } from '@plimsoll/runtime/workload';\nconst app = Fastify();\napp.get('/receipts', async () => ({ ok: true }));\nawait app.listen({ port: 8080 });\nawait startWorkload(serverRole({ server: app.server }), { name: 'api' });\n",
    'src/worker.js':
      "import { consumerRole, startWorkload } from '@plimsoll/runtime/workload';\nimport { sqsQueue } from '@plimsoll/runtime/workload/sqs';\nimport { client } from './client.js';\nconst queue = sqsQueue({ client, queueUrl: process.env.RECEIPTS_QUEUE_URL });\nawait startWorkload(consumerRole({ queue, handle: async () => {} }), { name: 'worker' });\n",
    'plimsoll.yml':
      'system: receipts\nworkloads:\n  api: { profile: sync-api, scale: { signal: request-rate, min: 2, max: 20 } }\n  worker: { profile: background-job, queue: receipts, scale: { signal: queue-depth, min: 0, max: 50 } }\n',
    'k8s/api.yaml': deployed('api'),
    'k8s/worker.yaml': deployed('worker'),
  };

  it('with two roles from one program keeps DP1 with what is written for it', async () => {
    const directory = folder(service);
    const { code, out, err } = await plimsoll(
      ['scale', directory, '--target', '100', '--rate', '50/s', '--queue', 'sqs', '--region', 'eu-central-1', '--prometheus', 'http://prometheus:9090', '--format', 'keda'],
      root,
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    writeFileSync(join(directory, 'k8s/scaling.yaml'), out);
    expect(await dp1(directory)).toEqual({ status: 'kept', rules: [] });
  });

  it('with two roles in one process breaks it', async () => {
    const both = "import './queue.js';\n" + service['src/api.js'];
    const directory = folder({ ...service, 'src/api.js': both, 'src/queue.js': "import { Worker } from 'bullmq';\nnew Worker('receipts', async () => {});\n" });
    expect((await dp1(directory)).rules).toContain('dp1/mixed-load-profiles-in-one-process');
  });
});

describe('what is written comes to rest at ceil(signal / target)', () => {
  const named = (format: string, more: readonly string[] = []) => [
    'scale',
    '--name',
    'settlement',
    '--profile',
    'background-job',
    '--min',
    '0',
    '--max',
    '50',
    '--target',
    '100',
    '--region',
    'eu-central-1',
    '--format',
    format,
    ...more,
  ];
  const desired = (signal: number, activation = 0): number => desiredInstances(signal, { targetPerInstance: 100, instancesMin: 0, instancesMax: 50, activation });
  /** From far below and far above, as an HPA rests anywhere within a tenth. */
  const holds = (scaler: Scaler, wanted: (signal: number) => number, within: number): void =>
    fc.assert(
      fc.property(fc.nat(8000), fc.integer({ min: 0, max: 50 }), (signal, running) => {
        const rest = scaler.settled(signal, running);
        const exact = wanted(signal);
        if (exact === 0) expect(rest).toBe(0);
        expect(Math.abs(rest - exact)).toBeLessThanOrEqual(Math.ceil(exact * within));
      }),
      { seed: 8, numRuns: 500 },
    );

  it.each([
    ['sqs', 'queueLength', 'activationQueueLength'],
    ['kafka', 'lagThreshold', 'activationLagThreshold'],
    ['pg-boss', 'targetQueryValue', 'activationTargetQueryValue'],
    ['bullmq', 'threshold', 'activationThreshold'],
  ])('by KEDA for %s', async (kind, target, activation) => {
    const { out } = await plimsoll(named('keda', ['--queue', `${kind}:jobs`, '--prometheus', 'http://prometheus:9090', '--bootstrap', 'kafka:9092', '--activation', '5']), root);
    const scaler = kedaScaler(out, target, activation);
    holds(scaler, (signal) => desired(signal, 5), 0.12);
    expect([5, 6, 100, 111, 1_000_000].map((signal) => scaler.settled(signal, 0))).toEqual([0, 1, 1, 2, 50]);
  });

  it('by an HPA, which keeps one', async () => {
    const { out } = await plimsoll(named('hpa', ['--queue', 'bullmq:jobs']), root);
    holds(hpaScaler(out), (signal) => Math.max(1, desired(signal)), 0.12);
  });

  it('by target tracking and its first step, from none as well', async () => {
    const { out } = await plimsoll(named('target-tracking', ['--queue', 'sqs:jobs']), root);
    holds(trackingScaler(out), desired, 0);
    expect(trackingScaler(out).settled(7, 0)).toBe(1);
  });

  it('without the step nothing would ever start', async () => {
    const { out } = await plimsoll(named('target-tracking', ['--queue', 'sqs:jobs']), root);
    const tracking = out.slice(0, out.indexOf('resource "aws_appautoscaling_policy" "settlement_first"'));
    expect(trackingScaler(tracking).settled(5000, 0)).toBe(0);
  });
});

describe('what cannot be written is said', () => {
  const contract = (more: string) =>
    folder({
      'plimsoll.yml': `system: x\nworkloads:\n  worker: { profile: background-job, queue: jobs, scale: { min: 0, max: 9 }${more} }\n`,
      'package.json': '{ "name": "worker" }',
      'index.js': "import { Worker } from 'bullmq';\nnew Worker('jobs', async () => {});\n",
    });

  it.each([
    ['no target', [], 'give --target'],
    ['no Prometheus for BullMQ', ['--target', '10'], 'give --prometheus'],
    ['target tracking of BullMQ', ['--target', '10', '--format', 'target-tracking'], 'CloudWatch does not know the backlog of bullmq'],
    ['no region for SQS', ['--target', '10', '--queue', 'sqs'], 'give --region'],
    ['no brokers for Kafka', ['--target', '10', '--queue', 'kafka'], 'give --bootstrap'],
  ])('%s', async (_name, more, says) => {
    const { code, out, err } = await plimsoll(['scale', contract(''), ...more], root);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain(says);
  });

  it('names that a manifest cannot hold, for their workload alone', async () => {
    const directory = folder({
      'plimsoll.yml':
        'system: x\nworkloads:\n  worker: { profile: background-job, queue: "jobs\\n- evil: true", code: worker, scale: { min: 0, max: 9 } }\n  other: { profile: background-job, queue: mails, code: other, scale: { min: 0, max: 9 } }\n',
      'worker/package.json': '{ "name": "worker" }',
      'worker/index.js': "import { Worker } from 'bullmq';\nnew Worker('jobs', async () => {});\n",
      'other/package.json': '{ "name": "other" }',
      'other/index.js': "import { Worker } from 'bullmq';\nnew Worker('mails', async () => {});\n",
    });
    const { code, out, err } = await plimsoll(['scale', directory, '--target', '10', '--prometheus', 'http://p:9090', '--format', 'keda'], root);
    expect(code).toBe(0);
    expect(err).toContain('worker: the name of its queue');
    expect(out).toContain('name: other');
    expect(out).not.toContain('evil');
  });

  it('a deadline that SQS cannot keep', async () => {
    const { code, err } = await plimsoll(['scale', contract(', deadline: 13h'), '--target', '10', '--queue', 'sqs', '--region', 'eu-central-1'], root);
    expect(code).toBe(3);
    expect(err).toContain('after 12 h');
  });

  it('work that is long is better run as a job', async () => {
    const { out } = await plimsoll(['scale', contract(', deadline: 3h'), '--target', '10', '--queue', 'sqs', '--region', 'eu-central-1'], root);
    expect(out).toContain('ScaledJob');
    expect(out).toContain('10805 s');
  });

  it.each([
    [['--target', '0'], '--target 0'],
    [['--target', '10', '--promise', '1m'], 'in two ways'],
    [['--promise', '1m'], 'belong together'],
    [['--queue', 'rabbit:x'], 'choose sqs, bullmq, pg-boss, kafka'],
    [['--min', '5', '--max', '5'], 'not above'],
    [['--workload', 'nobody'], 'no workload nobody'],
    [['--env', 'mars'], 'no environment mars'],
    [['--format', 'helm'], 'no format helm'],
    [['--name', 'x', '--profile', 'background-job'], 'names one'],
    [['--target', '10', '--queue', 'sqs:a"\n}'], 'do not belong there'],
    [['--profile', 'batch'], '--profile belongs to --name'],
    [['--rate', '0/s'], '--rate 0/s: give more than 0'],
    [['--promise', '0s', '--service-time', '1s'], '--promise 0s: give more than 0'],
    [['--concurrency', '4'], '--concurrency belongs to --promise and --service-time'],
  ])('%j is a matter of usage', async (more, says) => {
    const { code, err } = await plimsoll(['scale', contract(''), ...more], root);
    expect(err).toContain(says);
    expect(code).toBe(2);
  });

  it('where nothing is scaled, what would be is said', async () => {
    const { code, out, err } = await plimsoll(['scale', folder({ 'notes.txt': '' })], root);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toBe('plimsoll: nothing could be written: no server, consumer or stream was found here; --name describes one without a repository\n');
  });

  it('a promise becomes a target', async () => {
    const { out } = await plimsoll(
      ['scale', '--name', 'w', '--profile', 'background-job', '--queue', 'sqs:jobs', '--region', 'x', '--min', '0', '--max', '9', '--promise', '1m', '--service-time', '200ms', '--concurrency', '10'],
      root,
    );
    expect(out).toContain('queueLength: "3000"');
  });
});
