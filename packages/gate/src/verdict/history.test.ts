import { describe, expect, it } from 'vitest';
import { judgeHistory, judgeRatio, nightly, runQuantile, selfTestRecord, settingsFrom, trendOf } from './index.ts';
import { percentiles, run } from './testing/measurements.ts';

const of = (p95: number): ReturnType<typeof percentiles> => percentiles([[0.95, p95]]);
const usual = [100, 102, 99, 101, 98, 100, 103];

describe('judgeHistory', () => {
  it.each([
    ['30 % above the usual', [130, 131, 129], 'slower'],
    ['as usual', [100, 101, 99], 'not-slower'],
    ['faster', [70, 71, 69], 'not-slower'],
  ])('%s: %s', (_, current, answer) => {
    expect(judgeHistory(usual.map(of), current.map(of), nightly)).toMatchObject([{ metric: 'p95', answer, pairs: 7 }]);
  });

  it('needs every current run above the middle of the earlier ones', () => {
    const [result] = judgeHistory(usual.map(of), [170, 170, 99].map(of), nightly);
    expect(result?.pValue).toBeLessThan(0.01);
    expect(result?.answer).not.toBe('slower');
  });

  it('one odd earlier run hides no slowdown of 50 %', () => {
    expect(judgeHistory([...usual.slice(0, 6), 140].map(of), [150, 151, 149].map(of), nightly)[0]?.answer).toBe('slower');
  });

  it('compares nothing with fewer than three earlier runs, or without a current one', () => {
    expect(judgeHistory([100, 101].map(of), [200].map(of), nightly)).toEqual([]);
    expect(judgeHistory(usual.map(of), [], nightly)).toEqual([]);
  });

  it('reads only the quantiles that a file states', () => {
    expect(runQuantile(of(100), 0.99)).toBeNull();
    expect(runQuantile(of(100), 0.95)).toBe(100);
    expect(judgeHistory(usual.map(of), [130].map(of), nightly).map(({ metric }) => metric)).toEqual(['p95']);
  });

  it('where runs differ by half, it says that it is nearly blind', () => {
    const [result] = judgeHistory([60, 150, 90, 200, 110, 70, 160].map(of), [120].map(of), nightly);
    expect(result?.answer).toBe('quarantined');
    expect(result?.minimumDetectable).toBeGreaterThan(0.5);
  });
});

describe('judgeRatio', () => {
  it.each([
    [100, 110, 'not-slower'],
    [100, 111, 'slower'],
    [100, 50, 'not-slower'],
  ])('%d ms → %d ms against 110 %%: %s', (base, head, answer) => {
    expect(judgeRatio(base, head, 1.1).answer).toBe(answer);
  });
});

describe('trendOf', () => {
  const runs = (values: readonly number[]): ReturnType<typeof run>[] => values.map((value, index) => run(of(value), `c${index}`));

  it('names the commits between which the level changed', () => {
    const steps = [...Array.from({ length: 15 }, (_, index) => 100 + (index % 3)), ...Array.from({ length: 15 }, (_, index) => 112 + (index % 3))];
    const [point, ...others] = trendOf(runs(steps));
    expect(others).toEqual([]);
    expect(point).toMatchObject({ metric: 'p95', from: 'c14', to: 'c15' });
    expect(point?.effect).toBeCloseTo(0.12, 2);
  });

  it('has nothing to say of a steady level, or of a few runs', () => {
    expect(trendOf(runs(Array.from({ length: 40 }, (_, index) => 100 + (index % 5))))).toEqual([]);
    expect(trendOf(runs([100, 200]))).toEqual([]);
  });
});

describe('selfTestRecord', () => {
  const own = (count: number, verdict: 'pass' | 'fail' | 'invalid'): ReturnType<typeof run>[] => Array.from({ length: count }, (_, index) => run(of(100), `s${index}`, { verdict, selfTest: true }));

  it.each([
    [19, 0, false],
    [20, 0, true],
    [19, 1, false], // 1 of 20 is 5 %
    [60, 1, true], // 1 of 61 is 1.6 %
  ])('%d quiet and %d alarms may block merges: %s', (quiet, alarms, mayEnforce) => {
    expect(selfTestRecord([...own(quiet, 'pass'), ...own(alarms, 'fail')])).toMatchObject({ comparisons: quiet + alarms, alarms, mayEnforce });
  });

  it('says how little 20 quiet comparisons prove: up to 14 % of false alarms', () => {
    expect(selfTestRecord(own(20, 'pass'))?.high).toBeCloseTo(1 - 0.05 ** (1 / 20), 9);
  });

  it('counts neither invalid runs nor ordinary ones', () => {
    expect(selfTestRecord([...own(3, 'invalid'), run(of(100), 'x', { verdict: 'fail' })])).toBeNull();
  });
});

describe('settingsFrom', () => {
  it('raises the prior where base against base was noisier, and never lowers it', () => {
    const noisy = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? 0.2 : -0.2));
    const settings = settingsFrom(nightly, { p95: noisy, p99: noisy.map((each) => each / 100) });
    expect(settings.prior.p95.deviation).toBeCloseTo(0.2108, 3);
    expect(settings.prior.p99).toEqual(nightly.prior.p99);
    expect(settingsFrom(nightly, { p95: noisy.slice(0, 7) })).toEqual(nightly);
  });
});
