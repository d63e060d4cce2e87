import { describe, expect, it } from 'vitest';
import type { Finding, RuleSummary } from '@plimsoll/contract';
import { summarise } from './principles.ts';

const counts = (rule: string, broken: number, kept: number, undecided: number): RuleSummary => ({
  rule,
  broken,
  kept,
  undecided,
  undecidedByCause: { 'outside-the-repository': 0, 'no-value-given': undecided, 'not-supported-yet': 0 },
});

const finding = (rest: Partial<Finding> = {}): Finding => ({
  rule: 'dp4/pools',
  principle: 'DP4',
  severity: 'error',
  state: 'broken',
  subject: 'pool',
  environments: ['prod'],
  message: '',
  help: '',
  location: null,
  places: [],
  evidence: [],
  joins: [],
  undecidedBy: [],
  fingerprint: '',
  suppressed: null,
  ...rest,
});

const statusOf = (rules: readonly RuleSummary[], findings: readonly Finding[]): string | undefined => summarise(rules, findings).find(({ id }) => id === 'DP4')?.status;

describe('the status of a principle', () => {
  it('is broken by one finding at warning or above, whatever else holds', () => {
    expect(statusOf([counts('dp4/pools', 1, 9, 3)], [finding({ severity: 'warning' })])).toBe('broken');
    expect(statusOf([counts('dp4/pools', 1, 0, 0)], [finding()])).toBe('broken');
  });

  it('is not broken by what is informative, suppressed, undecided or of another principle', () => {
    expect(statusOf([counts('dp4/pools', 1, 2, 0)], [finding({ severity: 'info' })])).toBe('kept');
    const suppressed = { kind: 'comment' as const, reason: 'for now', until: '2027-03-31', source: { file: 'a', line: 1, column: 1, endLine: 1, endColumn: 2 } };
    expect(statusOf([counts('dp4/pools', 1, 2, 0)], [finding({ suppressed })])).toBe('kept');
    expect(statusOf([counts('dp4/pools', 0, 2, 1)], [finding({ state: 'undecided' })])).toBe('undecided');
    expect(statusOf([counts('dp4/pools', 0, 2, 0)], [finding({ principle: 'DP6' })])).toBe('kept');
  });

  it('is undecided before kept', () => {
    expect(statusOf([counts('dp4/pools', 0, 8, 0), counts('dp4/timeouts', 0, 0, 1)], [])).toBe('undecided');
    expect(statusOf([counts('dp4/pools', 0, 8, 0)], [])).toBe('kept');
  });

  it('does not apply without subjects; rules about the contract belong to none', () => {
    expect(statusOf([counts('dp4/pools', 0, 0, 0)], [])).toBe('not-applicable');
    expect(summarise([counts('contract/contradicts-code', 0, 3, 1)], []).every(({ status }) => status === 'not-applicable')).toBe(true);
  });

  it('sums the subjects of its rules and lists all eight in order', () => {
    const all = summarise([counts('dp4/pools', 1, 2, 3), counts('dp4/timeouts', 10, 20, 30), counts('dp6/calls', 5, 5, 5)], []);
    expect(all.map(({ id }) => id)).toEqual(['DP1', 'DP2', 'DP3', 'DP4', 'DP5', 'DP6', 'DP7', 'DP8']);
    expect(all[3]).toMatchObject({ broken: 11, kept: 22, undecided: 33 });
  });
});
