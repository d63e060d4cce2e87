import { env } from 'node:process';
import { decide, nothingBefore, readRecording, readSloFile, readSnapshots, recordingText, statusOf, withDetails } from '@plimsoll/slo';
import type { Decision, LiveSnapshot, ServiceLevelObjectives } from '@plimsoll/slo';
import { beforeAll, describe, expect, it } from 'vitest';
import { present, runScenarios } from './prometheus/run.ts';
import { askedAtMs, jobOf, lastScrapeMs } from './prometheus/scenario.ts';
import type { Scenario } from './prometheus/scenario.ts';

const minuteMs = 60_000;
const days = 3;
const slo = (policy: string): string => `service: '{job}'
slos:
  - { name: availability, sli: ok, target: 99, window: 2d }
indicators:
  ok: { counter: http_requests_total, selector: 'job="{job}"', errors: 'code=~"5.."' }
${policy}`;

/** Sixty-one minutes, somewhere between the ends of stretches, in which half of 100 requests a minute fail. */
const [fromMinute, toMinute] = [days * 1440 - 1217, days * 1440 - 1156];
const bad = (minute: number): number => (minute >= fromMinute && minute < toMinute ? 50 : 0);
const iso = (minute: number): string => new Date(lastScrapeMs - (days * 1440 - minute) * minuteMs).toISOString().replace('.000', '');

function scenario(name: string, policy: string, bornMinute: number): Scenario {
  const counter = (code: string, perMinute: (minute: number) => number): Scenario['instances'][number]['counters'][number] => ({ metric: 'http_requests_total', labels: { code }, perMinute });
  return {
    name,
    slo: slo(policy),
    days,
    instances: [{ name: 'a:80', fromMinute: bornMinute, counters: [counter('200', (minute) => 100 - bad(minute)), counter('503', bad)] }],
    expected: 'measured',
    truth: (minute) => (minute < bornMinute ? { bad: 0, total: 0 } : { bad: bad(minute), total: 100 }),
    rules: false,
  };
}

const reviewed = `policy:\n  not_our_fault:\n    - { from: "${iso(fromMinute)}", to: "${iso(toMinute)}", cause: dependency, reason: the bank was down, approver: harbour master }\n`;
const incident = scenario('an incident of another team', reviewed, 0);
const young = scenario('a service that is half a day old', '', days * 1440 - 720);

it.runIf(env['CI'] === 'true')('a Prometheus is there in CI', () => expect(present).toBe(true));

describe.skipIf(!present)(`prometheus${present ? '' : ' is not installed (Debian: apt-get install prometheus): no decision was made on it'}`, () => {
  const read = new Map<string, { readonly plain: LiveSnapshot; readonly detailed: LiveSnapshot; readonly slo: ServiceLevelObjectives }>();
  beforeAll(async () => {
    await runScenarios([incident, young], async (api) => {
      for (const each of [incident, young]) {
        const slos = readSloFile('slo.yml', each.slo.replaceAll('{job}', jobOf(each)))?.slos ?? [];
        const [plain] = await readSnapshots(api, slos, { atMs: askedAtMs });
        const [detailed] = plain ? await withDetails(api, slos, [plain], { atMs: askedAtMs }) : [];
        if (plain && detailed && slos[0]) read.set(each.name, { plain, detailed, slo: slos[0] });
      }
    });
  }, 60_000);
  const of = ({ name }: Scenario) => {
    const found = read.get(name);
    if (!found) throw new Error(`${name} was not read`);
    return found;
  };
  const decided = (snapshot: LiveSnapshot, { policy }: ServiceLevelObjectives): Decision =>
    decide({ service: snapshot.service, statuses: [statusOf(snapshot)], policy, change: 'feature', environment: null, before: nothingBefore, exemptions: [], atMs: askedAtMs, today: '2026-11-23' });

  it('an incident is left out to the minute, as the history is cut where it begins and ends', () => {
    const { plain, detailed, slo: file } = of(incident);
    const [objective] = decided(detailed, file).objectives;
    const total = (snapshot: LiveSnapshot): number => snapshot.history.reduce((sum, stretch) => sum + stretch.total, 0);
    expect(detailed.history.length).toBe(plain.history.length + 2);
    expect(total(detailed)).toBeCloseTo(total(plain), 6);
    expect([objective?.status.budget?.exceeded, objective?.verdict, objective?.excluded[0]?.note]).toEqual([true, 'go', null]);
    expect(Math.abs((objective?.excluded[0]?.bad ?? NaN) / (61 * 50) - 1)).toBeLessThan(0.02);
    expect(objective?.considered.budget?.remaining).toBeGreaterThan(0.95);
    expect(decided(plain, file).objectives[0]).toMatchObject({ verdict: 'frozen', excluded: [{ note: expect.stringContaining('only partly within it') as unknown }] });
  });
  it('a service that is younger than its window is measured by its age', () => {
    const { plain, detailed, slo: file } = of(young);
    expect([decided(plain, file).objectives[0]?.cause, decided(detailed, file).objectives[0]?.cause]).toEqual(['low-coverage', 'healthy']);
    expect(Math.abs((detailed.sinceMs ?? NaN) - (lastScrapeMs - 720 * minuteMs))).toBeLessThan(6 * minuteMs);
    expect(of(incident).detailed.sinceMs).toBeNull();
  });
  it('a burn rate knows how many failures it is made of', () => {
    const day = of(incident).detailed.burn.find(({ windowMs }) => windowMs === 86_400_000);
    expect(Math.abs((day?.bad ?? NaN) / (61 * 50) - 1)).toBeLessThan(0.02);
    expect(of(incident).detailed.burn.find(({ windowMs }) => windowMs === 3_600_000)).toMatchObject({ errorRatio: 0 });
  });
  it('what was read can be kept and decided upon again', () => {
    const objectives = [of(incident).detailed, of(young).detailed];
    const text = recordingText({ schemaVersion: 1, tool: { name: 'plimsoll', version: '0.0.0' }, at: new Date(askedAtMs).toISOString(), source: { kind: 'prometheus', address: null }, objectives });
    const result = readRecording(text);
    expect(result.ok && recordingText(result.recording)).toBe(text);
  });
});
