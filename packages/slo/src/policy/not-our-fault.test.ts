import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FreezePolicy, ObjectiveSnapshot } from '../index.ts';
import { decide, nothingBefore, readSloFile, statusOf } from '../index.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const atMs = Date.UTC(2026, 10, 23);
/** Thirty days, an hour each; one bad hour, five days ago from 10:00. */
const history = Array.from({ length: 720 }, (_, hour) => ({ startMs: atMs - (720 - hour) * hourMs, endMs: atMs - (719 - hour) * hourMs, bad: hour === 610 ? 900 : 0, total: 1000 }));
const snapshot: ObjectiveSnapshot = {
  service: 'quay', name: 'availability', target: 0.999, window: { kind: 'rolling', lengthMs: 30 * dayMs }, data: 'measured', bad: 900, total: 720_000, coverage: 1, burn: [], history,
}; // prettier-ignore
const policy = (incident: string): FreezePolicy | null =>
  readSloFile('slo.yml', `service: quay\nslos:\n  - { name: availability, target: 99.9 }\npolicy:\n  not_our_fault:\n    - { ${incident} }\n`)?.slos[0]?.policy ?? null;
const decided = (incident: string, of: ObjectiveSnapshot = snapshot) =>
  decide({ service: 'quay', statuses: [statusOf(of)], policy: policy(incident), change: 'feature', environment: null, before: nothingBefore, exemptions: [], atMs, today: '2026-11-23' });
const reviewed = 'reason: the network of the building, approver: harbour master';
const badHour = `from: 2026-11-18T10:00:00Z, to: 2026-11-18T11:00:00Z, ${reviewed}`;

describe('what was not our fault', () => {
  it('does not count for the decision, and the raw number stays', () => {
    const decision = decided(`${badHour}, cause: network`);
    const [objective] = decision.objectives;
    expect(decision.verdict).toBe('go');
    expect([objective?.status.budget?.remaining, objective?.considered.budget?.remaining]).toEqual([-0.25, 1]);
    expect(objective?.excluded).toMatchObject([{ bad: 900, total: 1000, note: null, incident: { cause: 'network', approver: 'harbour master' } }]);
  });
  it('may be a share of the failures', () =>
    expect(decided(`${badHour}, cause: dependency, share: 50%`).objectives[0]).toMatchObject({ excluded: [{ bad: 450, total: 450 }], considered: { snapshot: { bad: 450, total: 719_550 } } }));
  it('is taken once where two incidents meet', () => {
    const both = readSloFile(
      'slo.yml',
      `service: quay\nslos:\n  - { name: availability, target: 99.9 }\npolicy:\n  not_our_fault:\n    - { ${badHour}, cause: dependency, share: 50% }\n    - { ${badHour}, cause: network }\n`,
    )?.slos[0]?.policy;
    const decision = decide({ service: 'quay', statuses: [statusOf(snapshot)], policy: both ?? null, change: 'feature', environment: null, before: nothingBefore, exemptions: [], atMs, today: '' });
    expect(decision.objectives[0]?.considered.snapshot).toMatchObject({ bad: 0, total: 719_000 });
  });
  it('is not split within a stretch of the history', () => {
    const [objective] = decided(`from: 2026-11-18T10:20:00Z, to: 2026-11-18T12:00:00Z, cause: network, ${reviewed}`).objectives;
    expect([objective?.verdict, objective?.excluded[0]?.note]).toEqual(['frozen', '1 stretch of the history lies only partly within it and counts whole']);
  });
  it('cannot be left out where only sums were read', () =>
    expect(decided(`${badHour}, cause: network`, { ...snapshot, history: [] }).objectives[0]).toMatchObject({
      verdict: 'frozen',
      excluded: [{ note: 'only sums were read, so nothing of it could be left out' }],
    }));
  it('may be about one objective only', () => expect(decided(`${badHour}, cause: network, objectives: [latency]`).objectives[0]).toMatchObject({ verdict: 'frozen', excluded: [] }));
  it.each([
    [
      `from: 2026-11-18T10:00, to: 2026-11-18T11:00:00Z, cause: network, ${reviewed}`,
      '6:15 `2026-11-18T10:00` is no moment with a zone; write 2026-11-20T10:00:00Z; the failures of this incident count',
    ],
    [badHour, '6:7 this incident has no cause; its failures count until it has'],
    [badHour.replace(', approver: harbour master', ', cause: network'), '6:7 this incident has no approver; its failures count until it has'],
    [`${badHour}, cause: weather`, '`weather` is none of dependency, network, load-test, out-of-scope'],
    [`${badHour}, cause: network, share: most`, '`most` is no share of the failures'],
    [`from: 2026-11-18T12:00:00Z, to: 2026-11-18T11:00:00Z, cause: network, ${reviewed}`, 'this incident ends before it begins'],
  ])('counts while the entry is not whole: %s', (incident, message) => {
    const problems = readSloFile('slo.yml', `service: quay\nslos:\n  - { name: availability, target: 99.9 }\npolicy:\n  not_our_fault:\n    - { ${incident} }\n`)?.problems ?? [];
    expect(problems.map(({ line, column, message: says }) => `${line}:${column} ${says}`)).toEqual([expect.stringContaining(message)]);
    expect(decided(incident).verdict).toBe('frozen');
  });
  it('takes events away and adds none; a share of the failures never makes the budget smaller', () =>
    fc.assert(
      fc.property(fc.nat(720), fc.nat(720), fc.option(fc.integer({ min: 1, max: 99 })), (a, b, share) => {
        const iso = (hour: number): string => new Date(atMs - (720 - hour) * hourMs).toISOString().replace('.000', '');
        const [objective] = decided(`from: ${iso(Math.min(a, b))}, to: ${iso(Math.max(a, b) + 1)}, cause: network, ${reviewed}${share === null ? '' : `, share: ${share}%`}`).objectives;
        if (!objective) return false;
        const { status, considered } = objective;
        const fewer = considered.snapshot.bad <= status.snapshot.bad && considered.snapshot.total <= status.snapshot.total && considered.snapshot.bad <= considered.snapshot.total + 1e-6;
        return fewer && (share === null || (considered.budget?.remaining ?? NaN) >= (status.budget?.remaining ?? NaN) - 1e-9);
      }),
      { numRuns: 50 },
    ));
});
