import { describe, expect, it } from 'vitest';
import type { Objective, ServiceLevelObjectives } from '../index.ts';
import { readSloFile, toOpenSlo, toSloth } from '../index.ts';

const read = (text: string): ServiceLevelObjectives => {
  const [slo] = readSloFile('slo.yml', text)?.slos ?? [];
  if (!slo) throw new Error(`no SLO in ${text}`);
  return slo;
};
const brief = ({ kind, quantile, thresholdMs, target, indicator }: Objective): unknown[] => [kind, quantile, thresholdMs?.value, target?.value, indicator?.kind];

const own = read(`service: quay
owner: harbour
review_by: 2027-01-01
slos:
  - { name: availability, sli: ok, target: 99.9, window: 28d }
  - { name: latency p95, sli: fast, target: 200ms, window: { calendar: month, time_zone: Europe/Berlin } }
  - { name: throughput, target: 100, unit: req/s }
indicators:
  ok: { counter: a_total, errors: 'code=~"5.."' }
  fast: { histogram: a_seconds }
error_budget: { period: 28d, policy: feature_freeze_on_exhaustion }
policy: { freeze_below: 10% }
`);
const kept = [
  ['availability', null, undefined, 0.999, 'events'],
  ['latency', 0.95, 200, 0.95, 'events'],
];
const everywhere = ['slo.yml:11: the policy of the error budget has no place there', 'slo.yml:12: `policy` has no place there', 'slo.yml:3: `review_by` has no place there'];
const throughput = 'slo.yml:7: `throughput` is no share of good events; no error budget follows from it; it is left out';

describe('other shapes say the same', () => {
  it('Sloth, with everything that it cannot hold', () => {
    const { text, lost } = toSloth(own);
    const back = read(text);
    expect([back.shape, back.service?.value, back.owner?.value, back.objectives.map(brief)]).toEqual(['sloth', 'quay', 'harbour', kept]);
    expect(lost).toEqual([
      ...everywhere,
      'slo.yml:5: the window of `availability` has no place there: start Sloth with --default-slo-period=28d',
      'slo.yml:6: the calendar window of `latency p95` has no place there: Sloth counts 30 days back unless told otherwise',
      'slo.yml:6: `latency p95` is called `latency-p95` there',
      throughput,
    ]);
  });
  it('OpenSLO, with everything that it cannot hold', () => {
    const { text, lost } = toOpenSlo(own);
    const back = read(text);
    expect([back.shape, back.service?.value, back.owner?.value, back.objectives.map(brief)]).toEqual(['openslo/v1', 'quay', 'harbour', kept]);
    expect(back.objectives.map(({ window }) => window?.value)).toEqual(own.objectives.slice(0, 2).map(({ window }) => window?.value));
    expect(lost).toEqual([
      ...everywhere,
      'slo.yml:5: the range of the queries of `availability` is 5m there, as OpenSLO has no placeholder for it',
      'slo.yml:6: the range of the queries of `latency p95` is 5m there, as OpenSLO has no placeholder for it',
      throughput,
    ]);
  });
  it('a plain file loses little', () => {
    const plain = read('service: quay\nslos:\n  - { name: availability, target: 99.5, window: 30d }\n');
    expect(toSloth(plain).lost).toEqual([]);
    expect(toSloth(plain).text).toContain('    objective: 99.5\n');
  });
  it('a ratio of somebody else stays one', () => {
    const raw = read('service: quay\nslos:\n  - { name: up, sli: probe, target: 99, window: 30d }\nindicators:\n  probe: { error_ratio: "1 - x[{{.window}}]" }\n');
    expect(read(toSloth(raw).text).objectives[0]?.indicator).toMatchObject({ kind: 'ratio', errorRatio: '1 - x[{{.window}}]' });
    expect(read(toOpenSlo(raw).text).objectives[0]?.indicator).toMatchObject({ kind: 'ratio', errorRatio: '1 - x[{{.window}}]' });
  });
});
