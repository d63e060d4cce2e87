import { describe, expect, it } from 'vitest';
import { blocks } from './testing/measurements.ts';
import { judgePaired, nightly, quick } from './index.ts';

const answers = (judgement: ReturnType<typeof judgePaired>): Readonly<Record<string, string>> => Object.fromEntries(judgement.results.map(({ metric, answer }) => [metric, answer]));

describe('judgePaired', () => {
  it('decides for a slowdown of 30 % after four blocks, and says by how much', () => {
    const judged = judgePaired(
      blocks(4, (arm) => (arm === 'head' ? 1.3 : 1)),
      nightly,
    );
    expect(judged).toMatchObject({ decided: true, isLook: true });
    const p95 = judged.results.find(({ metric }) => metric === 'p95');
    expect(p95).toMatchObject({ answer: 'slower', pairs: 4, margin: 0.05 });
    expect(p95?.effect).toBeCloseTo(0.3, 1);
    expect(p95?.low).toBeLessThan(0.3);
    expect(p95?.high).toBeGreaterThan(0.3);
    expect((p95?.headMs ?? 0) / (p95?.baseMs ?? 1) - 1).toBeCloseTo(p95?.effect ?? 0, 9);
    expect(p95?.says).toContain('p95: 109 ms → ');
  });

  it('finds nothing between equal arms, though every block has its own level', () => {
    const judged = judgePaired(
      blocks(10, (_, block) => 1 + block / 10),
      nightly,
    );
    expect(answers(judged)).toEqual({ p95: 'not-slower', p99: 'not-slower', 'pooled-p99': 'not-slower' });
    expect(judged.decided).toBe(true);
  });

  it('does not call a head that is faster slower', () => {
    expect(
      Object.values(
        answers(
          judgePaired(
            blocks(4, (arm) => (arm === 'head' ? 0.8 : 1)),
            nightly,
          ),
        ),
      ),
    ).not.toContain('slower');
  });

  it('judges nothing between looks: a fifth block costs no level', () => {
    const judged = judgePaired(
      blocks(5, (arm) => (arm === 'head' ? 1.5 : 1)),
      nightly,
    );
    expect(judged).toMatchObject({ decided: false, isLook: false });
    expect(Object.values(answers(judged))).not.toContain('slower');
  });

  it('goes on while a shift is open, and ends at the last look whatever it says', () => {
    const wavering = (arm: string, block: number): number => (arm === 'head' ? 1.06 + (block % 2 === 0 ? 0.15 : -0.15) : 1);
    expect(judgePaired(blocks(4, wavering), nightly).decided).toBe(false);
    expect(judgePaired(blocks(10, wavering), nightly).decided).toBe(true);
    expect(judgePaired(blocks(4, wavering), quick).decided).toBe(true);
  });

  it('a sure slowdown below the margin of 5 % is none', () => {
    const judged = judgePaired(
      blocks(10, (arm) => (arm === 'head' ? 1.03 : 1)),
      { ...nightly, prior: { ...nightly.prior, p95: { deviation: 0.005, degrees: 3 } } },
    );
    expect(judged.results.find(({ metric }) => metric === 'p95')).toMatchObject({ answer: 'not-slower' });
  });

  it.each([
    ['110 ms, where the margin is the larger bar', 1],
    ['0.1 ms, where half a millisecond is', 0.001],
  ])('catches the slowdown that it says it would have caught, at %s', (_at, level) => {
    const of = (factor: number): ReturnType<typeof judgePaired>['results'][number] | undefined =>
      judgePaired(
        blocks(10, (arm) => (arm === 'head' ? level * factor : level)),
        nightly,
      ).results.find(({ metric }) => metric === 'p95');
    const claimed = of(1)?.minimumDetectable ?? 0;
    expect(of(1 + claimed * 1.05)).toMatchObject({ answer: 'slower' });
    expect(claimed).toBeGreaterThanOrEqual(Math.max(nightly.margin, nightly.floorMs / (level * 110)));
  });

  it('a slowdown of 40 % below half a millisecond is none', () => {
    const judged = judgePaired(
      blocks(10, (arm) => (arm === 'head' ? 0.0014 : 0.001)),
      nightly,
    );
    expect(Object.values(answers(judged))).not.toContain('slower');
  });

  it('the median over slices passes over one disturbed slice in each block', () => {
    let seen = 0;
    const disturbed = blocks(10, (arm) => (arm === 'head' && seen++ % 6 === 0 ? 3 : 1));
    expect(judgePaired(disturbed, nightly).results.find(({ metric }) => metric === 'p95')).toMatchObject({ answer: 'not-slower' });
  });

  it('without slices, and with one arm only, there is nothing to compare', () => {
    expect(judgePaired([], nightly).results).toEqual([]);
    expect(
      judgePaired(
        blocks(4, () => 1).filter(({ arm }) => arm === 'base'),
        nightly,
      ).results,
    ).toEqual([]);
  });

  it('warm-up slices do not count', () => {
    const warm = blocks(4, (arm) => (arm === 'head' ? 2 : 1), 9).map((each) => ({ ...each, phase: 'warm-up' as const }));
    expect(Object.values(answers(judgePaired([...warm, ...blocks(4, () => 1)], nightly)))).not.toContain('slower');
  });

  it('leaves out an endpoint with too few answers for its quantile', () => {
    const slices = blocks(4, () => 1);
    const [first] = slices;
    const rare = first ? [{ ...first, endpoint: 'GET /rare' }] : [];
    expect(judgePaired([...slices, ...rare], nightly).results.map(({ endpoint }) => endpoint)).not.toContain('GET /rare');
  });
});
