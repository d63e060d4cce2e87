import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { check, memoryFiles } from '@plimsoll/check';
import type { CheckReport } from '@plimsoll/contract';
import type { MeasuredRun, RunHistory } from '@plimsoll/decisions';
import { diskFiles } from '../../packages/cli/src/disk/file-index.ts';
import { storedRunsOf } from '../../packages/cli/src/measured/stored-runs.ts';
import { plimsoll } from '../cli/session.ts';

/* The decision of the payments example rests on a stored run. Change either side, and the rule that holds them together speaks. */

const folder = fileURLToPath(new URL('../../examples/payments/', import.meta.url));
const adr = 'docs/adr/0001-queue-between-the-api-and-settlement.md';
const slo = 'docs/slos/payment-api.yml';
const register = 'docs/performance-debt.yml';

let example: Readonly<Record<string, string>> = {};
let history: RunHistory = { place: '', runs: [] };
let stored: MeasuredRun | undefined;

/** What the decision says of its run: measured anew now and then, so nothing here knows a number. */
const said = { result: '', requests: '', p95: '', run: '' };
const runFile = (): string => `${said.run}.json`;

beforeAll(async () => {
  const disk = diskFiles(folder);
  example = Object.fromEntries(disk.paths.map((path) => [path, disk.text(path) ?? '']));
  history = (await storedRunsOf(folder, disk.paths)?.load()) ?? history;
  [stored] = history.runs;
  const [, result, requests, p95, run] = /- (Load test result: ([\d,.]+) req\/s at P95 = ([\d.]+ms) ✅)\n {2}- Evidence: (\S+)/.exec(example[adr] ?? '') ?? [];
  Object.assign(said, { result, requests, p95, run });
});

const measuredMs = (quantile: number): number => stored?.percentiles.find((each) => each.quantile === quantile)?.valueMs ?? Number.NaN;

function judged(files: Readonly<Record<string, string>>, runs: RunHistory | null, today = '2026-11-23'): Promise<CheckReport> {
  return check(memoryFiles({ ...example, ...files }), { today, version: 'test', stats: { files: 1, bytes: 1 }, runs: () => Promise.resolve(runs) });
}
const changed = (file: string, from: string | RegExp, to: string): Readonly<Record<string, string>> => {
  const before = example[file] ?? '';
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  return { [file]: after };
};
const findingsOf = (report: CheckReport): readonly (readonly [string, string, string])[] => report.findings.map(({ state, rule, message }) => [state, rule, message]);
const withRun = (part: Partial<MeasuredRun>): RunHistory => ({ ...history, runs: stored ? [{ ...stored, ...part }] : [] });

describe('a claim of the payments example', () => {
  it('matches its run and is kept, with both sides in the report', async () => {
    const report = await judged({}, history);
    expect(findingsOf(report)).toEqual([]);
    expect(report.decisions?.decisions[0]?.claims.filter(({ run }) => run !== null)).toEqual([
      { kind: 'performance', text: said.result, line: expect.any(Number) as number, state: 'kept', rules: [], run: said.run },
    ]);
    expect(report.decisions?.headrooms.map((headroom) => [headroom.quantile, headroom.measuredMs, headroom.acceptedMs, headroom.limitMs, headroom.fits])).toEqual([
      [0.95, measuredMs(0.95), 40, 200, true],
      [0.99, measuredMs(0.99), 40, 500, true],
    ]);
    expect(report.rules.filter(({ rule, kept }) => rule.startsWith('dp8/') && kept > 0).map(({ rule }) => rule)).toEqual(
      expect.arrayContaining([
        'dp8/result-without-evidence',
        'dp8/result-differs-from-run',
        'dp8/result-misses-target',
        'dp8/tick-contradicts-numbers',
        'dp8/evidence-of-another-service',
        'dp8/target-looser-than-slo',
        'dp8/claim-contradicts-infrastructure',
        'dp8/debt-without-back-link',
      ]) as string[],
    );
  });

  it.each<[string, () => Readonly<Record<string, string>>, () => RunHistory | null, string, () => RegExp | string, readonly (() => string)[]]>([
    [
      'the number',
      () => changed(adr, `P95 = ${said.p95}`, 'P95 = 199ms'),
      () => history,
      'dp8/result-differs-from-run',
      () => new RegExp(`^the decision says P95 199 ms, but run ${said.run} measured [\\d.]+ ms$`),
      [runFile],
    ],
    [
      'the rate',
      () => changed(adr, `${said.requests} req/s at P95 = `, '1500 req/s at P95 = '),
      () => history,
      'dp8/result-differs-from-run',
      () => new RegExp(`^the decision says 1,500 req/s, but run ${said.run} measured [\\d.,]+ req/s$`),
      [runFile],
    ],
    [
      'the run',
      () => ({}),
      () => withRun({ percentiles: [{ quantile: 0.95, valueMs: 188 }] }),
      'dp8/result-differs-from-run',
      () => new RegExp(`^the decision says P95 [\\d.]+ ms, but run ${said.run} measured 188 ms$`),
      [runFile],
    ],
    [
      'the run for one of another service',
      () => ({}),
      () => withRun({ service: 'settlement' }),
      'dp8/evidence-of-another-service',
      () => `run ${said.run} measured settlement, but the decision is about payment-api`,
      [runFile],
    ],
    [
      'the run for one of another scenario',
      () => ({}),
      () => withRun({ scenario: { name: 'tests/performance/refunds.js', hash: '' } }),
      'dp8/evidence-of-another-service',
      () => `run ${said.run} is of the scenario tests/performance/refunds.js, but the gate of this repository runs tests/performance/payment-api.yml`,
      [runFile, () => 'plimsoll.yml'],
    ],
    [
      'the run for one of an abandoned branch',
      () => ({}),
      () => withRun({ commit: 'a'.repeat(40), isAncestor: false }),
      'dp8/evidence-of-other-code',
      () => `run ${said.run} measured commit aaaaaaaaaa, which this code did not grow from`,
      [runFile],
    ],
    [
      'the run away',
      () => ({}),
      () => ({ ...history, runs: [] }),
      'dp8/result-without-evidence',
      () => `the evidence of this result is run ${said.run}, but .plimsoll/runs holds no such run`,
      [() => adr],
    ],
    [
      'the target',
      () => changed(adr, 'P95 < 200ms', 'P95 < 2ms'),
      () => history,
      'dp8/result-misses-target',
      () => /^the result misses the design target: P95 is [\d.]+ ms, and the target is below 2 ms$/,
      [() => adr, runFile],
    ],
    ['the tick', () => changed(adr, '✅', '❌'), () => history, 'dp8/tick-contradicts-numbers', () => 'this result is marked ❌, but every target is met', [() => adr, runFile]],
    [
      'the SLO',
      () => changed(slo, 'target: 200', 'target: 190'),
      () => history,
      'dp8/target-looser-than-slo',
      () => 'the decision is designed for P95 of 200 ms, but the SLO promises 190 ms',
      [() => slo],
    ],
    [
      'the Terraform',
      () => changed('infra/variables.tf', 'max = 20', 'max = 12'),
      () => history,
      'dp8/claim-contradicts-infrastructure',
      () => 'the decision says at most 20 instances, but api runs at most 12',
      [() => 'infra/'],
    ],
    [
      'the debt',
      () => changed(register, '+40ms', '+199ms'),
      () => history,
      'dp8/accepted-debt-exceeds-headroom',
      () => /^payment-api has no room for the debt it accepted: P95 [\d.]+ ms \+ accepted 199 ms is more than 200 ms$/,
      [() => slo, runFile, () => register],
    ],
    [
      'the way back',
      () => changed(register, '0001-queue', '0007-queue'),
      () => history,
      'dp8/debt-without-back-link',
      () => 'PERF-DEBT-2026-001 names docs/adr/0007-queue-between-the-api-and-settlement.md as its decision, but docs/adr/0001-queue-between-the-api-and-settlement.md accepts it',
      [() => adr],
    ],
    [
      'the debt section',
      () => changed(adr, '- None identified at this time', ''),
      () => history,
      'dp8/performance-debt-unsaid',
      () => '“Performance Debt Created” says nothing: whether there is debt is left open',
      [],
    ],
  ])('is broken by changing %s', async (_, files, runs, rule, message, evidence) => {
    const report = await judged(files(), runs());
    const [finding] = report.findings.filter((each) => each.state === 'broken' && each.rule === rule);
    const expected = message();
    expect([finding?.message, finding?.location !== null]).toEqual([typeof expected === 'string' ? expected : (expect.stringMatching(expected) as string), true]);
    for (const place of evidence) expect(finding?.evidence.map(({ file }) => file).join('\n')).toContain(place());
  });

  it('is broken a year later, as the contract allows no older run', async () => {
    const measuredOn = said.run.replace(/^(\d{4})(\d\d)(\d\d).*$/, '$1-$2-$3');
    const today = new Date(Date.parse(measuredOn) + 366 * 86_400_000).toISOString().slice(0, 10);
    const report = await judged({}, history, today);
    expect(report.findings.filter(({ rule }) => rule === 'dp8/evidence-too-old')).toMatchObject([
      { message: `run ${said.run} is 366 days old, and decisions.evidence_age allows 365`, evidence: [{ file: expect.stringContaining(runFile()) as string }, { file: 'plimsoll.yml' }] },
    ]);
  });

  it.each<[string, () => Readonly<Record<string, string>>, () => RunHistory | null, string]>([
    ['without its evidence', () => changed(adr, /\n {2}- Evidence: .*/, ''), () => history, 'dp8/result-without-evidence'],
    ['without a history', () => ({}), () => null, 'dp8/result-without-evidence'],
    ['in a shallow clone', () => ({}), () => withRun({ commit: 'a'.repeat(40), isAncestor: null }), 'dp8/evidence-of-other-code'],
  ])('is undecided %s, and nothing is broken', async (_, files, runs, rule) => {
    const report = await judged(files(), runs());
    expect(report.findings.filter(({ state }) => state === 'broken')).toEqual([]);
    expect(report.findings.map((finding) => finding.rule)).toContain(rule);
  });

  it('is released when the decision is superseded', async () => {
    const report = await judged(
      { ...changed(adr, `P95 = ${said.p95}`, 'P95 = 199ms'), [adr]: (example[adr] ?? '').replace(`P95 = ${said.p95}`, 'P95 = 199ms').replace('Status: Accepted', 'Status: Superseded') },
      history,
    );
    expect(report.findings.filter(({ rule }) => rule.startsWith('dp8/result'))).toEqual([]);
  });
});

describe('the monolith', () => {
  const monolith = fileURLToPath(new URL('../../examples/monolith/', import.meta.url));
  it('fails for its overdue debt', async () => {
    const { code, out } = await plimsoll(['debt', 'due', '--today', '2026-11-23', monolith], monolith);
    expect([code, out]).toEqual([1, expect.stringContaining('overdue by 54 d') as string]);
    const lint = await plimsoll(['adr', 'lint', '--no-cache', '--today', '2026-11-23', monolith], monolith);
    expect([lint.code, lint.out]).toEqual([1, expect.stringContaining('was due on 2026-09-30, 54 days ago') as string]);
  });
});
