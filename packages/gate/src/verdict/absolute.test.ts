import type { Criterion, CriterionMetric } from '@plimsoll/contract';
import { allEndpoints } from '@plimsoll/contract';
import { describe, expect, it } from 'vitest';
import { histogramOf, randomFrom } from '../statistics/index.ts';
import type { ValidityCheck } from './index.ts';
import { chartsOf, combine, judgeAbsolute, nightly, summaryOf, validityOf } from './index.ts';
import { around, blocks, measurement, percentiles, slice } from './testing/measurements.ts';

const settings = { ...nightly, bootstrap: { ...nightly.bootstrap, rounds: 300 } };
const criterion = (metric: CriterionMetric, endpoint = allEndpoints): Criterion => ({ name: 'limit', endpoint, metric, source: null });
const p95 = (limitMs: number): Criterion => criterion({ kind: 'latency', quantile: 0.95, limitMs });

function steady(slices = 20, errors = 0): ReturnType<typeof measurement> {
  const random = randomFrom(3);
  return measurement(
    Array.from({ length: slices }, (_, index) =>
      slice(around(1 + 0.1 * random(), 200, random), { startMs: index * 5000, succeeded: 200 - errors, errors: errors > 0 ? { 'status 500': errors } : {} }),
    ),
  );
}

describe('judgeAbsolute', () => {
  it.each([
    [200, 'within', false],
    [50, 'over', false],
  ])('P95 of about 115 ms against %d ms: %s', (limit, answer, weak) => {
    const [result] = judgeAbsolute(steady(), [p95(limit)], settings);
    expect(result).toMatchObject({ answer, weak, limit, samples: 4000 });
    expect(result?.low).toBeLessThanOrEqual(result?.estimate ?? 0);
    expect(result?.high).toBeGreaterThanOrEqual(result?.estimate ?? 0);
  });

  it('a limit within the bounds is decided by the estimate, and marked weak', () => {
    const [sure] = judgeAbsolute(steady(), [p95(200)], settings);
    const [close] = judgeAbsolute(steady(), [p95((sure?.estimate ?? 0) + 0.01)], settings);
    expect(close).toMatchObject({ answer: 'within', weak: true });
    expect(close?.says).toContain('too close or too few to be sure');
  });

  it('says how a value is beyond a limit that it would round to', () => {
    const estimate = judgeAbsolute(steady(), [p95(200)], settings)[0]?.estimate ?? 0;
    const said = (of: ReturnType<typeof measurement>, limit: Criterion): readonly string[] =>
      /(?:is|are) ([\d.]+(?:\/s| ms| %)).* the limit of ([\d.]+(?:\/s| ms| %))/.exec(judgeAbsolute(of, [limit], settings)[0]?.says ?? '')?.slice(1) ?? [];
    for (const [is, limit] of [
      said(steady(), p95(estimate - 0.01)),
      said(steady(20, 4), criterion({ kind: 'error-share', limitShare: 0.01999 })),
      said(steady(), criterion({ kind: 'throughput', limitPerSecond: 40.3 })),
      said(measurement(steady(1).slices.map((each) => ({ ...each, succeeded: 2 }))), criterion({ kind: 'throughput', limitPerSecond: 0.45 })),
    ]) {
      expect(is).toMatch(/\d/);
      expect(is).not.toBe(limit);
    }
    expect(validityOf(measurement(steady().slices.map((each) => ({ ...each, intended: 2028, sent: 2000 }))), [])[1]?.says).toContain('(98.6 %; at least 99 %)');
  });

  it('errors: 2 % is over a limit of 1 %, none of 4,000 is within 0.1 %', () => {
    const share = (limitShare: number): Criterion => criterion({ kind: 'error-share', limitShare });
    expect(judgeAbsolute(steady(20, 4), [share(0.01)], settings)).toMatchObject([{ answer: 'over', weak: false, estimate: 0.02 }]);
    expect(judgeAbsolute(steady(), [share(0.001)], settings)).toMatchObject([{ answer: 'within', weak: false, estimate: 0 }]);
    expect(judgeAbsolute(steady(), [share(0.0001)], settings)).toMatchObject([{ answer: 'within', weak: true }]);
  });

  it('throughput is of what succeeded: 40 a second', () => {
    const rate = (limitPerSecond: number): Criterion => criterion({ kind: 'throughput', limitPerSecond });
    expect(judgeAbsolute(steady(), [rate(39), rate(41)], settings)).toMatchObject([{ answer: 'within', estimate: 40 }, { answer: 'over' }]);
  });

  it('the throughput of generators adds up, as they ran at the same time; restart blocks followed one another', () => {
    const { slices } = steady();
    const [first, second] = [0, 1].map((block) => slices.map((each) => ({ ...each, block })));
    const both = [...(first ?? []), ...(second ?? [])];
    const at = (limitPerSecond: number): Criterion => criterion({ kind: 'throughput', limitPerSecond });
    expect(judgeAbsolute(measurement(both), [at(79)], settings)).toMatchObject([{ answer: 'within', estimate: 80 }]);
    expect(summaryOf(measurement(both))).toMatchObject({ seconds: 100, sentPerSecond: 80 });
    const ofHead = measurement(both.map((each) => ({ ...each, arm: 'head' as const })));
    expect(judgeAbsolute(ofHead, [at(39)], settings, 'head')).toMatchObject([{ answer: 'within', estimate: 40 }]);
  });

  it('never makes up a quantile that the file does not hold', () => {
    const file = percentiles([
      [0.9, 80],
      [0.99, 180],
    ]);
    const [result] = judgeAbsolute(file, [p95(200)], settings);
    expect(result).toMatchObject({ answer: 'not-measured', estimate: null });
    expect(result?.says).toContain('the file has no P95; it has P90, P99');
    expect(judgeAbsolute(percentiles([[0.95, 120]]), [p95(200), p95(100)], settings)).toMatchObject([{ answer: 'within' }, { answer: 'over' }]);
  });

  it('an endpoint that was not called and an unknown number of failures were not measured', () => {
    expect(judgeAbsolute(steady(), [criterion({ kind: 'latency', quantile: 0.95, limitMs: 1 }, 'GET /other')], settings)).toMatchObject([{ answer: 'not-measured' }]);
    expect(judgeAbsolute(percentiles([], null), [criterion({ kind: 'error-share', limitShare: 0.01 })], settings)).toMatchObject([{ answer: 'not-measured' }]);
  });
});

describe('validityOf', () => {
  const broken = (of: ReturnType<typeof measurement>): readonly string[] =>
    validityOf(of, [p95(200)])
      .filter(({ holds }: ValidityCheck) => holds === false)
      .map(({ name }) => name);
  const health = { startMs: 0, durationMs: 1, lag: null, eventLoopUtilization: null, cpuStealShare: null, throttledMs: null, inFlightMax: null };
  const each = (but: Parameters<typeof slice>[1]): ReturnType<typeof measurement> => measurement(steady().slices.map((one) => ({ ...one, ...but })));

  it.each([
    ['a good run', steady(), []],
    ['a run cut short', { ...steady(), interrupted: 'SIGINT' }, ['run']],
    ['98 % of the rate', each({ intended: 204, sent: 200 }), ['achieved rate']],
    ['99.5 % of the rate', each({ intended: 201, sent: 200 }), []],
    ['a dropped request in every slice', each({ overload: 1 }), ['dropped requests']],
    ['a late generator', { ...steady(), health: [{ ...health, lag: histogramOf([1, 1, 6]) }] }, ['generator lag']],
    ['a punctual one', { ...steady(), health: [{ ...health, lag: histogramOf([1, 1, 3.9]) }] }, []],
    ['a busy one', { ...steady(), health: [{ ...health, eventLoopUtilization: 0.9 }] }, ['generator load']],
    ['too few answers', steady(1), ['samples']],
  ])('%s: %j', (_, of, names) => {
    expect(broken(of)).toEqual(names);
  });

  it('what a file does not say is null, not good', () => {
    expect(validityOf(percentiles([[0.95, 1]]), []).map(({ holds }) => holds)).toEqual([true, null]);
    expect(validityOf({ ...steady(), model: 'closed' }, []).find(({ name }) => name === 'achieved rate')?.holds).toBeNull();
  });

  it('a run whose first half is twice as slow never was steady; a short warm-up is', () => {
    const runOf = (slow: number): ReturnType<typeof measurement> => {
      const random = randomFrom(8);
      return measurement(Array.from({ length: 100 }, (_, index) => slice(around(index < slow ? 2 : 1, 40, random), { startMs: index * 5000 })));
    };
    expect(broken(runOf(50))).toEqual(['steady state']);
    expect(broken(runOf(10))).toEqual([]);
  });
});

describe('the steady state', () => {
  const steadyState = (...of: Parameters<typeof validityOf>): ValidityCheck | undefined => validityOf(...of).find(({ name }) => name === 'steady state');

  it('is not asked of blocks that start anew: base had the same machine', () => {
    const moody = blocks(10, (_, block) => (block < 5 ? 1.3 : 1));
    expect(steadyState(measurement(moody), [], 'head')).toEqual({ name: 'steady state', holds: null, says: 'blocks of a comparison start anew, each with a warm-up of its own' });
  });

  it('of several generators is looked for in time, not from one to the next', () => {
    const random = randomFrom(8);
    const generator = (block: number, factor: number): ReturnType<typeof slice>[] =>
      Array.from({ length: 50 }, (_, index) => slice(around(factor, 40, random), { block, startMs: index * 5000 + block * 100 }));
    expect(steadyState(measurement([...generator(0, 1.3), ...generator(1, 1)]), [])?.holds).toBe(true); // one stands farther away
    const warming = [...generator(0, 1), ...generator(1, 1)].map((each) => (each.startMs < 125_000 ? { ...each, latency: around(2, 40, random) } : each));
    expect(steadyState(measurement(warming), [])?.holds).toBe(false);
  });
});

describe('combine', () => {
  const good: readonly ValidityCheck[] = [{ name: 'run', holds: true, says: 'fine' }];
  const absolute = judgeAbsolute(steady(), [p95(200)], settings);
  const over = judgeAbsolute(steady(), [p95(50)], settings);
  const missing = judgeAbsolute(percentiles([]), [p95(200)], settings);

  it.each([
    ['pass', good, absolute],
    ['fail', good, over],
    ['fail', good, [...missing, ...over]],
    ['inconclusive', good, missing],
    ['inconclusive', good, []],
    ['invalid', [{ name: 'run', holds: false, says: 'cut short' }], over],
    ['pass', [{ name: 'run', holds: null, says: 'not known' }], absolute],
  ] as const)('%s', (verdict, validity, results) => {
    const combined = combine(validity, results, []);
    expect(combined.verdict).toBe(verdict);
    expect(combined.reasons.length).toBeGreaterThan(0);
  });
});

describe('chartsOf', () => {
  it('has a point for every slice of either arm, and quantiles that rise', () => {
    const paired = measurement(blocks(2, (arm) => (arm === 'head' ? 1.5 : 1)));
    const { overTime, quantiles } = chartsOf([paired], [paired]);
    expect(overTime).toHaveLength(24);
    expect(quantiles.every(({ headMs, baseMs }) => baseMs !== null && headMs > baseMs)).toBe(true);
    expect(chartsOf([steady()], []).quantiles.every(({ baseMs }) => baseMs === null)).toBe(true);
  });
});
