import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plimsoll, repository } from '../cli/session.ts';
import { outsideOfCi } from './gate-ci.ts';
import { failed, lost, objective, recording, slo } from './gate-recording.ts';

outsideOfCi();

const three = slo.replace('error_budget', '  - { name: latency_p95, sli: slow, target: 200ms, window: 30d }\n  - { name: latency_p99, sli: slow, target: 500ms, window: 30d }\nerror_budget');
const healthy = [objective('availability', 0.999, failed(0, 0)), objective('latency_p95', 0.95, failed(0, 0)), objective('latency_p99', 0.99, failed(0, 0))] as const;
const [availability, p95, p99] = healthy;

let home = repository({});
beforeAll(() => {
  home = repository({
    'one/slo.yml': slo,
    'three/slo.yml': three,
    'own/slo.yml': `${slo}policy: { freeze_below: 20%, on_no_data: frozen }\n`,
    'own/exemptions/on-call.yml': 'service: quay\nreason: the team on call repairs the outage\napprover: head of operations\nuntil: 2026-12-01\n',
    'strict/slo.yml': `${slo}policy: { freeze_below: 20% }\n`,
    'nothing/slo.yml': 'service: quay\nslos:\n  - { name: throughput, target: 100, unit: req/s }\n',
    'outage.json': recording([objective('availability', 0.999, () => 1000)]),
    'hidden.json': recording([availability, p95, objective('latency_p99', 0.99, failed(9000, 3))]),
    'latency.json': recording([availability, objective('latency_p95', 0.95, () => 60), p99]),
    'no-data.json': recording([lost('availability', 'no series of http_requests_total')]),
    'none.json': recording([]),
    'little-left.json': recording([objective('availability', 0.999, failed(620, 3))]), // 14 % remain
  });
});
afterAll(() => home.remove());

const code = async (folder: string, file: string, ...args: readonly string[]): Promise<number> => (await plimsoll(['slo', 'gate', folder, '--replay', file, ...args], home.folder)).code;

// Research, section 6: the one open gate on error budgets, read at its source. Each of its defects, and what is right instead.
describe('the five defects of the peer gate', () => {
  it('1: a total outage (an indicator of 0) is no missing data: it is frozen, not approved', async () => expect(await code('one', 'outage.json')).toBe(1));

  it('2: an exhausted objective beside two healthy ones is frozen, not averaged to 70 %', async () => {
    const remaining = [1, 1, 1 - 9000 / 7200];
    expect(remaining.reduce((sum, each) => sum + each, 0) / 3).toBeGreaterThan(0.5); // what a mean would say
    expect(await code('three', 'hidden.json')).toBe(1);
  });

  it('3: no assessment is unknown, not approved: no data, nothing recorded, no objective with a budget', async () =>
    expect([await code('one', 'no-data.json'), await code('one', 'none.json'), await code('nothing', 'none.json')]).toEqual([3, 3, 3]));

  it('4: a latency objective is gated like any other', async () => expect(await code('three', 'latency.json')).toBe(1));

  it('5: what the file says of thresholds and exemptions is heard', async () => {
    expect([await code('one', 'little-left.json'), await code('strict', 'little-left.json')]).toEqual([0, 1]); // freeze_below: 20%
    expect([await code('one', 'no-data.json'), await code('own', 'no-data.json', '--today', '2026-12-02')]).toEqual([3, 1]); // on_no_data: frozen
    expect([await code('own', 'outage.json', '--today', '2026-12-01'), await code('own', 'outage.json', '--today', '2026-12-02')]).toEqual([0, 1]);
  });
});

it('care is no failure: a pipeline that stops at any code goes on', async () => expect(await code('one', 'little-left.json')).toBe(0));
