import { describe, expect, it } from 'vitest';
import type { Finding, Source, UndecidedBy } from '@plimsoll/contract';
import type { AnyRule, Broken, Undecided } from '../model/rule.ts';
import { findingsOf } from './findings.ts';
import type { Judged } from './judge.ts';

const rule = (id: AnyRule['id'], severity: AnyRule['severity'] = 'error'): AnyRule => ({
  id,
  severity,
  summary: '',
  controls: [],
  needs: ['code'],
  subjects: () => [],
  judge: () => ({ state: 'kept', evidence: [] }),
});
const pools = rule('dp4/pool-exceeds-max-connections');
const timeouts = rule('dp6/http-call-without-timeout', 'warning');
const at = (file: string, line = 1, column = 1): Source => ({ file, line, column, endLine: line, endColumn: column + 4 });
const broken = (place: Source | null, rest: Partial<Broken> = {}): Broken => ({ state: 'broken', at: place, message: 'the pools can open 150', help: 'Lower them.', evidence: [], joins: [], ...rest });
const by = (missing: string): UndecidedBy => ({ cause: 'no-value-given', missing, breaksWhen: null });
const undecided = (place: Source | null, missing: string, rest: Partial<Undecided> = {}): Undecided => ({
  state: 'undecided',
  at: place,
  message: 'it cannot be told',
  help: '',
  undecidedBy: [by(missing)],
  evidence: [],
  joins: [],
  ...rest,
});
const judged = (judgement: Judged['judgement'], rest: Partial<Omit<Judged, 'judgement'>> = {}): Judged => ({ rule: pools, subject: 'dependency:orders-db', environment: 'prod', judgement, ...rest });

function findings(entries: readonly Judged[], environments: readonly string[] = ['prod'], texts: Readonly<Record<string, string>> = {}): readonly Finding[] {
  return findingsOf(entries, environments, (source) => texts[source.file]?.split('\n')[source.line - 1] ?? `${source.file}:${source.line}`);
}

describe('environments', () => {
  it('says once what holds in all of them', () => {
    const place = at('src/db.ts', 4);
    const found = findings(
      ['dev', 'prod', 'stage'].map((environment) => judged(broken(place), { environment })),
      ['dev', 'prod', 'stage'],
    );
    expect(found).toMatchObject([{ environments: ['dev', 'prod', 'stage'] }]);
  });

  it('names those in which it holds', () => {
    expect(findings([judged(broken(at('src/db.ts')), { environment: 'stage' })], ['prod', 'stage'])).toMatchObject([{ environments: ['stage'] }]);
  });

  it('takes the words of production where they differ', () => {
    const place = at('src/db.ts');
    const found = findings([judged(broken(place, { message: 'can open 20' }), { environment: 'dev' }), judged(broken(place, { message: 'can open 400' }))], ['dev', 'prod']);
    expect(found).toMatchObject([{ message: 'can open 400', environments: ['dev', 'prod'] }]);
  });

  it('says once what has no place, unless its words differ', () => {
    const entries = (message: string): readonly Judged[] => [judged(broken(null, { message: 'no SLO' }), { environment: 'dev' }), judged(broken(null, { message }))];
    expect(findings(entries('no SLO'), ['dev', 'prod'])).toHaveLength(1);
    expect(findings(entries('no SLO for 3 services'), ['dev', 'prod'])).toHaveLength(2);
  });
});

describe('one place', () => {
  it('has one finding of a rule, with the worse severity and the lines of both', () => {
    const place = at('src/db.ts', 4);
    const line = (file: string) => ({ ...at(file), says: `${file} says so` });
    const [only, ...rest] = findings([
      judged(broken(place, { severity: 'info', evidence: [line('api.tf')], places: [at('copy.ts')] }), { subject: 'pool:api' }),
      judged(broken(place, { severity: 'warning', evidence: [line('worker.tf'), line('api.tf')], joins: [{ from: 'src', to: 'worker', why: 'name', sure: 'likely' }] }), { subject: 'pool:worker' }),
    ]);
    expect(rest).toEqual([]);
    expect(only).toMatchObject({ severity: 'warning', subject: 'pool:api', places: [at('copy.ts')], joins: [{ to: 'worker' }] });
    expect(only?.evidence.map(({ file }) => file).toSorted()).toEqual(['api.tf', 'worker.tf']);
  });

  it('keeps the lines of the first in their order: outermost first', () => {
    const place = at('src/db.ts', 4);
    const lines = ['asg.tf', 'prod.tfvars', 'src/db.ts'].map((file) => ({ ...at(file), says: file }));
    const [only] = findings([judged(broken(place, { evidence: lines })), judged(broken(place, { evidence: lines.slice(0, 1) }), { subject: 'pool:worker' })]);
    expect(only?.evidence.map(({ file }) => file)).toEqual(['asg.tf', 'prod.tfvars', 'src/db.ts']);
  });

  it('keeps rules, states and columns apart', () => {
    const place = at('src/db.ts', 4);
    expect(findings([judged(broken(place)), judged(broken(place), { rule: timeouts })])).toHaveLength(2);
    expect(findings([judged(broken(place)), judged(undecided(place, 'max_connections'))])).toHaveLength(2);
    expect(findings([judged(broken(place)), judged(broken(at('src/db.ts', 4, 9)))])).toHaveLength(2);
  });
});

describe('what is absent everywhere', () => {
  const many = 'services are deployed without an SLO';
  const absent = (file: string, rest: Partial<Broken> = {}): Judged =>
    judged(broken(at(file), { message: `${file} has no SLO`, together: { key: 'no slo', name: file, many }, ...rest }), { rule: rule('dp5/deployed-without-slo'), subject: `workload:${file}` });

  it('is one finding with a place for each', () => {
    const found = findings([absent('pears.tf'), absent('apples.tf')]);
    expect(found).toMatchObject([{ message: '2 services are deployed without an SLO', subject: 'workload:apples.tf', location: { file: 'apples.tf' } }]);
    expect(found[0]?.places.map(({ file }) => file)).toEqual(['pears.tf']);
  });

  it('stands where most of them are', () => {
    expect(findings([absent('attic/plums.tf'), absent('infra/pears.tf'), absent('infra/apples.tf')])).toMatchObject([{ location: { file: 'infra/apples.tf' }, message: `3 ${many}` }]);
  });

  it('keeps its own words when it is alone', () => {
    expect(findings([absent('apples.tf')])).toMatchObject([{ message: 'apples.tf has no SLO', places: [] }]);
  });

  it('counts copies of one service as one, in its own words', () => {
    const variant = (file: string): Judged => absent(file, { message: 'orders has no SLO', together: { key: 'no slo', name: 'orders', many } });
    expect(findings([variant('eu.tf'), variant('us.tf')])).toMatchObject([{ message: 'orders has no SLO', location: { file: 'eu.tf' }, places: [{ file: 'us.tf' }] }]);
    expect(findings([variant('eu.tf'), variant('us.tf'), absent('zander.tf')])).toMatchObject([{ message: `2 ${many}` }]);
  });

  it('takes the help of all where there is one', () => {
    const helped = (file: string): Judged => absent(file, { help: `Write one for ${file}.`, together: { key: 'no slo', name: file, many, help: 'Write one for each.' } });
    expect(findings([helped('apples.tf')])).toMatchObject([{ help: 'Write one for apples.tf.' }]);
    expect(findings([helped('apples.tf'), helped('pears.tf')])).toMatchObject([{ help: 'Write one for each.' }]);
  });

  it('counts what one block makes in each environment once', () => {
    const named = (name: string, environment: string): Judged => ({
      ...absent('apples.tf', { message: `${name} has no SLO`, together: { key: 'no slo', name, many } }),
      subject: `workload:${name}`,
      environment,
    });
    expect(findings([named('apples-a', 'dev'), named('apples-b', 'prod')], ['dev', 'prod'])).toMatchObject([{ message: 'apples-b has no SLO', environments: ['dev', 'prod'] }]);
    expect(findings([named('apples-a', 'dev'), named('apples-b', 'prod'), named('pears', 'prod')], ['dev', 'prod'])).toMatchObject([{ message: `2 ${many}` }]);
  });

  it('spans severities where it says how many are of the worst, one of which leads', () => {
    const call = (line: number, holds: boolean): Judged => {
      const together = { key: 'calls', name: String(line), many: 'calls have no timeout', worst: { holds, says: 'seen to make a request wait' } };
      return judged(broken(at('client.py', line), { severity: holds ? 'error' : 'warning', together }), { subject: `call:client.py:${line}` });
    };
    expect(findings([call(3, false), call(9, true), call(12, false)])).toMatchObject([
      { severity: 'error', location: { line: 9 }, message: '3 calls have no timeout; 1 of them is seen to make a request wait', places: [{ line: 3 }, { line: 12 }] },
    ]);
    expect(findings([call(3, true), call(9, true)])).toMatchObject([{ message: '2 calls have no timeout; all of them are seen to make a request wait' }]);
    expect(findings([call(3, false), call(9, false)])).toMatchObject([{ severity: 'warning', message: '2 calls have no timeout' }]);
  });

  it('keeps keys and severities apart', () => {
    expect(findings([absent('apples.tf'), absent('pears.tf', { together: { key: 'another', name: 'pears.tf', many } })])).toHaveLength(2);
    expect(findings([absent('apples.tf'), absent('pears.tf', { severity: 'info' })])).toHaveLength(2);
  });

  it('counts what has no place, too', () => {
    const nowhere = (subject: string): Judged => judged(broken(null, { message: `${subject} has no SLO`, together: { key: 'no slo', name: subject, many } }), { subject });
    expect(findings([nowhere('apples'), nowhere('pears')])).toMatchObject([{ message: '2 services are deployed without an SLO', location: null }]);
  });
});

describe('copies', () => {
  const texts = { 'a/db.ts': '  new Pool({ max: 50 })', 'b/db.ts': 'new Pool({ max: 50 })', 'c/db.ts': '\tnew Pool({ max: 50 })', 'd/db.ts': 'new Pool({ max: 60 })' };
  const copy = (file: string): Judged => judged(broken(at(file), { evidence: [{ ...at(file), says: file }] }), { subject: `pool:${file}` });

  it('of one line in three files are one finding, explained by the first', () => {
    const found = findings([copy('c/db.ts'), copy('a/db.ts'), copy('b/db.ts')], ['prod'], texts);
    expect(found).toMatchObject([{ location: { file: 'a/db.ts' }, evidence: [{ says: 'a/db.ts' }] }]);
    expect(found[0]?.places.map(({ file }) => file)).toEqual(['b/db.ts', 'c/db.ts']);
  });

  it('in two files are two findings, and so are other words', () => {
    expect(findings([copy('a/db.ts'), copy('b/db.ts')], ['prod'], texts)).toHaveLength(2);
    expect(findings([copy('a/db.ts'), copy('b/db.ts'), copy('d/db.ts')], ['prod'], texts)).toHaveLength(3);
  });

  it('three times in one file are three findings', () => {
    const line = 'fetch(harbour)';
    const entries = [1, 2, 3].map((number) => judged(broken(at('a.ts', number)), { subject: `call:a.ts:${number}` }));
    expect(findings(entries, ['prod'], { 'a.ts': [line, line, line].join('\n') })).toHaveLength(3);
  });

  it('of different rules stay apart', () => {
    expect(findings([copy('a/db.ts'), copy('b/db.ts'), { ...copy('c/db.ts'), rule: timeouts }], ['prod'], texts)).toHaveLength(3);
  });
});

describe('a suppression', () => {
  const reason = { kind: 'comment' as const, reason: 'for now', until: '2027-03-31', source: at('a/db.ts') };
  const texts = Object.fromEntries(['a', 'b', 'c', 'd'].map((folder) => [`${folder}/db.ts`, 'new Pool({ max: 50 })']));
  const entries = Object.keys(texts).map((file) => judged(broken(at(file)), { subject: `pool:${file}` }));
  const line = (source: Source): string => texts[source.file] ?? '';

  it('silences the place it stands at, and no copy of it', () => {
    const found = findingsOf(entries, ['prod'], line, (_, location) => (location?.file === 'a/db.ts' ? reason : null));
    expect(found.map(({ location, places, suppressed }) => [location?.file, places.map(({ file }) => file), suppressed !== null])).toEqual([
      ['a/db.ts', [], true],
      ['b/db.ts', ['c/db.ts', 'd/db.ts'], false],
    ]);
  });

  it('takes its service out of what is said of many', () => {
    const absent = ['apples.tf', 'pears.tf', 'plums.tf'].map((file) =>
      judged(broken(at(file), { together: { key: 'no slo', name: file, many: 'services have no SLO' } }), { subject: `workload:${file}` }),
    );
    const found = findingsOf(
      absent,
      ['prod'],
      (source) => source.file,
      (_, location) => (location?.file === 'apples.tf' ? reason : null),
    );
    expect(found.filter(({ suppressed }) => !suppressed)).toMatchObject([{ message: '2 services have no SLO', location: { file: 'pears.tf' } }]);
  });
});

describe('what is undecided', () => {
  it('is grouped by what would decide it, from two on', () => {
    const found = findings([judged(undecided(at('b.ts'), 'max_connections')), judged(undecided(at('a.ts'), 'max_connections')), judged(undecided(at('c.ts'), 'desired_count'))]);
    expect(found.map(({ location, places }) => [location?.file, places.map(({ file }) => file)])).toEqual([
      ['a.ts', ['b.ts']],
      ['c.ts', []],
    ]);
  });

  it('is never grouped with what is broken', () => {
    expect(findings([judged(undecided(at('a.ts'), 'max_connections')), judged(broken(at('b.ts')))]).map(({ state }) => state)).toEqual(['broken', 'undecided']);
  });
});

describe('the order', () => {
  it('is broken first, then rule, severity and place', () => {
    const found = findings([
      judged(undecided(at('a.ts'), 'x'), { rule: rule('dp1/unseparated') }),
      judged(broken(at('z.ts')), { rule: timeouts }),
      judged(broken(at('b.ts', 9), { severity: 'info' })),
      judged(broken(at('c.ts', 2))),
      judged(broken(at('c.ts', 1))),
    ]);
    expect(found.map(({ rule: id, location }) => `${id.slice(0, 3)} ${location?.file}:${location?.line}`)).toEqual(['dp4 c.ts:1', 'dp4 c.ts:2', 'dp4 b.ts:9', 'dp6 z.ts:1', 'dp1 a.ts:1']);
  });

  it('is the same whatever has a place and what has none', () => {
    const entries = [judged(broken(at('a.ts'))), judged(broken(at('b.ts')), { subject: 'dependency:b' }), judged(broken(null), { subject: 'dependency:c' })];
    for (const shuffled of [entries.toReversed(), [entries[1], entries[2], entries[0]].filter((entry) => entry !== undefined)]) {
      expect(findings(shuffled).map(({ subject }) => subject)).toEqual(['dependency:orders-db', 'dependency:b', 'dependency:c']);
    }
  });

  it('does not follow the order of the judgements', () => {
    const entries = [judged(broken(at('a.ts'))), judged(broken(at('b.ts')), { subject: 'dependency:b' }), judged(undecided(at('c.ts'), 'x'))];
    expect(findings(entries.toReversed())).toEqual(findings(entries));
  });
});

describe('principles', () => {
  it('come from the rule; a rule about the contract belongs to none', () => {
    expect(findings([judged(broken(at('a.ts')))])).toMatchObject([{ principle: 'DP4' }]);
    expect(findings([judged(broken(at('a.ts')), { rule: rule('contract/contradicts-code') })])).toMatchObject([{ principle: null }]);
  });
});

describe('fingerprints', () => {
  const print = (line: number, text: string, subject = `pool:src/db.ts:${line}`): string | undefined => {
    const texts = { 'src/db.ts': `${'\n'.repeat(line - 1)}${text}` };
    return findings([judged(broken(at('src/db.ts', line)), { subject })], ['prod'], texts)[0]?.fingerprint;
  };

  it('stay when lines move or are indented', () => {
    expect(print(4, 'new Pool({ max: 50 })')).toMatch(/^[0-9a-f]{16}$/);
    expect(print(90, '    new Pool({ max: 50 })  ')).toBe(print(4, 'new Pool({ max: 50 })'));
    expect(print(9, 'x', 'call:src/db.ts:9:45')).toBe(print(4, 'x', 'call:src/db.ts:4:2'));
    expect(print(9, 'x', 'claim:docs/adr/0001.md:9:instances')).toBe(print(4, 'x', 'claim:docs/adr/0001.md:4:instances'));
    expect(print(9, 'x', 'pool:src/db.ts:9@api')).toBe(print(4, 'x', 'pool:src/db.ts:4@api'));
  });

  it('change with the line, the subject and the rule', () => {
    const first = print(4, 'new Pool({ max: 50 })');
    expect(print(4, 'new Pool({ max: 60 })')).not.toBe(first);
    expect(print(4, 'new Pool({ max: 50 })', 'pool:src/other.ts:4')).not.toBe(first);
    const prints = [pools, timeouts].map((own) => findings([judged(broken(at('a.ts')), { rule: own })])[0]?.fingerprint);
    expect(prints[0]).not.toBe(prints[1]);
  });

  it('do not depend on the environments or the message', () => {
    const one = findings([judged(broken(at('a.ts'), { message: 'can open 20' }), { environment: 'dev' })], ['dev', 'prod']);
    const two = findings([judged(broken(at('a.ts'), { message: 'can open 400' }))], ['prod']);
    expect(one[0]?.fingerprint).toBe(two[0]?.fingerprint);
  });

  it('tell equal lines of one file apart', () => {
    const text = 'await fetch(harbour);\nawait fetch(harbour);';
    const found = findings(
      [1, 2].map((line) => judged(broken(at('a.ts', line)), { rule: timeouts, subject: `client:a.ts:${line}` })),
      ['prod'],
      { 'a.ts': text },
    );
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
});
