import { githubReport, htmlReport, jsonReport, junitReport, markdownReport, sarifReport, textReport, verdictOf, withAlso } from '@plimsoll/report';
import type { Finding, Source } from '@plimsoll/contract';
import { describe, expect, it } from 'vitest';
import { finding, report } from './report-fixture.ts';

const at = (line: number, file = 'src/rates.py'): Source => ({ file, line, column: 3, endLine: line, endColumn: 9 });
const timeout = (part: Partial<Finding> = {}): Finding =>
  finding({
    rule: 'dp6/http-call-without-timeout',
    principle: 'DP6',
    message: 'requests.get waits without limit',
    help: 'Give it a timeout.',
    location: at(4),
    fingerprint: '1111111111111111',
    ...part,
  });
const reuse = (part: Partial<Finding> = {}): Finding =>
  finding({
    rule: 'dp3/http-client-per-call',
    principle: 'DP3',
    severity: 'info',
    message: 'requests.get opens a connection of its own',
    help: 'Make one session.',
    location: at(4),
    fingerprint: '2222222222222222',
    ...part,
  });
const joined = (findings: readonly Finding[]): readonly (readonly string[])[] =>
  withAlso(report(findings)).findings.map(({ rule, also }) => [rule, ...(also ?? []).map((other) => other.rule)].map((id) => id.slice(0, 3)));
const silenced = { kind: 'comment' as const, reason: 'for now', until: '2027-03-31', source: at(3) };

describe('rules about one call', () => {
  it('share an entry, which the gravest leads', () => {
    expect(joined([reuse(), timeout()])).toEqual([['dp6', 'dp3']]);
    expect(joined([reuse({ severity: 'error' }), timeout({ severity: 'warning' })])).toEqual([['dp3', 'dp6']]);
    expect(withAlso(report([reuse(), timeout()])).findings[0]?.also).toMatchObject([{ severity: 'info', help: 'Make one session.', places: [{ line: 4 }], fingerprint: '2222222222222222' }]);
  });

  it('share it where all places of the one are places of the other', () => {
    expect(joined([reuse({ location: at(9), places: [at(4)] }), timeout({ places: [at(9), at(12)] })])).toEqual([['dp6', 'dp3']]);
    expect(joined([reuse({ places: [at(9), at(30)] }), timeout({ places: [at(9)] })])).toEqual([['dp3'], ['dp6']]);
  });

  it.each([
    ['at other places', [reuse({ location: at(5) }), timeout()]],
    ['of which one is undecided', [reuse(), timeout({ state: 'undecided' })]],
    ['in other environments', [reuse({ environments: ['prod'] }), timeout()]],
    ['of which one is silenced', [reuse(), timeout({ suppressed: silenced })]],
    ['of which the other is silenced', [reuse({ suppressed: silenced }), timeout()]],
    ['without a place', [reuse({ location: null }), timeout({ location: null })]],
  ])('stay apart %s', (_, findings) => {
    expect(joined(findings)).toEqual([['dp3'], ['dp6']]);
  });

  it('of another matter stay apart at one place', () => {
    expect(joined([finding({ rule: 'dp1/workload-without-scaling', location: at(4) }), finding({ rule: 'dp5/service-without-slo', location: at(4) })])).toEqual([['dp1'], ['dp5']]);
  });

  it('do not change the verdict', () => {
    const before = report([reuse(), timeout()]);
    for (const failOn of ['error', 'warning', 'info'] as const) expect(verdictOf(withAlso(before), failOn).state).toBe(verdictOf(before, failOn).state);
    expect(withAlso(before).principles).toEqual(before.principles);
  });
});

describe('every format names both', () => {
  const whole = withAlso(report([reuse(), timeout()]));
  const textOf = (): string => '\n\n\n  requests.get(url)\n';
  it.each([
    ['text', textReport(whole, { columns: 300, colour: false, all: false, textOf })],
    ['markdown', markdownReport(whole, { all: true, textOf })],
    ['html', htmlReport(whole, { rules: [], name: 'rates', textOf })],
    ['github', githubReport(whole, { folder: '' })],
    ['junit', junitReport(whole)],
    ['sarif', sarifReport(whole)],
    ['json', jsonReport(whole)],
  ])('%s', (_, text) => {
    for (const words of ['requests.get waits without limit', 'dp3/http-client-per-call', 'requests.get opens a connection of its own', 'Make one session.']) expect(text).toContain(words);
  });
});
