import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Objective, ServiceLevelObjectives, SloFile } from '../index.ts';
import { mayBeSlo, readSloFile } from '../index.ts';

const day = 86_400_000;
const read = (text: string, file = 'docs/slos/orders-api.yml'): SloFile | null => readSloFile(file, text);
const only = (text: string, file?: string): ServiceLevelObjectives | undefined => read(text, file)?.slos[0];
const unread = (text: string, file?: string): string[] => (read(text, file)?.unread ?? []).map(({ line, message }) => `${line} ${message}`);
const brief = (objective: Objective | undefined): unknown[] => [
  objective?.name,
  objective?.kind,
  objective?.quantile,
  objective?.thresholdMs?.value,
  objective?.target?.value,
  (objective?.windowMs?.value ?? NaN) / day,
];

const principle = `# docs/slos/orders-api.yml
service: "orders-api"
slos:
  - name: "availability"
    sli: "success_rate"
    target: 99.9      # 99.9% of requests succeed
    window: "30d"
  - name: "latency_p95"
    sli: "request_latency_p95"
    target: 200       # P95 < 200ms
    unit: "ms"
    window: "30d"
  - name: "latency_p99"
    sli: "request_latency_p99"
    target: 500
    unit: "ms"
    window: "30d"
error_budget:
  period: "30d"
  policy: "feature_freeze_on_exhaustion"
`;

describe("the principle's own shape", () => {
  const slo = only(principle);
  it('is read whole: a P95 of 200 ms is the ratio 95 % within 200 ms', () => {
    expect(slo?.objectives.map(brief)).toEqual([
      ['availability', 'availability', null, undefined, 0.999, 30],
      ['latency_p95', 'latency', 0.95, 200, 0.95, 30],
      ['latency_p99', 'latency', 0.99, 500, 0.99, 30],
    ]);
    expect([slo?.service?.value, slo?.errorBudget?.periodMs?.value, slo?.errorBudget?.policy?.value]).toEqual(['orders-api', 30 * day, 'feature_freeze_on_exhaustion']);
    expect(unread(principle)).toEqual([]);
  });
  it('keeps the places', () => {
    expect(slo?.service?.source).toMatchObject({ line: 2, column: 10, endColumn: 22 });
    expect(slo?.objectives[1]?.thresholdMs?.source).toMatchObject({ line: 10, column: 13 });
    expect(slo?.objectives[1]?.target?.source).toMatchObject({ line: 8 });
    expect(slo?.errorBudget?.source).toMatchObject({ line: 18, column: 1 });
  });
  it('leaves open what is not there', () => {
    const bare = only('service: orders\nslos:\n  - { name: availability, target: 99.9 }\n');
    expect([bare?.errorBudget, bare?.owner, bare?.objectives[0]?.windowMs, bare?.objectives[0]?.sli]).toEqual([null, null, null, null]);
  });
  it.each<[string, unknown[]]>([
    ['{ name: latency_p95, target: 200ms, window: 30d }', ['latency_p95', 'latency', 0.95, 200, 0.95, 30]],
    ['{ name: p99.9, target: "< 1.5 s", window: 28 days }', ['p99.9', 'latency', 0.999, 1500, 0.999, 28]],
    ['{ name: checkout, sli: 95th percentile of response time, target: 0.3, unit: s, window: rolling 30d }', ['checkout', 'latency', 0.95, 300, 0.95, 30]],
    ['{ name: fast orders, sli: request latency, threshold: 200ms, target: 95, window: 30d }', ['fast orders', 'latency', null, 200, 0.95, 30]],
    ['{ name: error_rate, target: 0.1%, window: 30d }', ['error_rate', 'availability', null, undefined, 0.999, 30]],
    ['{ name: availability, objective: 99.95, window: 4w }', ['availability', 'availability', null, undefined, 0.9995, 28]],
    ['{ name: freshness, target: 99%, window: 7d }', ['freshness', 'other', null, undefined, 0.99, 7]],
  ])('%s', (item, expected) => expect(brief(only(`service: orders\nslos:\n  - ${item}\n`)?.objectives[0])).toEqual(expected));
  it('reads throughput', () =>
    expect(only('service: orders\nslos:\n  - { name: throughput, target: 1000, unit: req/s, window: 30d }\n')?.objectives[0]).toMatchObject({
      kind: 'throughput',
      targetRate: { value: 1000 },
      target: null,
    }));
  it('takes the richer form', () => {
    const slo2 = only(`version: 1
owner: team-orders
last_reviewed: 2026-09-01
service: orders
slos:
  - name: availability
    sli: { numerator: good_requests, denominator: all_requests }
    target: 99.9
    window: 30d
error_budgets:
  availability_30d: { slo: 99.9, window: 30d, total_minutes: 43200 }
deployment_policy:
  - { condition: "error_budget_remaining > 50%", action: deploy freely }
  - { condition: "< 10%", action: freeze new features }
links: [https://dashboards.example/orders]
`);
    expect([slo2?.owner?.value, slo2?.lastReviewed?.value, slo2?.objectives[0]?.sli, slo2?.links[0]?.value]).toEqual([
      'team-orders',
      '2026-09-01',
      'good_requests / all_requests',
      'https://dashboards.example/orders',
    ]);
    expect(slo2?.errorBudget).toMatchObject({ periodMs: { value: 30 * day }, policy: { value: 'error_budget_remaining > 50%: deploy freely; < 10%: freeze new features' } });
  });
  it('among the values of a chart leaves the other values alone', () => expect(unread('replicas: 2\nslos:\n  - { name: availability, target: 99.9 }\n', 'chart/values.yaml')).toEqual([]));
  it('names unknown keys of an SLO file', () =>
    expect(unread('service: a\ncolour: b\nslos:\n  - { name: availability, target: 99.9 }\n')).toEqual(['2 the key `colour` is not understood and was not carried over']));
  it.each([
    ['{ name: latency_p95, target: 200, window: 30d }', '3 the target `200` of `latency_p95` has no unit; write `unit: ms` (or `s`, `req/s`) beside it, or the unit behind the number'],
    ['{ name: availability, target: high, window: 30d }', '3 the target `high` is not understood; write 99.9, 99.9%, 200ms or 1000/s'],
    ['{ name: availability, target: 1, window: 30d }', '3 the target `1` is not understood; write 99.9, 99.9%, 200ms or 1000/s'],
    ['{ name: availability, target: 99.9, window: 1M }', '3 the window `1M` has no fixed length; write it in days, such as 30d; the window is not known'],
    ['{ name: availability, target: 99.9, colour: blue }', '3 the key `colour` of `availability` is not understood and was not carried over'],
  ])('names what it cannot carry over: %s', (item, message) => expect(unread(`service: orders\nslos:\n  - ${item}\n`)).toEqual([message]));
});

const openslo = `apiVersion: openslo/v1
kind: SLI
metadata: { name: fast-quotes }
spec:
  ratioMetric:
    good: { metricSource: { type: prometheus, spec: { query: 'sum(rate(quote_duration_seconds_bucket{le="0.25"}[5m]))' } } }
    total: { metricSource: { type: prometheus, spec: { query: 'sum(rate(quote_duration_seconds_count[5m]))' } } }
---
apiVersion: openslo/v1
kind: SLO
metadata: { name: quotes-latency, labels: { team: [harbour] } }
spec:
  service: quotes
  indicatorRef: fast-quotes
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ displayName: fast, target: 0.95 }]
  alertPolicies: [budget-burn]
---
apiVersion: openslo/v1
kind: SLO
metadata: { name: quotes-availability }
spec:
  service: quotes
  indicator: { metadata: { name: ok }, spec: { ratioMetric: { counter: true } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ targetPercent: 99.9 }]
`;

describe('OpenSLO', () => {
  it('v1 joins the SLI of the same file and the documents of one service', () => {
    const slo = only(openslo, 'ops/openslo.yaml');
    expect(read(openslo, 'ops/openslo.yaml')?.slos).toHaveLength(1);
    expect(slo?.objectives.map(brief)).toEqual([
      ['quotes-latency: fast', 'latency', 0.95, 250, 0.95, 28],
      ['quotes-availability', 'availability', null, undefined, 0.999, 28],
    ]);
    expect([slo?.service?.value, slo?.owner?.value, slo?.alerts.map(({ value }) => value), slo?.errorBudget?.periodMs?.value]).toEqual(['quotes', 'harbour', ['budget-burn'], 28 * day]);
  });
  it('v1alpha counts its windows', () => {
    const slo = only(`apiVersion: openslo/v1alpha
kind: SLO
metadata: { name: berths-ratio }
spec:
  service: berths
  description: share of successful requests
  budgetingMethod: Occurrences
  objectives: [{ ratioMetrics: { good: { source: prometheus, query: a }, total: { source: prometheus, query: b } }, target: 0.98, value: 1 }]
  timeWindows: [{ unit: Day, count: 30, isRolling: true }]
`);
    expect([slo?.shape, slo?.objectives[0]?.sli, brief(slo?.objectives[0])]).toEqual(['openslo/v1alpha', 'a / b', ['berths-ratio', 'availability', null, undefined, 0.98, 30]]);
  });
  it.each([
    [
      'timeWindow: [{ duration: 1M, isRolling: false, calendar: { startTime: 2026-01-01 12:00:00, timeZone: UTC } }]',
      'the calendar window starts at 2026-01-01 12:00:00; it was read from the first midnight of each month',
    ],
    ['budgetingMethod: Timeslices', 'the budgeting method Timeslices counts slices of time, not events; it was read as if every event counted'],
    ['indicatorRef: elsewhere', 'the SLI `elsewhere` is not in this file; what is measured is not known'],
    ['objectives: [{ target: 99.9 }]', 'the target `99.9` is not a ratio below 1 (99.9 % is written `target: 0.999` or `targetPercent: 99.9`); the target is not known'],
  ])('names what it cannot carry over: %s', (line, message) =>
    expect(
      read(`apiVersion: openslo/v1\nkind: SLO\nmetadata: { name: a }\nspec:\n  service: quotes\n  ${line}\n${line.startsWith('obj') ? '' : '  objectives: [{ target: 0.9 }]\n'}`)?.unread.map(
        (each) => each.message,
      ),
    ).toEqual([message]),
  );
  it('a threshold without a unit stays unknown', () => {
    const text = (query: string): string =>
      `apiVersion: openslo/v1\nkind: SLO\nmetadata: { name: latency }\nspec:\n  service: quotes\n  indicator: { spec: { thresholdMetric: { metricSource: { spec: { query: ${query} } } } } }\n  objectives: [{ op: lte, value: 0.3, target: 0.95 }]\n`;
    expect([only(text('quote_latency'))?.objectives[0]?.thresholdMs, unread(text('quote_latency'))[0]]).toEqual([
      null,
      '7 the value 0.3 has no unit: OpenSLO gives none, and the query names no metric in _seconds or _milliseconds; the threshold is not known',
    ]);
    expect(only(text('quote_duration_seconds'))?.objectives[0]?.thresholdMs?.value).toBe(300);
  });
});

const sloth = (query: string): string => `version: "prometheus/v1"
service: cranes
labels: { owner: harbour }
slos:
  - name: requests-latency
    objective: 95
    sli:
      events:
        error_query: ${query}
        total_query: sum(rate(lift_duration_seconds_count[{{.window}}]))
    alerting: { name: CranesSlow, page_alert: {}, ticket_alert: {} }
`;

describe('Sloth', () => {
  it('is a ratio over the period of the generator', () => {
    const slo = only(sloth(`sum(rate(lift_duration_seconds_count[{{.window}}])) - sum(rate(lift_duration_seconds_bucket{le="0.2"}[{{.window}}]))`));
    expect([slo?.service?.value, slo?.owner?.value, slo?.alerts[0]?.value]).toEqual(['cranes', 'harbour', 'CranesSlow']);
    expect(brief(slo?.objectives[0])).toEqual(['requests-latency', 'latency', 0.95, 200, 0.95, NaN]);
    expect(slo?.objectives[0]?.windowByDefault).toMatchObject({ ms: 30 * day });
  });
  it('is read from its Kubernetes object', () => {
    const slo = only(
      `apiVersion: sloth.slok.dev/v1\nkind: PrometheusServiceLevel\nmetadata: { name: cranes }\nspec:\n  service: cranes\n  slos:\n    - { name: availability, objective: 99.9, sli: { events: { errorQuery: 'a{code=~"5.."}', totalQuery: a } } }\n`,
      'k8s/cranes.yaml',
    );
    expect(brief(slo?.objectives[0])).toEqual(['availability', 'availability', null, undefined, 0.999, NaN]);
  });
  it('counts an error code of a duration metric as availability', () =>
    expect(only(sloth('sum(rate(lift_duration_seconds_count{code=~"5.."}[5m]))').replace('requests-latency', 'slo1'))?.objectives[0]).toMatchObject({
      kind: 'availability',
      thresholdMs: null,
      quantile: null,
    }));
  it('says that a latency has no bound', () => expect(unread(sloth('histogram_share(lift)'))).toEqual(['8 the query of this latency objective names no bound (`le="…"`); the threshold is not known']));
  it('says that a bound has no unit', () => expect(unread(sloth('sum(rate(lift_bucket{le="0.2"}[5m]))').replaceAll('_seconds', ''))[0]).toContain('the bound 0.2 of the query has no unit'));
});

it('Pyrra gives one objective', () => {
  const slo = only(
    `apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: { name: tides, labels: { pyrra.dev/team: harbour } }\nspec:\n  target: "99"\n  window: 2w\n  indicator: { latency: { success: { metric: 'tide_duration_seconds_bucket{le="0.1"}' }, total: { metric: tide_duration_seconds_count } } }\n`,
    'k8s/tides.yaml',
  );
  expect([slo?.owner?.value, brief(slo?.objectives[0])]).toEqual(['harbour', ['tides', 'latency', 0.99, 100, 0.99, 14]]);
});

describe('pages', () => {
  const page = '# SLO: orders-api\n\nOwner: Team Orders\n\n| Indicator | Target | Window |\n|---|---|---|\n| latency | P95 < 200 ms | 30 days |\n';
  it('with a table of targets count as an SLO whose details are not known', () => {
    const slo = only(page, 'docs/slo.md');
    expect([slo?.kind, slo?.service?.value, slo?.owner?.value, slo?.objectives, slo?.source.line]).toEqual(['document', 'orders-api', 'Team Orders', [], 5]);
    expect(slo?.service?.source).toMatchObject({ line: 1, column: 8, endColumn: 18 });
  });
  it.each(['SLO.md', 'docs/slo-orders.md', 'docs/slos/orders.md', 'docs/service-level-objectives.md'])('%s is such a place', (file) => expect(only(page, file)?.kind).toBe('document'));
  it.each([
    ['docs/slow-queries.md', page],
    ['docs/guide.md', page],
    ['docs/slo.md', '# What is an SLO?\n\nA target such as P95 < 200 ms.\n'],
    ['docs/slo.md', '# SLO\n\n| Name | Target |\n|---|---|\n| a team | happy |\n'],
  ])('but %s need not be one', (file, text) => expect(read(text, file)).toBeNull());
  it('name no service when the title does not', () => expect(only(page.replace('SLO: orders-api', 'Our SLOs'), 'SLO.md')?.service).toBeNull());
});

describe('files that are no SLOs', () => {
  it.each([
    [
      'an operator definition',
      'deploy/crd.yaml',
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: prometheusservicelevels.sloth.slok.dev }\nspec: { group: sloth.slok.dev/, versions: [{ schema: { properties: { slos: { type: array } } } }] }\n',
    ],
    [
      'an operator',
      'deploy/sloth.yaml',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: sloth }\nspec: { template: { spec: { containers: [{ image: slok/sloth, args: [sloth.slok.dev/, slos:] }] } } }\n',
    ],
    ['another word', 'app.yml', 'slots:\n  - { name: a, target: 1 }\n'],
    ['a list of names', 'app.yml', 'slos: [a, b]\n'],
    ['a list of named things', 'app.yml', 'slos: [{ name: a }]\n'],
    ['a broken template elsewhere', 'chart/templates/rules.yaml', 'slos:\n{{- range .Values.x }}\n  - {{ . }}: [\n{{ end }}\n'],
    ['an alert rule', 'rules.yml', 'groups: [{ name: slos:burn, rules: [] }]\n'],
    ['code', 'src/slos.ts', 'export const slos: string[] = [];'],
  ])('%s', (_, file, text) => expect(read(text, file)).toBeNull());
  it('a broken SLO file says where', () => expect(unread('service: orders\nslos: [\n')).toEqual([expect.stringMatching(/^\d is not valid YAML/)]));
  it('are told apart without parsing', () =>
    expect([mayBeSlo('a.yml', 'slots: 1'), mayBeSlo('a.yml', 'slos: 1'), mayBeSlo('a.ts', 'slos: 1'), mayBeSlo('docs/slo.md', '|')]).toEqual([false, true, false, true]));
});

it('any file is read or refused, never thrown', () => {
  const line = fc.constantFrom(
    ...principle.split('\n'),
    ...openslo.split('\n'),
    ...sloth('a').split('\n'),
    '---',
    'slos:',
    '- [',
    '  target: {}',
    '  window: [',
    'spec: *a',
    '&a',
    '| a | target |',
    '|--|--|',
    '# SLO for',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(line, { maxLength: 25 }).map((lines) => lines.join('\n')),
  );
  fc.assert(fc.property(text, fc.constantFrom('slo.yml', 'docs/slo.md', 'a.json'), (each, file) => {
    const result = readSloFile(file, each);
    return result === null || result.unread.every(({ message }) => message !== '');
  }), { numRuns: 400 }); // prettier-ignore
});
