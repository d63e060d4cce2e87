import { describe, expect, it } from 'vitest';
import type { Objective, ServiceLevelObjectives } from '../index.ts';
import { readSloFile, toWafPlusPlus } from '../index.ts';

const read = (text: string): ServiceLevelObjectives => {
  const file = readSloFile('slo.yml', text);
  const [slo] = file?.slos ?? [];
  if (!slo) throw new Error(`no SLO in ${text}`);
  return slo;
};
const problems = (text: string): string[] => (readSloFile('slo.yml', text)?.problems ?? []).map(({ line, column, message }) => `${line}:${column} ${message}`);
const brief = ({ name, kind, quantile, thresholdMs, target, targetRate, windowMs, indicator }: Objective): unknown[] => [
  name,
  kind,
  quantile,
  thresholdMs?.value,
  target?.value,
  targetRate?.value,
  windowMs?.value,
  indicator?.kind,
];

const richer = `version: "1.0"
service: quay
owner: harbour
last_reviewed: 2026-10-01
slos:
  - name: availability
    sli: { numerator: 'sum(rate(http_requests_total{code!~"5.."}[5m]))', denominator: 'sum(rate(http_requests_total[5m]))' }
    target: 99.9
    window: 30d
  - { name: latency_p95, sli: requests are answered fast, target: 200, unit: ms, window: 30d }
error_budgets:
  availability_30d: { slo: 99.9, window: 30d, total_minutes: 43200, allowed_downtime_minutes: 43.2 }
deployment_policy:
  - { condition: "error_budget_remaining > 50%", action: deploy as usual }
  - { condition: "10-50%", action: extra caution; require load test }
  - { condition: "< 10%", action: freeze new features }
review_cadence: quarterly
`;

describe('the richer shape of WAF++', () => {
  it('is read with its indicators, and with a policy that can be followed', () => {
    const slo = read(richer);
    expect(problems(richer)).toEqual([]);
    expect(slo.objectives.map(brief)).toEqual([
      ['availability', 'availability', null, undefined, 0.999, undefined, 2_592_000_000, 'events'],
      ['latency_p95', 'latency', 0.95, 200, 0.95, undefined, 2_592_000_000, undefined],
    ]);
    expect(slo.objectives[0]?.indicator).toMatchObject({ errors: '(sum(rate(http_requests_total[{{.window}}]))) - (sum(rate(http_requests_total{code!~"5.."}[{{.window}}])))' });
    expect(slo.policy).toMatchObject({ freezeBelow: { value: 0.1 }, cautionBelow: { value: 0.5 }, through: null });
    expect(slo.errorBudget?.policy?.value).toContain('< 10%: freeze new features');
  });
  it.each<[string, string, string]>([
    ['allowed_downtime_minutes: 43.2', 'allowed_downtime_minutes: 526', '12:95 526 minutes are allowed here, and 99.9 % of 43200 minutes leave 43.2; the target decides'],
    ['"10-50%"', '"a little"', '15:5 the condition `a little` is not understood and decides nothing; write `error_budget_remaining < 10%` or `10-50%`'],
    ['freeze new features', 'ring the bell', '16:5 the action `ring the bell` is not understood and decides nothing; write `freeze new features` or `extra caution`'],
  ])('%s as %s is said', (from, to, message) => expect(problems(richer.replace(from, to))).toEqual([message]));
  it.each([
    ['{ "error_budget_remaining < 10%": freeze }', 0.1, null],
    ['{ condition: exhausted, action: halt all releases }', 0, null],
    ['{ condition: "error_budget_remaining between 5 and 20 %", action: needs approval }', null, 0.2],
    ['{ condition: "error_budget_remaining >= 10%", action: freeze }', null, null],
  ])('the step %s', (step, freezeBelow, cautionBelow) => {
    const { policy } = read(`service: quay\nslos:\n  - { name: availability, target: 99.9, window: 30d }\ndeployment_policy:\n  - ${step}\n`);
    expect([policy?.freezeBelow?.value ?? null, policy?.cautionBelow?.value ?? null]).toEqual([freezeBelow, cautionBelow]);
  });
  it('a policy of ours goes before its steps', () => expect(read(`${richer}policy: { freeze_below: 0 }\n`).policy).toMatchObject({ freezeBelow: { value: 0 }, cautionBelow: null }));
});

const own = read(`service: quay
owner: harbour
review_by: 2027-01-01
slos:
  - { name: availability, sli: ok, target: 99.9, window: 28d }
  - { name: latency p95, sli: fast, target: 200ms, window: { calendar: month, time_zone: Europe/Berlin } }
  - { name: quick, sli: fast, target: 99, threshold: 300ms, window: 30d }
  - { name: throughput, target: 100, unit: req/s, window: 30d }
  - { name: up, sli: probe, target: 99, window: 30d }
indicators:
  ok: { counter: a_total, errors: 'code=~"5.."' }
  fast: { histogram: a_seconds }
  probe: { error_ratio: "1 - x[{{.window}}]" }
error_budget: { period: 28d, policy: feature_freeze_on_exhaustion }
policy: { freeze_below: 10%, lifts_above: 20%, on_no_data: frozen, through: [fix, security, rollback] }
links: [https://wiki.example.org/slo]
`);

describe('is written', () => {
  const { text, lost } = toWafPlusPlus(own);
  it('and read back says the same', () => {
    const back = read(text);
    expect(problems(text)).toEqual([expect.stringContaining('the error budgets have different periods')]); // 28 and 30 days
    const withoutKind = (objective: Objective): unknown[] => brief(objective).slice(0, 6);
    expect(back.objectives.map(withoutKind)).toEqual(own.objectives.map(withoutKind));
    expect(back.objectives.map(({ indicator }) => indicator?.kind)).toEqual(['events', 'events', 'events', undefined, undefined]);
    expect(back.policy).toMatchObject({ freezeBelow: { value: 0.1 }, cautionBelow: { value: 0.5 } });
  });
  it('with everything that it cannot hold', () =>
    expect(lost).toEqual([
      'slo.yml:15: `lifts_above` of `policy` has no place there',
      'slo.yml:15: `on_no_data` of `policy` has no place there',
      'slo.yml:3: `review_by` has no place there',
      'slo.yml:16: the link https://wiki.example.org/slo has no place there',
      'slo.yml:6: the calendar window of `latency p95` has no place there; it is 30d, back from now',
      'slo.yml:9: the indicator of `up` is a sentence there: its query is a ratio',
    ]));
  it('with the minutes that the target leaves', () => expect(text).toContain('allowed_downtime_minutes: 40.32\n'));
  it('a plain file loses nothing', () => expect(toWafPlusPlus(read('service: quay\nslos:\n  - { name: availability, target: 99.5, window: 30d }\n')).lost).toEqual([]));
});
