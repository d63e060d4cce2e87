import { describe, expect, it } from 'vitest';
import type { DecisionInput, Exemption, ObjectiveSnapshot } from '../index.ts';
import { decide, readSloFile, statusOf } from '../index.ts';

const lengthMs = 30 * 86_400_000;
const snapshot = (bad: number, more: Partial<ObjectiveSnapshot> = {}): ObjectiveSnapshot => ({
  service: 'quay', name: 'availability', target: 0.999, window: { kind: 'rolling', lengthMs }, data: 'measured', bad, total: 1_000_000, coverage: 1, burn: [], history: [], ...more,
}); // prettier-ignore
const decided = (snapshots: readonly ObjectiveSnapshot[], more: Partial<DecisionInput> = {}): ReturnType<typeof decide> =>
  decide({ service: 'quay', statuses: snapshots.map((each) => statusOf(each)), policy: null, change: 'feature', frozenBefore: false, exemptions: [], today: '2026-11-23', ...more });
const verdict = (...args: Parameters<typeof decided>): string => decided(...args).verdict;
const policy = (text: string): DecisionInput['policy'] => readSloFile('slo.yml', `service: quay\nslos:\n  - { name: availability, target: 99.9 }\npolicy: ${text}\n`)?.slos[0]?.policy ?? null;

describe('feature_freeze_on_exhaustion', () => {
  it('goes, takes care, freezes', () => expect([100, 600, 999, 1000, 1500].map((bad) => verdict([snapshot(bad)]))).toEqual(['go', 'caution', 'caution', 'frozen', 'frozen']));
  it('says how much is left', () => expect(decided([snapshot(1500)]).objectives[0]?.says).toBe('-50 % of the budget remains (1500 bad of 1000000 events); the freeze begins at 0 %'));
  it('lets through what ends it', () =>
    expect((['feature', 'config', 'fix', 'reliability', 'security', 'rollback'] as const).map((change) => verdict([snapshot(1500)], { change }))).toEqual([
      'frozen',
      'frozen',
      'go',
      'go',
      'go',
      'go',
    ]));
  it('ends later than it begins', () => expect([950, 950, 850].map((bad, index) => verdict([snapshot(bad)], { frozenBefore: index > 0 }))).toEqual(['caution', 'frozen', 'caution']));
  it('takes care while the budget burns fast', () => expect(verdict([snapshot(10, { burn: [{ windowMs: 3_600_000, errorRatio: 0.02 }] })])).toBe('caution'));
  it('follows the file', () => {
    expect(verdict([snapshot(950)], { policy: policy('{ freeze_below: 10% }') })).toBe('frozen');
    expect(verdict([snapshot(600)], { policy: policy('{ caution_below: 20% }') })).toBe('go');
    expect(verdict([snapshot(1500)], { policy: policy('{ through: [security] }'), change: 'fix' })).toBe('frozen');
    expect(verdict([snapshot(0, { data: 'lost' })], { policy: policy('{ on_no_data: frozen }') })).toBe('frozen');
    expect(verdict([snapshot(0, { coverage: 0.6 })], { policy: policy('{ coverage_min: 90% }') })).toBe('unknown');
  });
});

describe('where the peer gate of the research is wrong', () => {
  it('a total outage freezes', () => expect(verdict([snapshot(1_000_000)])).toBe('frozen'));
  it('an exhausted objective is not averaged away by two healthy ones', () =>
    expect(verdict([snapshot(0), snapshot(2000, { name: 'latency_p95' }), snapshot(0, { name: 'latency_p99' })])).toBe('frozen'));
  it('nothing assessed is no approval', () =>
    expect([verdict([]), verdict([snapshot(0, { total: 0 })]), verdict([snapshot(NaN)]), verdict([snapshot(0, { data: 'lost' })])]).toEqual(['unknown', 'unknown', 'unknown', 'unknown']));
  it('a latency is an objective like any other', () => expect(verdict([snapshot(60_000, { name: 'latency_p95', target: 0.95 })])).toBe('frozen'));
  it('exemptions are heard', () => expect(verdict([snapshot(1500)], { exemptions: [exemption()] })).toBe('caution'));
});

it('no history yet is not lost data', () => expect([verdict([snapshot(0, { data: 'new', total: 0 })]), verdict([snapshot(0, { data: 'lost', total: 0 })])]).toEqual(['go', 'unknown']));
it('little measured is not enough to go, and enough to freeze', () => expect([verdict([snapshot(0, { coverage: 0.1 })]), verdict([snapshot(1500, { coverage: 0.1 })])]).toEqual(['unknown', 'frozen']));

function exemption(more: Partial<Exemption> = {}): Exemption {
  return { reason: 'regulator asks', approver: 'harbour master', service: 'quay', classes: [], until: '2026-11-30', ...more };
}

describe('exemptions', () => {
  it.each<[Partial<Exemption>, string]>([
    [{ until: '2026-11-22' }, 'it expired on 2026-11-22'],
    [{ until: 'soon' }, 'its last day `soon` is no date; write YYYY-MM-DD'],
    [{ until: '2026-02-30' }, 'its last day `2026-02-30` is no date; write YYYY-MM-DD'],
    [{ approver: ' ' }, 'it names nobody who approved it'],
    [{ reason: '' }, 'it gives no reason'],
    [{ service: 'pier' }, 'it is about pier'],
    [{ classes: ['config'] }, 'it is about config, not feature'],
  ])('%o does not apply', (more, why) => {
    const decision = decided([snapshot(1500)], { exemptions: [exemption(more)] });
    expect([decision.verdict, decision.exemption, decision.notes[0]]).toEqual(['frozen', null, expect.stringContaining(why)]);
  });
  it('apply to their last day, and are named', () => {
    const decision = decided([snapshot(1500)], { exemptions: [exemption()], today: '2026-11-30' });
    expect([decision.verdict, decision.budgetVerdict, decision.exemption?.approver, decision.notes]).toEqual([
      'caution',
      'frozen',
      'harbour master',
      ['frozen, but exempt until 2026-11-30: regulator asks (harbour master)'],
    ]);
  });
  it('are not used where nothing is frozen', () => expect(decided([snapshot(0)], { exemptions: [exemption()] }).exemption).toBeNull());
});
