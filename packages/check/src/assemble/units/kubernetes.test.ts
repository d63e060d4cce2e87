import { describe, expect, it } from 'vitest';
import { collect } from '../../engine/collect.ts';
import type { KubernetesFact } from '../../facts/index.ts';
import { boundsOf } from '../../model/arithmetic.ts';
import { isKnown, valueOf } from '../../model/known.ts';
import type { Autoscaler, Unit } from '../../model/system.ts';
import { memoryFiles } from '../../testing/memory-files.ts';
import { kubernetesSignals, signalOfMetricName } from './kubernetes-signals.ts';
import { kubernetesUnits } from './kubernetes.ts';
import type { KubernetesUnits } from './kubernetes.ts';

interface Shape {
  readonly kind?: string;
  readonly name?: string;
  readonly replicas?: number | null;
  readonly image?: string;
  readonly container?: string;
}

const workload = ({ kind = 'Deployment', name = 'orders', replicas = 2, image = `harbour/${name}:1`, container = '' }: Shape = {}): string => `apiVersion: apps/v1
kind: ${kind}
metadata:
  name: ${name}
spec:
${replicas === null ? '' : `  replicas: ${replicas}\n`}  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name}, tier: web } }
    spec:
      containers:
        - name: main
          image: ${image}
${container}`;

const scaler = (target: string, { max = 8, metric = '{ type: Resource, resource: { name: cpu } }', name = 'orders' } = {}): string => `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${name} }
spec:
  scaleTargetRef: ${target}
  minReplicas: 2
  maxReplicas: ${max}
  metrics: [${metric}]
`;
const toOrders = '{ apiVersion: apps/v1, kind: Deployment, name: orders }';

async function facts(texts: Readonly<Record<string, string>>): Promise<readonly KubernetesFact[]> {
  const { collected, internalErrors } = await collect(memoryFiles(texts));
  expect(internalErrors).toEqual([]);
  return collected.deployment.filter((fact): fact is KubernetesFact => fact.kind.startsWith('kubernetes-') || fact.kind === 'kustomize');
}

const units = async (texts: Readonly<Record<string, string>>, environment = 'default'): Promise<KubernetesUnits> => kubernetesUnits(await facts(texts), environment);

async function only(text: string): Promise<{ readonly unit: Unit; readonly autoscaler: Autoscaler | undefined }> {
  const found = await units({ 'k8s/all.yaml': text });
  const [unit] = found.units;
  if (!unit || found.units.length > 1) throw new Error(`one unit is wanted: ${found.units.length}`);
  return { unit, autoscaler: found.autoscalers[0] };
}

describe('a deployment', () => {
  it('runs as many instances as it has replicas', async () => {
    const { unit } = await only(workload({ replicas: 3 }));
    expect(unit).toMatchObject({ name: 'orders', type: 'kubernetes-deployment', image: 'orders', folder: 'k8s', local: false, autoscaler: null, takesTraffic: null, infrastructure: null });
    expect([unit.instancesMin, unit.instancesMax, unit.instancesSays].map(valueOf)).toEqual([3, 3, 3]);
  });

  it('runs one where nobody says', async () => {
    const { unit } = await only(workload({ replicas: null }));
    expect(unit.instancesMax).toMatchObject({ value: 1, basis: 'default' });
  });

  it('takes traffic through a service that selects its pods', async () => {
    const service = (selector: string) => `---\napiVersion: v1\nkind: Service\nmetadata: { name: orders }\nspec: { selector: ${selector}, ports: [{ port: 80 }] }\n`;
    expect((await only(workload() + service('{ app: orders }'))).unit.takesTraffic).not.toBeNull();
    expect((await only(workload() + service('{ app: pears }'))).unit.takesTraffic).toBeNull();
    expect((await only(workload() + service('{ app: orders, tier: worker }'))).unit.takesTraffic).toBeNull();
    expect((await only(workload() + service('{}'))).unit.takesTraffic).toBeNull();
  });

  it('may be a database, by its image', async () => {
    expect((await only(workload({ kind: 'StatefulSet', name: 'store', image: 'postgres:17' }))).unit).toMatchObject({ type: 'kubernetes-stateful-set', infrastructure: 'database' });
  });

  it('on every node runs as often as there are nodes', async () => {
    const { unit } = await only(workload({ kind: 'DaemonSet', replicas: null }));
    expect(isKnown(unit.instancesMax)).toBe(false);
    expect(boundsOf(unit.instancesMax)).toEqual({ min: 1 });
  });

  it('of documentation, samples or tests is none', async () => {
    const { units: found } = await units({ 'docs/orders.yaml': workload(), 'k8s/examples/orders.yaml': workload(), 'deploy/orders.yaml': workload() });
    expect(found.map((unit) => unit.folder)).toEqual(['deploy']);
  });
});

describe('an autoscaler', () => {
  it('binds to the deployment that it names, and the larger of both counts', async () => {
    const { unit, autoscaler } = await only(workload({ replicas: 2 }) + scaler(toOrders));
    expect(autoscaler?.binding).toMatchObject({ bound: 'yes', unit: unit.id });
    expect(unit.autoscaler).toBe(autoscaler);
    expect([unit.instancesMin, unit.instancesMax, unit.instancesSays].map(valueOf)).toEqual([2, 8, 2]);
    expect(valueOf((await only(workload({ replicas: 12 }) + scaler(toOrders))).unit.instancesMax)).toBe(12);
  });

  it.each([
    ['another API group', '{ apiVersion: v1, kind: Deployment, name: orders }', /no Deployment exists in v1; a Deployment is in apps\/v1/],
    ['a group of nobody', '{ apiVersion: harbour.example/v1, kind: Deployment, name: orders }', /no Deployment exists in harbour\.example\/v1/],
    ['another name', '{ apiVersion: apps/v1, kind: Deployment, name: order }', /no Deployment named order is declared; k8s.* declares orders|declares orders/],
    ['another kind', '{ apiVersion: apps/v1, kind: StatefulSet, name: orders }', /orders is a Deployment, not a StatefulSet/],
  ])('that names %s binds to nothing', async (_, target, why) => {
    const { unit, autoscaler } = await only(workload() + scaler(target));
    expect(autoscaler?.binding).toMatchObject({ bound: 'no', why: expect.stringMatching(why) as string });
    expect(autoscaler?.binding).toHaveProperty('nearest.file', 'k8s/all.yaml');
    expect(unit.autoscaler).toBeNull();
    expect(valueOf(unit.instancesMax)).toBe(2);
  });

  it('binds without a group, and to the old one', async () => {
    expect((await only(workload() + scaler('{ kind: Deployment, name: orders }'))).autoscaler?.binding.bound).toBe('yes');
    expect((await only(workload() + scaler('{ apiVersion: extensions/v1beta1, kind: Deployment, name: orders }'))).autoscaler?.binding.bound).toBe('yes');
  });

  it('of something declared elsewhere is not known', async () => {
    const alone = await units({ 'k8s/scaler.yaml': scaler(toOrders) });
    expect(alone.autoscalers).toMatchObject([{ binding: { bound: 'unknown', name: 'orders' } }]);
    const custom = await only(workload() + scaler('{ apiVersion: harbour.example/v1, kind: Fleet, name: orders }'));
    expect(custom.autoscaler?.binding).toMatchObject({ bound: 'unknown' });
  });

  it('means the copy that it stands nearest to', async () => {
    const { units: found } = await units({ 'eu/orders.yaml': workload({ replicas: 3 }), 'us/orders.yaml': workload({ replicas: 4 }) + scaler(toOrders) });
    expect(found.map((unit) => [unit.folder, unit.autoscaler !== null])).toEqual([
      ['eu', false],
      ['us', true],
    ]);
  });

  it('that stands in two folders with the same words is one', async () => {
    const both = workload() + scaler(toOrders);
    const found = await units({ 'eu/all.yaml': both, 'us/all.yaml': both });
    expect(found.autoscalers).toHaveLength(1);
    expect(found.units).toMatchObject([{ folder: 'eu', copies: [{ file: 'us/all.yaml' }] }]);
  });
});

describe('copies', () => {
  it('of one manifest are one unit with further places', async () => {
    const { units: found } = await units({ 'a/orders.yaml': workload(), 'b/c/orders.yaml': workload({ image: 'harbour/orders:2' }) });
    expect(found).toMatchObject([{ folder: 'a', copies: [{ file: 'b/c/orders.yaml' }] }]);
  });

  it('that differ are variants with names of their own', async () => {
    const { units: found } = await units({ 'a/orders.yaml': workload({ replicas: 2 }), 'b/orders.yaml': workload({ replicas: 5 }) });
    expect(new Set(found.map((unit) => unit.id)).size).toBe(2);
    expect(found.map((unit) => valueOf(unit.instancesMax))).toEqual([2, 5]);
  });
});

describe('overlays', () => {
  const base = { 'base/orders.yaml': workload({ replicas: 2 }), 'base/kustomization.yaml': 'resources: [orders.yaml]\n' };

  it('set the replicas of their environment only', async () => {
    const texts = { ...base, 'overlays/prod/kustomization.yaml': 'resources: [../../base]\nreplicas: [{ name: orders, count: 9 }]\n' };
    expect((await units(texts, 'prod')).units.map((unit) => valueOf(unit.instancesMax))).toEqual([9]);
    expect((await units(texts, 'stage')).units.map((unit) => valueOf(unit.instancesMax))).toEqual([2]);
  });

  it('patch replicas by file; the patch is no unit', async () => {
    const patch = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: orders }\nspec: { replicas: 7 }\n';
    const texts = { ...base, 'overlays/prod/kustomization.yaml': 'resources: [../../base]\npatches: [{ path: more.yaml }]\n', 'overlays/prod/more.yaml': patch };
    expect((await units(texts, 'prod')).units.map((unit) => [unit.folder, valueOf(unit.instancesMax)])).toEqual([['base', 7]]);
  });
});

describe('the environment of a container', () => {
  const entries = (unit: Unit) => Object.fromEntries(unit.environment.map((entry) => [entry.name, valueOf(entry.value)]));
  const config = '---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { DB_POOL_MAX: "12", MODE: fast }\n';

  it('takes literal values, and config maps by name', async () => {
    const container = `          env:
            - { name: LITERAL, value: "5" }
            - { name: POOL, valueFrom: { configMapKeyRef: { name: settings, key: DB_POOL_MAX } } }
          envFrom: [{ configMapRef: { name: settings } }]
`;
    const { unit } = await only(workload({ container }) + config);
    expect(entries(unit)).toEqual({ LITERAL: '5', POOL: '12', DB_POOL_MAX: '12', MODE: 'fast' });
    expect(unit.environmentComplete).toBe(true);
  });

  it('is incomplete where a map or secret stands elsewhere', async () => {
    const { unit } = await only(workload({ container: '          envFrom: [{ secretRef: { name: settings } }]\n' }) + config);
    expect(unit.environmentComplete).toBe(false);
    expect(entries(unit)).toEqual({});
  });

  it('does not know what a secret holds', async () => {
    const { unit } = await only(workload({ container: '          env: [{ name: DATABASE_URL, valueFrom: { secretKeyRef: { name: db, key: url } } }]\n' }));
    expect(unit.environment).toMatchObject([{ name: 'DATABASE_URL', value: { needs: { cause: 'outside-the-repository' } } }]);
  });
});

describe('signals', () => {
  it.each([
    ['{ type: Resource, resource: { name: cpu } }', 'cpu'],
    ['{ type: Resource, resource: { name: memory } }', 'memory'],
    ['{ type: External, external: { metric: { name: sqs_queue_depth } } }', 'queue-depth'],
    ['{ type: Pods, pods: { metric: { name: http_requests_per_second } } }', 'request-rate'],
  ])('%s', async (metric, signal) => {
    expect((await only(workload() + scaler(toOrders, { metric }))).autoscaler?.signals.map((entry) => entry.signal)).toEqual([signal]);
  });

  it('of KEDA follow the scaler', async () => {
    const scaled = `---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: orders }
spec:
  scaleTargetRef: { name: orders }
  maxReplicaCount: 30
  triggers:
    - { type: aws-sqs-queue, metadata: { queueURL: "https://sqs.example/orders" } }
    - { type: cron, metadata: { timezone: UTC } }
    - { type: kafka, metadata: { topic: orders } }
`;
    const { unit, autoscaler } = await only(workload() + scaled);
    expect(autoscaler?.signals.map((entry) => entry.signal)).toEqual(['queue-depth', 'schedule', 'lag']);
    expect(autoscaler?.binding.bound).toBe('yes');
    expect(valueOf(unit.instancesMax)).toBe(30);
    expect(valueOf(unit.instancesMin)).toBe(0);
  });

  it.each([
    ['kafka_consumer_lag', 'lag'],
    ['ApproximateNumberOfMessagesVisible', 'queue-depth'],
    ['http_requests', 'request-rate'],
    ['p95_latency', 'latency'],
    ['http_request_duration_seconds', 'latency'],
    ['request_latency_p95', 'latency'],
    ['in_flight', 'concurrency'],
    ['CPUUtilization', 'cpu'],
    ['MemoryUtilization', 'memory'],
    ['tide_height', 'other'],
  ])('the metric %s is %s', (name, signal) => expect(signalOfMetricName(name)).toBe(signal));

  it('are none where there is no metric', () => {
    expect(kubernetesSignals({ metrics: [] } as unknown as Parameters<typeof kubernetesSignals>[0])).toEqual([]);
  });
});
