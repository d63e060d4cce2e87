import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plimsoll, repository } from '../cli/session.ts';
import { outsideOfCi } from './gate-ci.ts';
import { at, failed, lost, objective, recording, slo } from './gate-recording.ts';

outsideOfCi();

const accepts = new Ajv({ strict: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(new URL('../../packages/cli/schema/slo-report.schema.json', import.meta.url), 'utf8')) as object);
const twelve = Date.parse(at);
const hour = (ago: number): string => new Date(twelve - ago * 3_600_000).toISOString();

let home = repository({});
beforeAll(() => {
  const three = slo.replace('error_budget', '  - { name: month, target: 99.9, window: { calendar: month, time_zone: UTC } }\n  - { name: latency_p95, target: 200ms, window: 30d }\nerror_budget');
  home = repository({
    'slo.yml': `${three}policy:\n  not_our_fault:\n    - { from: "${hour(242)}", to: "${hour(240)}", cause: network, share: 50%, reason: the building, approver: harbour master }\n`.replaceAll(
      '.000Z',
      'Z',
    ),
    'exemptions/a.yml': 'service: quay\nreason: r\napprover: a\nuntil: 2026-11-01\n',
    'budgets.json': recording([
      objective('availability', 0.999, failed(900, 10)),
      objective('month', 0.999, failed(0, 0), { window: { kind: 'calendar', unit: 'month', timeZone: 'UTC' } }),
      lost('latency_p95', 'states no share of good events', { target: NaN }),
    ]),
  });
});
afterAll(() => home.remove());

it.each([
  ['status', []],
  ['gate', ['--change', 'fix', '--env', 'prod']],
])('slo %s speaks the published JSON', async (command, args) => {
  const { out } = await plimsoll(['slo', command, 'slo.yml', '--replay', 'budgets.json', '--format', 'json', ...args], home.folder);
  const report = JSON.parse(out) as { services: { objectives: { excluded: unknown[] }[]; exemptions: unknown[] }[] };
  expect([accepts(report), accepts.errors]).toEqual([true, null]);
  expect(report.services[0]).toMatchObject({ objectives: [{ excluded: [{ bad: 450, share: 0.5 }] }, {}, { remaining: null, target: null }], exemptions: [{ refusal: 'it expired on 2026-11-01' }] });
});
