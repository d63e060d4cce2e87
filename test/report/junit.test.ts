import { junitReport } from '@plimsoll/report';
import type { CheckReport } from '@plimsoll/contract';
import { describe, expect, it } from 'vitest';
import { finding, harbour, placeIn, poolFinding, report } from './report-fixture.ts';
import { readXml } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** What junit-10.xsd of Jenkins' xUnit plugin, the strictest in use, allows of each element that we write. */
const schema: Readonly<Record<string, { readonly attributes: readonly string[]; readonly required: readonly string[]; readonly children: readonly string[] }>> = {
  testsuites: { attributes: ['name', 'time', 'tests', 'failures', 'errors'], required: [], children: ['testsuite'] },
  testsuite: {
    attributes: ['name', 'tests', 'failures', 'errors', 'group', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url'],
    required: ['name', 'tests', 'failures', 'errors'],
    children: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
  },
  testcase: { attributes: ['name', 'time', 'classname', 'group'], required: ['name'], children: ['skipped', 'error', 'failure', 'system-out', 'system-err'] },
  failure: { attributes: ['type', 'message'], required: [], children: [] },
  error: { attributes: ['type', 'message'], required: [], children: [] },
  skipped: { attributes: ['type', 'message'], required: [], children: [] },
};

function problemsOf(element: XmlElement): readonly string[] {
  const rule = schema[element.name];
  if (!rule) return [`no element ${element.name}`];
  return [
    ...Object.keys(element.attributes).flatMap((key) => (rule.attributes.includes(key) ? [] : [`${element.name} has no ${key}`])),
    ...rule.required.flatMap((key) => (key in element.attributes ? [] : [`${element.name} needs ${key}`])),
    ...element.children.flatMap((child) => (rule.children.includes(child.name) ? problemsOf(child) : [`${element.name} holds no ${child.name}`])),
    ...(element.attributes['time'] === undefined || /^\d{0,3}(?:\.\d*)?$/.test(element.attributes['time']) ? [] : ['time']),
  ];
}

function junit(checked: CheckReport): XmlElement {
  const root = readXml(junitReport(checked));
  expect(problemsOf(root)).toEqual([]);
  return root;
}

const cases = (root: XmlElement): readonly XmlElement[] => root.children.flatMap((suite) => suite.children);
const place = placeIn(harbour, 'services/orders/src/db.ts', '20');

describe('the JUnit report', () => {
  it('of nothing has no suite', () => expect(junit(report([], { rules: [] })).children).toEqual([]));

  it('has a suite for each principle with a case for each finding', () => {
    const root = junit(
      report([poolFinding, finding({ rule: 'dp5/service-without-slo', principle: 'DP5', severity: 'warning' }), finding({ rule: 'contract/contract-contradicts-code', principle: null })]),
    );
    expect(root.children.map((suite) => suite.attributes['name'])).toEqual(['plimsoll.yml', 'DP4 Configure Connection Pools Explicitly', 'DP5 Define SLOs Before the First Deployment']);
    expect(root.attributes).toMatchObject({ tests: '3', failures: '3', errors: '0' });
  });

  it('says where and why something is broken', () => {
    const [entry] = cases(junit(report([poolFinding], { environments: ['dev', 'prod'] })));
    expect(entry?.attributes).toMatchObject({ classname: 'dp4/pool-exceeds-max-connections', name: 'dependency:orders-db in services/orders/src/db.ts [0123456789abcdef]' });
    const failure = entry?.children[0];
    expect(failure?.attributes).toMatchObject({ type: 'error', message: expect.stringMatching(/^services\/orders\/src\/db\.ts:4:8 orders-db serves 97/) as string });
    expect(failure?.text).toContain('infra/prod.tfvars:2:1  max_size = 20');
    expect(failure?.text).toContain('(in prod)');
    expect(failure?.text).toContain('help: Lower the pools by 703');
  });

  it('skips what is undecided, with what would decide it, and what is suppressed, with the reason', () => {
    const root = junit(
      report([
        finding({ state: 'undecided', undecidedBy: [{ cause: 'no-value-given', missing: 'a value for DB_POOL_MAX', breaksWhen: 'it is above 5' }] }),
        finding({ suppressed: { kind: 'comment', reason: 'a replica takes half', until: '2027-03-31', source: place } }),
      ]),
    );
    expect(cases(root).map((entry) => entry.children[0]?.attributes['message'])).toEqual([
      expect.stringContaining('no value given: a value for DB_POOL_MAX; breaks when it is above 5'),
      'suppressed: a replica takes half (until 2027-03-31)',
    ]);
    expect(root.children[0]?.attributes).toMatchObject({ tests: '2', failures: '0', skipped: '2' });
  });

  it('passes what is kept, and errs for a bug of ours', () => {
    const rules = [{ rule: 'dp2/lock-in-process', broken: 0, kept: 3, undecided: 0, undecidedByCause: { 'outside-the-repository': 0, 'no-value-given': 0, 'not-supported-yet': 0 } }];
    const root = junit(report([], { rules, internalErrors: ['TypeError: no\n    at judge'] }));
    expect(cases(root).map(({ attributes, children }) => [attributes['name'], children[0]?.name])).toEqual([
      ['kept by 3 subjects', undefined],
      ['bug 1', 'error'],
    ]);
    expect(root.attributes).toMatchObject({ failures: '0', errors: '1' });
  });

  it('holds any text of a repository', () => {
    const message = 'a < b && c > "d" ]]> <!-- \u0000\u001b[31m\u0008\ud800\uffff 🚢 \t\r\n é';
    const [entry] = cases(junit(report([finding({ message, subject: message, location: { ...place, file: message } })])));
    expect(entry?.children[0]?.attributes['message']).toContain('a < b && c > "d" ]]> <!-- ');
    expect(entry?.children[0]?.text).toContain('🚢');
  });
});
