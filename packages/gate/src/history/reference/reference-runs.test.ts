import type { Run } from '@plimsoll/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anchorRun, type Ancestry, fingerprintDifferences, pruned, referenceRuns, type ReferenceWanted } from '../index.ts';
import { exampleAcceptance, exampleRun, onMain, sha, someMachine } from '../testing/runs.ts';

/** One line of commits: 1 precedes 2 precedes 3 … up to 9. */
const oneLine: Ancestry = (ancestor, descendant) => ancestor <= descendant;

/** The run of day `day`, of commit `day`. */
function day(day: number, changes: Partial<Run> = {}): Run {
  return exampleRun(`2026110${day}T000000Z-aaaaaa`, { git: onMain(sha(String(day))), ...changes });
}

const wanted: ReferenceWanted = {
  fingerprint: someMachine,
  scenarioHash: 'a1',
  acceptances: [],
  today: '2026-11-23',
  isAncestor: oneLine,
  mergeBase: sha('8'),
  mainBranches: ['main'],
  metric: 'p95',
  endpoint: 'GET /',
};

function days(runs: readonly Run[]): string {
  return runs.map((run) => run.id.slice(7, 8)).join('');
}

test('takes the last ten passes of main up to the merge base, the newest first', () => {
  const runs = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((each) => day(each));
  const reference = referenceRuns(runs, { ...wanted, limit: 7 });
  expect(days(reference.runs)).toBe('8765432');
  expect(reference.notes).toEqual(['1 run left out: newer than the merge base, or not before it']);
  expect(days(referenceRuns(runs, { ...wanted, mergeBase: null, limit: 7 }).runs)).toBe('9876543');
  const many = Array.from({ length: 12 }, (_, index) => day(index + 1));
  expect(referenceRuns(many, { ...wanted, mergeBase: null }).runs).toHaveLength(10);
});

test('puts runs of the merge base itself first, however often newer commits were run', () => {
  const early = day(1, { git: onMain(sha('8')) });
  expect(days(referenceRuns([early, day(3), day(4), day(5)], { ...wanted, limit: 3 }).runs)).toBe('154');
});

test.each([
  ['a failed run', { verdict: 'fail' }],
  ['an inconclusive run', { verdict: 'inconclusive' }],
  ['a run that nobody judged', { verdict: null }],
  ['a self-test', { selfTest: true }],
  ['a branch', { git: { ...onMain(sha('4')), branch: 'feature' } }],
  ['changed files', { git: { ...onMain(sha('4')), dirty: true } }],
  ['no commit', { git: null }],
  ['another scenario', { scenario: { name: 'checkout', hash: 'b2' } }],
  ['another machine', { fingerprint: { ...someMachine, cpus: 2 } }],
] satisfies [string, Partial<Run>][])('leaves out %s', (_, changes) => {
  expect(days(referenceRuns([day(3), day(4, changes), day(5), day(6)], wanted).runs)).toBe('653');
});

test('says which machine it left out, and that too few are left', () => {
  const { notes } = referenceRuns([day(3, { fingerprint: { ...someMachine, cpus: 2, kernel: null } }), day(4)], wanted);
  expect(notes).toEqual(['1 run left out: another machine (cpus: 2, not 4; kernel: not known, not 6.1)', '1 comparable run in the history, not 3: too few to compare with']);
});

test('the image under test may differ, as it is what is compared', () => {
  expect(fingerprintDifferences({ ...someMachine, image: 'sha256:1' }, { ...someMachine, image: 'sha256:2' })).toEqual([]);
});

test('starts again from an accepted shift, of this metric and endpoint, until it expires', () => {
  const runs = [3, 4, 5, 6, 7].map((each) => day(each));
  const of = (changes: Parameters<typeof exampleAcceptance>[0], more: Partial<ReferenceWanted> = {}): string =>
    days(referenceRuns(runs, { ...wanted, acceptances: [exampleAcceptance(changes)], ...more }).runs);
  expect(of({})).toBe('765');
  expect(of({ endpoint: 'GET /' })).toBe('765');
  expect(of({ metric: '*' })).toBe('765');
  expect(of({ until: '2026-11-23' })).toBe('765');
  expect(of({ until: '2026-11-22' })).toBe('76543');
  expect(of({ metric: 'p99' })).toBe('76543');
  expect(of({ endpoint: 'GET /other' })).toBe('76543');
  expect(of({ kind: 'anchor' })).toBe('76543');
  expect(of({ sha: sha('9') })).toBe('76543'); // not part of what head was branched from
});

test('of several shifts the newest counts', () => {
  const acceptances = [exampleAcceptance({ sha: sha('6'), createdAt: '2026-11-22T00:00:00Z' }), exampleAcceptance({ sha: sha('4'), createdAt: '2026-11-10T00:00:00Z' })];
  const reference = referenceRuns(
    [4, 5, 6, 7].map((each) => day(each)),
    { ...wanted, acceptances },
  );
  expect(days(reference.runs)).toBe('76');
  expect(reference.since?.sha).toBe(sha('6'));
});

test('in a shallow clone runs stay, and it says so; a shift that cannot be placed leaves none', () => {
  const runs = [4, 5, 6].map((each) => day(each));
  const unknown = referenceRuns(runs, { ...wanted, isAncestor: () => null });
  expect(days(unknown.runs)).toBe('654');
  expect(unknown.notes[0]).toContain('for 3 of 3 runs the clone is too shallow');
  expect(referenceRuns(runs, { ...wanted, isAncestor: () => null, acceptances: [exampleAcceptance()] }).runs).toEqual([]);
});

test('the anchor is the run of the release frozen last, of this scenario and machine', () => {
  const runs = [2, 3, 4].map((each) => day(each));
  const anchor = (digit: string, createdAt: string, until: string | null = null): ReturnType<typeof exampleAcceptance> => exampleAcceptance({ kind: 'anchor', sha: sha(digit), createdAt, until });
  const of = (...acceptances: readonly ReturnType<typeof exampleAcceptance>[]): string | undefined => anchorRun(runs, { ...wanted, acceptances })?.id.slice(7, 8);
  expect(of(anchor('2', '2026-01-01T00:00:00Z'))).toBe('2');
  expect(of(anchor('2', '2026-01-01T00:00:00Z'), anchor('3', '2026-06-01T00:00:00Z'))).toBe('3');
  expect(of(anchor('2', '2026-01-01T00:00:00Z'), anchor('3', '2026-06-01T00:00:00Z', '2026-07-01'))).toBe('2');
  expect(of(anchor('9', '2026-01-01T00:00:00Z'))).toBeUndefined();
  expect(of(exampleAcceptance({ sha: sha('2') }))).toBeUndefined();
  expect(anchorRun([day(2, { scenario: { name: 'x', hash: 'b2' } })], { ...wanted, acceptances: [anchor('2', '2026-01-01T00:00:00Z')] })).toBeNull();
});

test('pruning keeps anchors and the last passes of main, and of the rest what is young', () => {
  const old = (digit: number, changes: Partial<Run> = {}): Run => exampleRun(`2025010${digit}T000000Z-aaaaaa`, { git: onMain(sha(String(digit))), ...changes });
  const runs = [old(1), old(2), old(3), old(4, { verdict: 'fail' }), day(1, { verdict: 'fail' }), day(2)];
  const policy = { today: '2026-11-23', mainBranches: ['main'], keepLastPerScenario: 2, mainDays: 365, otherDays: 30 };
  const anchors = [exampleAcceptance({ kind: 'anchor', sha: sha('1') })];
  expect(pruned(runs, anchors, policy).remove.map((run) => run.id.slice(0, 8))).toEqual(['20250102', '20250104']);
  expect(pruned(runs, [], { ...policy, keepLastPerScenario: 9 }).remove.map((run) => run.id.slice(0, 8))).toEqual(['20250104']);
});

test('pruning loses no run and keeps what a comparison would take', () => {
  const anyRun = fc
    .record({
      at: fc.date({ min: new Date('2025-01-01'), max: new Date('2026-11-23'), noInvalidDate: true }),
      random: fc.nat(0xff_ff_ff),
      verdict: fc.constantFrom('pass', 'fail', null),
      branch: fc.constantFrom('main', 'feature'),
    })
    .map(({ at, random, verdict, branch }) =>
      exampleRun(`${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z-${random.toString(16).padStart(6, '0')}`, { verdict, git: { ...onMain(sha('1')), branch } }),
    );
  fc.assert(
    fc.property(fc.uniqueArray(anyRun, { selector: (run) => run.id, maxLength: 30 }), fc.integer({ min: 20, max: 40 }), (runs, keepLastPerScenario) => {
      const { keep, remove } = pruned(runs, [], { today: '2026-11-23', mainBranches: ['main'], keepLastPerScenario, mainDays: 60, otherDays: 30 });
      expect(new Set([...keep, ...remove])).toEqual(new Set(runs));
      const reference = (of: readonly Run[]): readonly string[] => referenceRuns(of, { ...wanted, limit: 20 }).runs.map((run) => run.id);
      expect(reference(keep)).toEqual(reference(runs));
    }),
    { numRuns: 50 },
  );
});
