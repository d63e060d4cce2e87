import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementsOf, checkLimits, checkTargets, headroomOf, lastRunOf, meetsAll, readDebtRegister, readDecision, requestsNeeded, resolveEvidence } from '../index.ts';
import type { MeasuredRun, PerformanceClaim } from '../index.ts';

const id = '20261120T101500Z-3f9a2c';
const run = (part: Partial<MeasuredRun> = {}): MeasuredRun => ({
  id,
  hash: `4be1c0de92${'a'.repeat(54)}`,
  source: { file: `.plimsoll/runs/${id}.json`, line: 1, column: 1, endLine: 1, endColumn: 1 },
  service: 'payment-api',
  environment: null,
  scenario: { name: 'payments', hash: '' },
  commit: null,
  isAncestor: null,
  isDirty: false,
  verdict: 'pass',
  interrupted: null,
  requests: 72_000,
  ratePerSecond: 1203,
  errorRatio: 0.0004,
  percentiles: [
    { quantile: 0.95, valueMs: 144.8 },
    { quantile: 0.99, valueMs: 310 },
  ],
  relativeError: 0,
  ...part,
});

function claims(...lines: readonly string[]): readonly PerformanceClaim[] {
  const record = readDecision('docs/adr/0001-a.md', `# A\n\n## Status\n\nAccepted\n\n## Decision\n\nx\n\n## Performance\n\n${lines.join('\n')}\n`);
  return (record?.claims ?? []).filter((claim) => claim.kind === 'performance');
}
const one = (line: string): PerformanceClaim => {
  const [first] = claims(line);
  if (!first) throw new Error(`${line} claims nothing`);
  return first;
};

describe('the evidence of a result', () => {
  const history = { place: '.plimsoll/runs', runs: [run(), run({ id: '20261121T101500Z-aa11bb', hash: `4be1c0de93${'b'.repeat(54)}` })] };
  const resolved = (evidence: string, known: typeof history | null = history): unknown => resolveEvidence(one(`- Load test result: 1200 req/s at P95 = 145ms${evidence}`), known);
  it.each([
    ['an id', ` (evidence: ${id})`, 'run'],
    ['a hash of ten digits', ' evidence: sha256:4be1c0de92', 'run'],
    ['a hash of two runs', ' evidence: sha256:4be1c0de', 'ambiguous'],
    ['no evidence', '', 'not-given'],
    ['words', ' (evidence: see the dashboard)', 'no-reference'],
    ['another id', ' evidence: 20260101T000000Z-000000', 'not-found'],
  ])('%s', (_, evidence, kind) => expect(resolved(evidence)).toMatchObject({ kind }));
  it('cannot be found without a history, and needs none where nothing is named', () => {
    expect([resolved(` ${id}`, null), resolved('', null)]).toMatchObject([{ kind: 'no-history' }, { kind: 'not-given' }]);
  });
});

describe('a number is that of its run', () => {
  const agreement = (line: string, part: Partial<MeasuredRun> = {}) => agreementsOf(one(line), run(part)).map(({ of, agrees }) => [of, agrees]);
  it.each<[string, boolean]>([
    ['P95 = 145ms', true], ['P95 = 144.8ms', true], ['P95 = 144.9ms', false], ['P95 = 144ms', false], ['P95 = 0.14 s', true], ['P95 = 0.15 s', false], ['P95 = 140ms', false], ['P95 < 200ms', true], ['P95 < 100ms', false],
  ])('%s: %s', (said, agrees) => expect(agreement(`- Load test result: ${said}`)).toEqual([['latency', agrees]])); // prettier-ignore
  it.each<[string, boolean]>([
    ['1200 req/s', true], ['1203 req/s', true], ['1204 req/s', false], ['1,200 req/s', true], ['1.2k req/s', true], ['1000 req/s', false], ['72,180/min', true], ['2 × 600 req/s', true], ['2 × 500 req/s', false],
  ])('%s: %s', (said, agrees) => expect(agreement(`- Load test result: ${said}`)).toEqual([['rate', agrees]])); // prettier-ignore
  it('a percentile that the run does not hold is not known', () => expect(agreement('- Load test result: P90 = 100ms')).toEqual([['latency', null]]));
  it('the error of what is stored counts', () => expect(agreement('- Load test result: P95 = 144ms', { relativeError: 0.005 })).toEqual([['latency', true]]));
  it('whatever a run measured, its own number in whole milliseconds agrees', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 90_000, noNaN: true }), (ms) => {
        const line = `- Load test result: P95 = ${Math.round(ms)}ms`;
        return agreementsOf(one(line), run({ percentiles: [{ quantile: 0.95, valueMs: ms }] })).every(({ agrees }) => agrees === true);
      }),
    );
  });
  it('and one that is two percent and two milliseconds off does not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90_000 }), fc.constantFrom(1, -1), (ms, sign) => {
        const other = Math.max(0.001, ms + sign * (ms * 0.02 + 2));
        return agreementsOf(one(`- Load test result: P95 = ${ms}ms`), run({ percentiles: [{ quantile: 0.95, valueMs: other }] })).every(({ agrees }) => agrees === false);
      }),
    );
  });
});

describe('a target', () => {
  const met = (target: string, result: string, known: MeasuredRun | null = null): boolean | null =>
    meetsAll(checkTargets(one(`- Load test result: ${result}`), claims(`- Design target: ${target}`), known));
  it.each<[string, string, boolean | null]>([
    ['1000 req/s at P95 < 200ms', '1200 req/s at P95 = 145ms', true],
    ['1000 req/s at P95 < 200ms', '1000 req/s at P95 = 199ms', true],
    ['1000 req/s at P95 < 200ms', '1000 req/s at P95 = 200ms', false],
    ['1000 req/s at P95 <= 200ms', '1000 req/s at P95 = 200ms', true],
    ['1000 req/s at P95 < 200ms', '999 req/s at P95 = 20ms', false],
    ['1000 req/s at P95 < 200ms', 'P95 = 145ms', null],
    ['P95 < 200ms', '1200 req/s at P95 = 145ms', true],
    ['P99 < 500ms', '1200 req/s at P95 = 145ms', null],
    ['errors < 0.1 %', '1200 req/s, errors 0.05 %', true],
    ['errors < 0.1 %', '1200 req/s, errors 0.5 %', false],
  ])('%s by %s: %s', (target, result, expected) => expect(met(target, result)).toBe(expected));
  it('what a result does not say its run does', () => {
    expect([met('1000 req/s at P95 < 200ms', 'P95 = 145ms', run()), met('1500 req/s at P95 < 200ms', 'P95 = 145ms', run())]).toEqual([true, false]);
  });
  it('is never looser than the promise', () => {
    const source = { file: 'docs/slos/a.yml', line: 5, column: 13, endLine: 5, endColumn: 16 };
    const looser = (target: string): readonly boolean[] =>
      checkLimits(one(`- Design target: ${target}`), [
        { of: 'latency', quantile: 0.95, value: { value: 200, source } },
        { of: 'rate', value: { value: 1000, source } },
        { of: 'errors', value: { value: 0.001, source } },
      ]).map((check) => check.looser);
    expect([looser('P95 < 200ms'), looser('P95 < 201ms'), looser('900 req/s'), looser('errors < 0.1 %'), looser('errors < 0.2 %'), looser('P99 < 900ms')]).toEqual([
      [false],
      [true],
      [true],
      [false],
      [true],
      [],
    ]);
  });
});

describe('debt against headroom', () => {
  const debts = (...impacts: readonly string[]) =>
    readDebtRegister('performance-debt.yml', `debts:\n${impacts.map((impact, index) => `  - { id: PERF-${index + 1}, title: x, owner: a, target: Q3 2027, ${impact} }`).join('\n')}\n`)?.items ?? [];
  const source = { file: 'slo.yml', line: 1, column: 1, endLine: 1, endColumn: 1 };
  const limit = { of: 'latency', quantile: 0.95, value: { value: 200, source } } as const;
  it.each<[string, readonly string[], readonly [number, number | null, boolean | null]]>([
    ['fits', ['impact: +50ms'], [50, 5.2, true]],
    ['no longer fits', ['impact: +50ms', 'impact: 6ms'], [56, -0.8, false]],
    ['the last measurement counts before the estimate', ['impact: +50ms, measured: { impact: 10ms }'], [10, 45.2, true]],
    ['what is closed costs nothing', ['impact: +90ms, status: closed'], [0, 55.2, true]],
    ['an impact in words is not known', ['impact: +50ms', 'impact: slow downloads'], [50, 5.2, null]],
    ['and cannot save what is broken already', ['impact: +90ms', 'impact: slow downloads'], [90, -34.8, false]],
  ])('%s', (_, impacts, [accepted, left, fits]) => {
    const headroom = headroomOf(limit, run(), debts(...impacts));
    expect([headroom.acceptedMs, headroom.leftMs === null ? null : Number(headroom.leftMs.toFixed(1)), headroom.fits]).toEqual([accepted, left, fits]);
  });
  it('without a run is not known', () => expect(headroomOf(limit, null, debts('impact: +50ms'))).toMatchObject({ measuredMs: null, leftMs: null, fits: null }));
  it('takes the newest run of the service that is valid', () => {
    const runs = [
      run(),
      run({ id: '20261122T000000Z-aaaaaa', verdict: 'invalid' }),
      run({ id: '20261121T000000Z-aaaaaa', service: 'Payment API' }),
      run({ id: '20261123T000000Z-aaaaaa', service: 'other' }),
      run({ id: '20261124T000000Z-aaaaaa', service: null }),
    ];
    expect(lastRunOf(runs, ['payment-api'])?.id).toBe('20261121T000000Z-aaaaaa');
  });
});

it('a percentile needs twenty requests above it', () => expect([0.5, 0.95, 0.99, 0.999].map(requestsNeeded)).toEqual([40, 400, 2000, 20_000]));
