import { env } from 'node:process';
import { beforeAll, describe, expect, it } from 'vitest';
import { lintSlos, readFacts } from '@plimsoll/slo';
import type { CheckReport } from '@plimsoll/contract';
import { present, runScenarios, sloFileOf } from './run.ts';
import type { Outcome } from './run.ts';
import { askedAtMs, jobOf } from './scenario.ts';
import { scenarios } from './scenarios.ts';

it.runIf(env['CI'] === 'true')('a Prometheus is there in CI', () => expect(present).toBe(true));

/** The short ones; all of them: node -C source scripts/slo/run.ts scenarios. */
describe.skipIf(!present)(`prometheus${present ? '' : ' is not installed (Debian: apt-get install prometheus): nothing was read from it'}`, () => {
  const short = scenarios.slice(0, 3);
  let outcomes: readonly Outcome[] = [];
  let meanOfRatios = NaN;
  let linted: CheckReport | null = null;
  beforeAll(async () => {
    outcomes = await runScenarios(short, async (api) => {
      const job = short.map((each) => jobOf(each))[0] ?? '';
      const rate = (more: string): string => `sum(rate(http_requests_total{job="${job}"${more}}[5m]))`;
      const ratios = `(${rate(',code=~"5.."')} / ${rate('')})[1d:1m]`;
      const answer = await api.query(`sum_over_time(${ratios}) / count_over_time(${ratios})`, askedAtMs);
      const files = short.map((each) => sloFileOf(each));
      const live = await readFacts(
        api,
        files.flatMap(({ file }) => file.slos),
        'otel',
        askedAtMs,
      );
      linted = lintSlos(files, { today: '2026-11-23', version: '0.0.0', live });
      if (answer.ok) meanOfRatios = answer.series[0]?.samples[0]?.value ?? NaN;
    });
  }, 60_000);
  const outcome = (name: string): Outcome => {
    const found = outcomes.find(({ scenario }) => scenario.name.startsWith(name));
    if (!found) throw new Error(`there is no scenario ${name}`);
    return found;
  };

  it('counts bursts by events: within a millionth, where a mean of ratios over time says half', () => {
    const { truth, read } = outcome('bursts');
    expect(Math.abs(read.bad / read.total - truth.bad / truth.total)).toBeLessThan(1e-6);
    expect(truth.bad / truth.total).toBeCloseTo(0.00999, 5);
    expect(meanOfRatios).toBeCloseTo(0.005, 4);
  });
  it('reads what the rules record as the rules do', () => {
    const { recorded } = outcome('bursts');
    expect(recorded?.remainingByStatus).toBeCloseTo(recorded?.remainingByRule ?? NaN, 9);
    expect(recorded).toMatchObject({ burnDifference: 0, gateAgrees: true });
  });
  it('counts the first value of a series that is born within the window', () => {
    const { remaining, remainingRead, read } = outcome('the error series is born');
    expect(read.bad).toBeCloseTo(400, 6);
    expect(remainingRead).toBeCloseTo(remaining ?? NaN, 3);
  });
  it('knows nothing of a latency without its bucket', () => {
    const { read, remainingRead } = outcome('no bucket');
    expect([read.data, read.bad, remainingRead]).toEqual(['lost', NaN, null]);
    expect(read.notes[0]).toContain('errors cannot be told from good events');
  });
  it('lints against what the server holds', () => {
    expect(linted?.findings.map(({ rule, state, message }) => `${rule} ${state}: ${message}`)).toEqual([
      'slo/bucket-not-found broken: latency_p95 needs a bucket of quay_seconds that ends at 0.2, and Prometheus holds none; the nearest end at 0.5',
    ]);
    const kept = new Map(linted?.rules.map((rule) => [rule.rule, rule.kept]));
    expect(['slo/metric-not-found', 'slo/label-not-found', 'slo/window-beyond-retention'].map((rule) => kept.get(rule))).toEqual([3, 3, 3]);
  });
});
