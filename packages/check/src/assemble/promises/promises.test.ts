import { describe, expect, it } from 'vitest';
import { analyse } from '../../engine/check.ts';
import type { System } from '../../model/system.ts';
import { memoryFiles } from '../../testing/memory-files.ts';

async function systemOf(texts: Readonly<Record<string, string>>): Promise<System> {
  const { systems, internalErrors } = await analyse(memoryFiles(texts), '2026-11-23');
  expect(internalErrors).toEqual([]);
  const [system] = systems;
  if (!system) throw new Error('one system is wanted');
  return system;
}

const deployment = (name: string, kind: 'service' | 'worker' = 'service') => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 2
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: main, image: harbour/${name}${kind === 'worker' ? ', command: [celery, worker]' : ''} }] }
${kind === 'service' ? `---\napiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { selector: { app: ${name} }, ports: [{ port: 80 }] }\n` : ''}`;
const slo = (service: string) => `service: "${service}"\nslos:\n  - { name: latency_p95, sli: request_latency_p95, target: 200, unit: ms, window: 30d }\n`;

describe('an SLO', () => {
  const joined = async (texts: Readonly<Record<string, string>>) => (await systemOf(texts)).slos.map(({ workload, joins }) => [workload?.name ?? null, joins[0]?.why ?? null, joins[0]?.sure ?? null]);
  const services = { 'k8s/all.yaml': deployment('orders') + deployment('pears') };

  it('belongs to the workload that the contract says', async () => {
    const contract = { 'plimsoll.yml': 'workloads:\n  pears: { slo: docs/slos/fruit.yml }\n' };
    expect(await joined({ ...services, ...contract, 'docs/slos/fruit.yml': slo('orders') })).toEqual([['pears', 'plimsoll.yml names the file', 'certain']]);
  });

  it('belongs to the service of its name', async () => {
    expect(await joined({ ...services, 'docs/slos/orders.yml': slo('orders-service') })).toEqual([['orders', 'the service name orders-service', 'likely']]);
  });

  it('belongs to the service whose name it contains, if there is one only', async () => {
    expect(await joined({ ...services, 'docs/slos/orders.yml': slo('harbour-orders') })).toEqual([['orders', 'the service name harbour-orders contains orders', 'likely']]);
    expect(await joined({ 'k8s/all.yaml': deployment('eu-orders') + deployment('us-orders'), 'docs/slos/orders.yml': slo('orders') })).toEqual([[null, null, null]]);
  });

  it('belongs to the only service if it is the only one', async () => {
    expect(await joined({ 'k8s/all.yaml': deployment('orders') + deployment('jobs', 'worker'), 'docs/slos/x.yml': slo('shop') })).toEqual([
      ['orders', 'the only service and the only SLO file', 'assumed'],
    ]);
    expect(await joined({ 'k8s/all.yaml': deployment('orders'), 'docs/slos/x.yml': slo('shop'), 'docs/slos/y.yml': slo('mail') })).toEqual([
      [null, null, null],
      [null, null, null],
    ]);
  });

  it('does not belong to a worker, nor to a service of another name', async () => {
    expect(await joined({ ...services, 'docs/slos/x.yml': slo('plums') })).toEqual([[null, null, null]]);
    expect(await joined({ 'k8s/all.yaml': deployment('jobs', 'worker'), 'docs/slos/x.yml': slo('jobs') })).toEqual([[null, null, null]]);
  });
});

const adr = (title: string, { status = 'Accepted', claim = 'Max instances: 20', debt = '' } = {}) =>
  `# ${title}\n\nDate: 2026-10-12\n\nStatus: ${status}\n\n## Context\n\nLoad grows.\n\n## Performance Impact\n\n### Scaling Strategy\n\n- ${claim}\n${debt}`;

describe('a decision', () => {
  const both = { 'k8s/all.yaml': deployment('orders') + deployment('pears') };
  const claims = async (texts: Readonly<Record<string, string>>) =>
    (await systemOf(texts)).decisions.flatMap((decision) => decision.claims.map((check) => [check.claim.kind, check.workload?.name ?? null, check.joins[0]?.sure ?? null]));

  it('speaks of the workload that its title names', async () => {
    expect(await claims({ ...both, 'docs/adr/0001-x.md': adr('1. Scale the orders service') })).toEqual([['instances', 'orders', 'likely']]);
  });

  it('speaks of the only deployed service', async () => {
    expect(await claims({ 'k8s/all.yaml': deployment('orders'), 'docs/adr/0001-x.md': adr('1. Scale') })).toEqual([['instances', 'orders', 'assumed']]);
  });

  it('speaks of none where it could be two, by title or by number', async () => {
    expect(await claims({ ...both, 'docs/adr/0001-x.md': adr('1. Scale') })).toEqual([['instances', null, null]]);
    expect(await claims({ ...both, 'docs/adr/0001-x.md': adr('1. Scale orders and pears') })).toEqual([['instances', null, null]]);
    expect(await claims({ ...both, 'docs/adr/0001-x.md': adr('1. Scale reorders') })).toEqual([['instances', null, null]]);
  });

  it.each(['Rejected', 'Deprecated', 'Superseded by ADR-0002'])('that is %s claims nothing', async (status) => {
    const system = await systemOf({ 'k8s/all.yaml': deployment('orders'), 'docs/adr/0001-x.md': adr('1. Scale', { status }) });
    expect(system.decisions).toMatchObject([{ claims: [] }]);
  });
});

describe('performance debt', () => {
  const register = 'debts:\n  - { id: PERF-DEBT-2026-001, title: No CDN, owner: shore, target: Q2 2027 }\n';
  const mention = adr('1. Scale', { debt: '\n### Performance Debt Accepted\n\n- Registered as PERF-DEBT-2026-001\n- Registered as PERF-DEBT-2026-009\n' });

  it('is what a register holds and what a decision names, joined by id', async () => {
    const { debts } = await systemOf({ 'docs/performance-debt.yml': register, 'docs/adr/0001-x.md': mention });
    expect(debts.map((debt) => [debt.id, debt.item?.owner?.value ?? null, debt.mentionedAt.length])).toEqual([
      ['debt:PERF-DEBT-2026-001', 'shore', 1],
      ['debt:PERF-DEBT-2026-009', null, 1],
    ]);
    expect(debts[1]?.registers).toEqual(['docs/performance-debt.yml']);
  });

  it('may stand in a register alone, or nowhere', async () => {
    expect((await systemOf({ 'docs/performance-debt.yml': register })).debts).toMatchObject([{ item: { title: 'No CDN' }, mentionedAt: [] }]);
    expect((await systemOf({ 'docs/adr/0001-x.md': adr('1. Scale') })).debts).toEqual([]);
  });
});

describe('what is adopted', () => {
  it('is nothing in an empty repository', async () => {
    expect((await systemOf({})).adopted).toEqual({ slo: null, loadTest: null, performanceSection: null, debtRegister: null });
  });

  it('is what has one example', async () => {
    const { adopted } = await systemOf({
      'docs/slos/orders.yml': slo('orders'),
      'docs/adr/0001-x.md': adr('1. Scale'),
      'docs/performance-debt.yml': 'debts:\n  - { id: PERF-DEBT-2026-001, title: No CDN, owner: shore, target: Q2 2027 }\n',
      '.github/workflows/ship.yml': 'on: [push]\njobs:\n  load:\n    runs-on: ubuntu-latest\n    steps: [{ run: k6 run tests/load.js }]\n',
    });
    expect([adopted.slo?.file, adopted.performanceSection?.file, adopted.debtRegister?.file, adopted.loadTest?.file]).toEqual([
      'docs/slos/orders.yml',
      'docs/adr/0001-x.md',
      'docs/performance-debt.yml',
      '.github/workflows/ship.yml',
    ]);
  });

  it('is what the contract names', async () => {
    const { adopted } = await systemOf({ 'plimsoll.yml': 'workloads:\n  orders: { slo: docs/slos/orders.yml }\ngate: { scenario: tests/load.js }\ndecisions: { debt: docs/performance-debt.yml }\n' });
    expect([adopted.slo?.line, adopted.loadTest?.line, adopted.debtRegister?.line, adopted.performanceSection]).toEqual([2, 3, 4, null]);
  });
});

describe('an alarm', () => {
  const alarm = (body: string) => ({ 'main.tf': `variable "metric" {}\nresource "aws_cloudwatch_metric_alarm" "slow" {\n${body}\n}\n` });
  const read = async (body: string) => (await systemOf(alarm(body))).alarms;

  it.each([
    ['TargetResponseTime', 'latency'],
    ['Latency', 'latency'],
    ['http_response_time', 'latency'],
    ['checkout_latency', 'latency'],
    ['CPUUtilization', 'other'],
    ['ApproximateAgeOfOldestMessage', 'other'],
    ['IteratorAge', 'other'],
    ['HTTPCode_Target_5XX_Count', 'other'],
    ['TideHeight', 'other'],
  ])('on %s measures %s', async (metric, measures) => {
    expect(await read(`metric_name = "${metric}"\nstatistic = "Average"`)).toMatchObject([{ measures, inQuery: false }]);
  });

  it('says its statistic and where', async () => {
    expect(await read('alarm_name = "slow orders"\nmetric_name = "Latency"\nextended_statistic = "p95"')).toMatchObject([
      { id: 'alarm:aws_cloudwatch_metric_alarm.slow', name: 'slow orders', statistic: { value: 'p95' }, statisticSource: { line: 5 } },
    ]);
    expect(await read('metric_name = "Latency"')).toMatchObject([{ name: 'aws_cloudwatch_metric_alarm.slow', statistic: { value: 'none', basis: 'default' } }]);
  });

  it('on a metric that is not known measures what is not known', async () => {
    expect(await read('metric_name = var.metric\nstatistic = "Average"')).toMatchObject([{ measures: 'unknown' }]);
  });

  it('on metric math is judged when one metric decides', async () => {
    const query = (id: string, metric: string) => `metric_query {\n id = "${id}"\n metric {\n metric_name = "${metric}"\n stat = "Average"\n }\n }\n`;
    expect(await read(query('a', 'Latency'))).toMatchObject([{ measures: 'latency', statistic: { value: 'Average' }, inQuery: true }]);
    expect(await read(query('a', 'Latency') + query('b', 'RequestCount'))).toEqual([]);
  });
});
