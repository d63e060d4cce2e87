import { describe, expect, it } from 'vitest';
import type { DecisionInput, Exemption, ObjectiveSnapshot } from '../index.ts';
import { decide, nothingBefore, readSloFile, statusOf } from '../index.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const lengthMs = 30 * dayMs;
const atMs = Date.UTC(2026, 10, 23, 12);
const snapshot = (bad: number, more: Partial<ObjectiveSnapshot> = {}): ObjectiveSnapshot => ({
  service: 'quay', name: 'availability', target: 0.999, window: { kind: 'rolling', lengthMs }, data: 'measured', bad, total: 1_000_000, coverage: 1, burn: [], history: [], ...more,
}); // prettier-ignore
const decided = (snapshots: readonly ObjectiveSnapshot[], more: Partial<DecisionInput> = {}): ReturnType<typeof decide> =>
  decide({
    service: 'quay',
    statuses: snapshots.map((each) => statusOf(each)),
    policy: null,
    change: 'feature',
    environment: null,
    before: nothingBefore,
    exemptions: [],
    atMs,
    today: '2026-11-23',
    ...more,
  });
const verdict = (...args: Parameters<typeof decided>): string => decided(...args).verdict;
const policy = (text: string): DecisionInput['policy'] => readSloFile('slo.yml', `service: quay\nslos:\n  - { name: availability, target: 99.9 }\npolicy: ${text}\n`)?.slos[0]?.policy ?? null;
const frozenBefore = { before: { frozen: ['availability'], measured: ['availability'] } };

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
  it('ends later than it begins', () => expect([950, 850].map((bad) => verdict([snapshot(bad)], frozenBefore))).toEqual(['frozen', 'caution']));
  it('ends for each objective by itself', () =>
    expect(decided([snapshot(950), snapshot(950, { name: 'other' })], frozenBefore).objectives.map(({ verdict: each, frozen }) => [each, frozen])).toEqual([
      ['frozen', true],
      ['caution', false],
    ]));
  it('is not forgotten while there are no data', () => {
    const lost = decided([snapshot(0, { data: 'lost' })], frozenBefore).objectives[0];
    expect([lost?.verdict, lost?.frozen]).toEqual(['unknown', true]);
  });
  it('follows the file', () => {
    expect(verdict([snapshot(950)], { policy: policy('{ freeze_below: 10% }') })).toBe('frozen');
    expect(verdict([snapshot(600)], { policy: policy('{ caution_below: 20% }') })).toBe('go');
    expect(verdict([snapshot(1500)], { policy: policy('{ through: [security] }'), change: 'fix' })).toBe('frozen');
    expect(verdict([snapshot(0, { coverage: 0.6 })], { policy: policy('{ coverage_min: 90% }') })).toBe('unknown');
  });
});

describe('burn rates', () => {
  const burning = (long: number, short: number | null | undefined, longMs: number, shortMs: number, bad: number | null = 500): Partial<ObjectiveSnapshot> => ({
    burn: [{ windowMs: longMs, errorRatio: long, bad }, ...(short === undefined ? [] : [{ windowMs: shortMs, errorRatio: short }])],
  });
  it.each<[string, Partial<ObjectiveSnapshot>, string, string]>([
    ['a page is due: hold', burning(0.02, 0.02, hourMs, hourMs / 12), 'frozen', 'fast-burn'],
    ['the fire is out', burning(0.02, 0, hourMs, hourMs / 12), 'go', 'healthy'],
    ['the short window is idle', burning(0.02, null, hourMs, hourMs / 12), 'go', 'healthy'],
    ['the short window was not read, so that nobody knows', burning(0.02, undefined, hourMs, 0), 'caution', 'fast-burn'],
    ['a ticket is due: care', burning(0.002, 0.002, 3 * dayMs, 6 * hourMs), 'caution', 'slow-burn'],
    ['exactly as fast as the tier allows', burning(0.0144, 0.0144, hourMs, hourMs / 12), 'go', 'healthy'],
    ['nine failures among few requests', burning(0.5, 0.5, hourMs, hourMs / 12, 9), 'go', 'healthy'],
  ])('%s', (_, more, expected, cause) => expect(decided([snapshot(10, more)]).objectives[0]).toMatchObject({ verdict: expected, cause }));
  it('are answered as the file says', () => {
    const fast = burning(0.02, 0.02, hourMs, hourMs / 12);
    expect(['caution', 'go'].map((answer) => verdict([snapshot(10, fast)], { policy: policy(`{ fast_burn: ${answer} }`) }))).toEqual(['caution', 'go']);
    expect(verdict([snapshot(10, burning(0.002, 0.002, 3 * dayMs, 6 * hourMs))], { policy: policy('{ slow_burn: frozen }') })).toBe('frozen');
  });
  it('are no freeze that would have to lift', () => expect(decided([snapshot(10, burning(0.02, 0.02, hourMs, hourMs / 12))]).objectives[0]?.frozen).toBe(false));
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

describe('no data', () => {
  const lost = snapshot(0, { data: 'lost', total: 0 });
  it('not yet is not lost', () => expect([verdict([snapshot(0, { data: 'new', total: 0 })]), verdict([lost])]).toEqual(['go', 'unknown']));
  it('what was measured once cannot be new', () => expect(verdict([snapshot(0, { data: 'new', total: 0 })], { before: { frozen: [], measured: ['availability'] } })).toBe('unknown'));
  it('is answered only where there are none', () => expect(decided([snapshot(0)], { policy: policy('{ on_no_data: frozen }') })).toMatchObject({ verdict: 'go', notes: [] }));
  it('says why', () => expect(decided([{ ...lost, notes: ['http_requests_total has no series'] }]).objectives[0]?.says).toContain(': http_requests_total has no series'));
  it('little measured is not enough to go, and enough to freeze', () =>
    expect([verdict([snapshot(0, { coverage: 0.1 })]), verdict([snapshot(1500, { coverage: 0.1 })])]).toEqual(['unknown', 'frozen']));
  it('a young service is measured by its age', () => {
    const young = { coverage: 0.1, sinceMs: atMs - 3 * dayMs };
    expect([verdict([snapshot(0, young)]), verdict([snapshot(0, { ...young, coverage: 0.04 })]), verdict([snapshot(0, { coverage: 0.1, sinceMs: null })])]).toEqual(['go', 'unknown', 'unknown']);
  });
  it.each<[string, string | null, string, string | null]>([
    ['frozen', null, 'frozen', 'without data the policy says frozen (slo.yml:4)'],
    ['{ production: frozen, staging: go }', 'prod', 'frozen', 'without data the policy says frozen (slo.yml:4)'],
    ['{ production: frozen, staging: go }', 'staging', 'go', 'without data the policy says go (slo.yml:4)'],
    ['{ production: frozen, default: caution }', 'dev', 'caution', 'without data the policy says caution (slo.yml:4)'],
    ['{ production: frozen, default: caution }', null, 'caution', 'without data the policy says caution (slo.yml:4)'],
    ['{ production: frozen, staging: go }', 'dev', 'unknown', 'on_no_data has an answer for production, staging, and none for dev'],
    ['{ production: frozen, staging: go }', null, 'unknown', 'on_no_data has an answer for production, staging, and no environment is named (--env)'],
  ])('%s in %s: %s', (answers, environment, expected, note) => {
    const normaliseEnvironment = (name: string): string => (name === 'production' ? 'prod' : name);
    const decision = decided([lost], { policy: policy(`{ on_no_data: ${answers} }`), environment, normaliseEnvironment });
    expect([decision.verdict, decision.notes[0] ?? null]).toEqual([expected, note]);
  });
});

function exemption(more: Partial<Exemption> = {}): Exemption {
  return { source: null, reason: 'regulator asks', approver: 'harbour master', service: 'quay', classes: [], until: '2026-11-30', ...more };
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
