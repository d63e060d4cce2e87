import type { CheckReport, Finding } from '@plimsoll/contract';
import { describe, expect, it } from 'vitest';
import { baselineText, readBaseline } from './baseline.ts';
import { knownOf, sinceRevision, withBaseline } from './known.ts';

const source = { file: 'src/db.ts', line: 4, column: 1, endLine: 4, endColumn: 5 };

function finding(print: number, rest: Partial<Finding> = {}): Finding {
  return {
    rule: 'dp4/pool-size-not-set',
    principle: 'DP4',
    severity: 'error',
    state: 'broken',
    subject: `pool:src/db.ts:${print}`,
    environments: ['default'],
    message: '',
    help: '',
    location: source,
    places: [],
    evidence: [],
    joins: [],
    undecidedBy: [],
    fingerprint: print.toString(16).padStart(16, '0'),
    suppressed: null,
    ...rest,
  };
}

function report(findings: readonly Finding[], rest: Partial<CheckReport> = {}): CheckReport {
  const undecidedByCause = { 'outside-the-repository': 0, 'no-value-given': 0, 'not-supported-yet': 0 };
  return {
    schemaVersion: 1,
    tool: { name: 'plimsoll', version: '0' },
    today: '2026-11-23',
    environments: ['default'],
    principles: [{ id: 'DP4', status: 'broken', broken: 1, kept: 0, undecided: 0 }],
    rules: [{ rule: 'dp4/pool-size-not-set', broken: 1, kept: 0, undecided: 0, undecidedByCause }],
    controls: [],
    comparison: null,
    findings,
    unread: [],
    internalErrors: [],
    stats: { files: 0, bytes: 0, parsed: 0, ms: 0 },
    ...rest,
  };
}

const state = (findings: readonly Finding[], complete = true) => ({ name: 'known.json', findings: knownOf(findings), complete });
const open = ({ findings }: CheckReport): readonly string[] => findings.filter((entry) => !entry.suppressed).map((entry) => entry.subject);

describe('a baseline', () => {
  it('suppresses what it knows, and leaves what is new', () => {
    const compared = withBaseline(report([finding(1), finding(2)]), state([finding(1)]));
    expect(open(compared)).toEqual(['pool:src/db.ts:2']);
    expect(compared.findings[0]?.suppressed).toEqual({ kind: 'baseline', reason: 'known in known.json', until: null, source: null });
    expect(compared.comparison).toMatchObject({ with: 'baseline', name: 'known.json', known: 1, fixed: [] });
    expect(compared.principles, 'known is not mended').toMatchObject([{ status: 'broken' }]);
  });

  it('names what is fixed', () =>
    expect(withBaseline(report([]), state([finding(1)])).comparison?.fixed).toMatchObject([{ rule: 'dp4/pool-size-not-set', subject: 'pool:src/db.ts', file: 'src/db.ts' }]));

  it('does not name as fixed what a group took in that is led from elsewhere now', () => {
    const led = finding(9, { location: { ...source, file: 'src/audit.ts' }, places: [source] });
    expect(withBaseline(report([led]), state([finding(1)])).comparison).toMatchObject({ known: 0, fixed: [] });
  });

  it.each<readonly [string, Finding, Finding, boolean]>([
    ['was undecided and is broken', finding(1, { state: 'undecided' }), finding(1), false],
    ['was broken and is undecided', finding(1), finding(1, { state: 'undecided' }), true],
    ['stands in more places', finding(1, { places: [source] }), finding(1, { places: [source, source] }), false],
    ['stands in fewer places', finding(1, { places: [source, source] }), finding(1, { places: [source] }), true],
    ['has another severity', finding(1, { severity: 'warning' }), finding(1), true],
  ])('of what %s', (_, before, now, known) => {
    const compared = withBaseline(report([now]), state([before]));
    expect(open(compared)).toHaveLength(known ? 0 : 1);
    expect(compared.comparison?.fixed, 'it is not fixed').toEqual([]);
  });

  it.each<readonly [string, CheckReport, boolean]>([
    ['the rule was not judged', report([], { rules: [] }), true],
    ['a rule threw', report([], { internalErrors: ['TypeError'] }), true],
    ['only some environments were judged', report([]), false],
  ])('calls nothing fixed where %s', (_, checked, complete) => expect(withBaseline(checked, state([finding(1)], complete)).comparison?.fixed).toEqual([]));

  it('does not take in what is suppressed already', () => {
    const suppressed = { kind: 'comment' as const, reason: 'for now', until: '2027-03-31', source };
    expect(knownOf([finding(1, { suppressed })])).toEqual([]);
    expect(withBaseline(report([finding(1, { suppressed })]), state([finding(1)])).findings[0]?.suppressed).toEqual(suppressed);
  });
});

describe('a revision', () => {
  it('leaves only what is new', () => {
    const compared = sinceRevision(report([finding(1), finding(2)]), { ...state([finding(1), finding(3)]), name: 'main' });
    expect(compared.findings.map((entry) => entry.subject)).toEqual(['pool:src/db.ts:2']);
    expect(compared.comparison).toMatchObject({ with: 'revision', name: 'main', known: 1, fixed: [{ fingerprint: '0000000000000003' }] });
  });
});

describe('the text of a baseline', () => {
  it('is the same in any order, one finding a line, without lines of code', () => {
    const findings = knownOf([finding(2), finding(1), finding(3, { rule: 'dp1/one-machine-for-everything', location: null })]);
    const text = baselineText(findings);
    expect(text).toBe(baselineText(findings.toReversed()));
    expect(text.split('\n')[3]).toContain('{"fingerprint":"0000000000000003","rule":"dp1/one-machine-for-everything","state":"broken","subject":"pool:src/db.ts","file":null,"places":1}');
    expect(readBaseline(text)).toMatchObject({ ok: true, findings: [{ file: null }, { file: 'src/db.ts' }, { file: 'src/db.ts' }] });
    expect(readBaseline(baselineText([]))).toEqual({ ok: true, findings: [] });
  });

  it.each([
    ['', /is not JSON/],
    ['[]', /is no baseline; plimsoll check --write-baseline writes one/],
    ['{"schemaVersion":2,"findings":[]}', /has schema version 2; this Plimsoll reads version 1/],
    ['{"schemaVersion":1}', /has no list of findings/],
    ['{"schemaVersion":1,"findings":[{"fingerprint":"x"}]}', /findings\[0\] is no finding/],
  ])('%j is refused', (text, message) => expect(readBaseline(text)).toMatchObject({ ok: false, message: expect.stringMatching(message) as string }));
});
