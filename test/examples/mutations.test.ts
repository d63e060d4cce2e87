import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { check, memoryFiles } from '@plimsoll/check';
import { diskFiles } from '../../packages/cli/src/disk/file-index.ts';
import { storedRunsOf } from '../../packages/cli/src/measured/stored-runs.ts';

/*
 * The payments example keeps every principle. Each of these changes takes one thing away from it, often in another kind of file than
 * the one in which the rule finds what it relates to, and has to be noticed.
 */

interface Mutation {
  readonly what: string;
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
  readonly rule: string;
}

const api = 'services/api/src';
const settlement = 'services/settlement/src';
const s3Endpoint = /resource "aws_vpc_endpoint" "s3" \{[\s\S]*?\n\}\n/;
const apiPolicy = /resource "aws_appautoscaling_policy" "api" \{[\s\S]*?\n\}\n/;
const apiTarget = /resource "aws_appautoscaling_target" "api" \{[\s\S]*?\n\}\n/;
const adr = 'docs/adr/0001-queue-between-the-api-and-settlement.md';
const noEndpoint = 'dp3/aws-service-without-vpc-endpoint';
const exceeds = 'dp4/pool-exceeds-max-connections';
const againstCode = 'contract/contract-contradicts-code';
const againstInfrastructure = 'contract/contract-contradicts-infrastructure';

const mutations: readonly Mutation[] = [
  {
    what: 'the api works off a queue',
    file: `${api}/server.ts`,
    from: "import { redis } from './state/redis.ts';",
    to: "import { redis } from './state/redis.ts';\nimport { Worker } from 'bullmq';\nnew Worker('settlements', async () => {});",
    rule: 'dp1/mixed-load-profiles-in-one-process',
  },
  { what: 'the api has a scaling target without a policy', file: 'infra/api.tf', from: apiPolicy, to: '', rule: 'dp1/workload-without-scaling' },
  { what: 'the worker scales on CPU', file: 'infra/settlement.tf', from: /ApproximateNumberOfMessagesVisible/g, to: 'CPUUtilization', rule: 'dp1/worker-scaled-on-cpu' },
  {
    what: 'a scaling target that names no service',
    file: 'infra/api.tf',
    from: /resource_id( *)= "[^\n]*"\n/,
    to: 'resource_id$1= "service/payments/apis"\n',
    rule: 'dp1/scaling-target-does-not-exist',
  },
  { what: 'a scaling range of one size', file: 'infra/variables.tf', from: 'min = 2, max = 20', to: 'min = 20, max = 20', rule: 'dp1/scaling-range-is-empty' },
  { what: 'sessions stay in memory', file: `${api}/server.ts`, from: 'store: sessions, ', to: '', rule: 'dp2/session-in-process-memory' },
  { what: 'request counts stay in memory', file: `${api}/server.ts`, from: 'store: counts, ', to: '', rule: 'dp2/rate-limit-in-process' },
  { what: 'no endpoint for s3', file: 'infra/network.tf', from: s3Endpoint, to: '', rule: noEndpoint },
  { what: 'no endpoint for sqs', file: 'infra/network.tf', from: ', "sqs"', to: '', rule: noEndpoint },
  { what: 'no endpoint for secretsmanager', file: 'infra/network.tf', from: '"secretsmanager", ', to: '', rule: noEndpoint },
  { what: 'no endpoint for the image layers', file: 'infra/network.tf', from: '"ecr.dkr", ', to: '', rule: noEndpoint },
  { what: 'no endpoint for kinesis', file: 'infra/network.tf', from: '"kinesis-streams", ', to: '', rule: noEndpoint },
  { what: 'endpoints without private DNS', file: 'infra/network.tf', from: 'private_dns_enabled = true', to: '', rule: noEndpoint },
  {
    what: 'one NAT gateway for three zones',
    file: 'infra/network.tf',
    from: /(resource "aws_nat_gateway" "main" \{\s*count\s*=) length\(local.zones\)/,
    to: '$1 1',
    rule: 'dp3/single-nat-across-zones',
  },
  { what: 'a larger pool in a variable', file: 'infra/variables.tf', from: 'max = 20, pool = 4 }', to: 'max = 20, pool = 8 }', rule: exceeds },
  { what: 'more readers of the stream', file: 'infra/variables.tf', from: 'default = { max = 8 }', to: 'default = { max = 40 }', rule: exceeds },
  { what: 'more instances in a variable', file: 'infra/variables.tf', from: 'min = 2, max = 20, pool', to: 'min = 2, max = 40, pool', rule: exceeds },
  { what: 'a lower limit in the contract', file: 'plimsoll.yml', from: 'max_connections: 200', to: 'max_connections: 150', rule: exceeds },
  {
    what: 'a pool of no stated size',
    file: `${settlement}/database.ts`,
    from: /await postgresPool\(\{[\s\S]*?\n\}\);/,
    to: 'new pg.Pool({ host: process.env.DB_HOST });',
    rule: 'dp4/pool-size-not-set',
  },
  { what: 'no SLO', file: 'docs/slos/payment-api.yml', from: /[\s\S]*/, to: '', rule: 'dp5/service-without-slo' },
  { what: 'an SLO without its window', file: 'docs/slos/payment-api.yml', from: /unit: (['"])ms\1\n    window: .30d./, to: 'unit: $1ms$1', rule: 'dp5/slo-incomplete' },
  { what: 'an alarm on the average', file: 'infra/alarms.tf', from: 'extended_statistic  = each.key', to: 'statistic  = "Average"', rule: 'dp5/alert-on-average' },
  { what: 'a call of the api without a timeout', file: `${api}/fraud.ts`, from: /      signal,\n/, to: '', rule: 'dp6/http-call-without-timeout' },
  { what: 'a call of the worker without a timeout', file: `${settlement}/bank.ts`, from: /      signal,\n/, to: '', rule: 'dp6/http-call-without-timeout' },
  { what: 'a call longer than the deadline', file: `${api}/fraud.ts`, from: 'fraudTimeoutMs = 300', to: 'fraudTimeoutMs = 900', rule: 'dp6/timeout-pyramid-inverted' },
  { what: 'a deadline shorter than the calls', file: 'plimsoll.yml', from: 'deadline: 800ms', to: 'deadline: 200ms', rule: 'dp6/timeout-pyramid-inverted' },
  { what: 'a deploy without any load test', file: '.github/workflows/deploy.yml', from: /- name: Run k6[\s\S]*?0\.10\n/, to: '- run: npm test\n', rule: 'dp7/deploy-without-load-test' },
  {
    what: 'a deploy that does not wait for the load test',
    file: '.github/workflows/deploy.yml',
    from: 'needs: [performance-validation]',
    to: 'needs: [staging]',
    rule: 'dp7/load-test-does-not-gate-deploy',
  },
  { what: 'a load test whose failure is ignored', file: '.github/workflows/deploy.yml', from: 'payment-api.js\n', to: 'payment-api.js || true\n', rule: 'dp7/load-test-does-not-gate-deploy' },
  { what: 'no comparison with an earlier run', file: '.github/workflows/deploy.yml', from: /- name: Compare to Baseline[\s\S]*?0\.10/, to: '', rule: 'dp7/no-baseline-comparison' },
  { what: 'a decision that promises more instances', file: adr, from: 'Max instances: 20', to: 'Max instances: 30', rule: 'dp8/claim-contradicts-infrastructure' },
  { what: 'a decision without its performance impact', file: adr, from: /## Performance Impact[\s\S]*/, to: '', rule: 'dp8/adr-without-performance-impact' },
  { what: 'a debt that is overdue', file: 'docs/performance-debt.yml', from: 'Q2 2027', to: 'Q3 2026', rule: 'dp8/debt-overdue' },
  { what: 'a debt that no register lists', file: 'docs/performance-debt.yml', from: '2026-001', to: '2026-009', rule: 'dp8/debt-not-in-register' },
  { what: 'another limit in the parameter group', file: 'infra/stores.tf', from: 'value        = "200"', to: 'value        = "150"', rule: againstInfrastructure },
  { what: 'no scaling target', file: 'infra/api.tf', from: new RegExp(`${apiTarget.source}\\n${apiPolicy.source}`), to: '', rule: againstInfrastructure },
  { what: 'fewer instances in one environment', file: 'infra/staging.tfvars', from: /$/, to: 'api = { min = 2, max = 4, pool = 4 }\n', rule: againstInfrastructure },
  { what: 'another pool in code than in the contract', file: 'plimsoll.yml', from: /(payments-db: \{[^}]*pool: )\d+/, to: '$19', rule: againstCode },
];

const today = '2026-11-23';
let example: Readonly<Record<string, string>> = {};

const folder = fileURLToPath(new URL('../../examples/payments/', import.meta.url));
const runs = storedRunsOf(folder, ['docs/adr/'])?.load ?? (() => Promise.resolve(null));

beforeAll(() => {
  const disk = diskFiles(folder);
  example = Object.fromEntries(disk.paths.map((path) => [path, disk.text(path) ?? '']));
});

describe('a change of the payments example', () => {
  it.each(mutations)('is noticed: $what', async ({ file, from, to, rule }) => {
    const before = example[file];
    if (before === undefined) throw new Error(`${file} is no file of the example`);
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    const report = await check(memoryFiles({ ...example, [file]: after }), { today, version: 'test', stats: { files: 1, bytes: 1 }, runs });
    expect([...report.internalErrors, ...report.unread]).toEqual([]);
    expect(report.findings.filter(({ state }) => state === 'broken').map((finding) => finding.rule)).toContain(rule);
  });

  it('that changes nothing that matters is none', async () => {
    const files = { ...example, 'plimsoll.yml': `# tides and berths\n${example['plimsoll.yml'] ?? ''}`, 'docs/tides.md': '# Tides\n\nHigh water is at six.\n' };
    const report = await check(memoryFiles(files), { today, version: 'test', stats: { files: 1, bytes: 1 }, runs });
    expect(report.findings).toEqual([]);
  });
});
