import { describe, expect, it } from 'vitest';
import type { ServiceLevelObjectives } from '../index.ts';
import { readSloFile, rulesOf } from '../index.ts';

const problems = (text: string, file = 'slo.yml'): string[] => (readSloFile(file, text)?.problems ?? []).map(({ line, column, message }) => `${line}:${column} ${message}`);
const slo = (text: string, file = 'slo.yml'): ServiceLevelObjectives | undefined => readSloFile(file, text)?.slos[0];
const dp5 = (rest: string): string => `service: pay\nslos:\n  - { name: latency_p95, sli: fast, target: 200ms, window: 30d }\n${rest}`;

describe('indicators of the own shape', () => {
  it('join the sli by name', () =>
    expect(
      slo(dp5('indicators:\n  fast: { histogram: http_request_duration_seconds_bucket, selector: \'{job="pay"}\', buckets: [0.5, 0.2], failed: \'code=~"5.."\' }\n'))?.objectives[0]?.indicator,
    ).toMatchObject({ kind: 'histogram', metric: 'http_request_duration_seconds', selector: 'job="pay"', native: false, unit: 's', boundaries: [0.2, 0.5], failed: 'code=~"5.."' }));
  it.each([
    ['{ counter: a_total, errors: \'code="500"\' }', { kind: 'counter', metric: 'a_total', errors: 'code="500"' }],
    ['{ histogram: a_ms, native: true }', { kind: 'histogram', unit: 'ms', native: true, failed: null, boundaries: null }],
    ['{ good: "g[{{.window}}]", total: "t[{{.window}}]" }', { kind: 'events', errors: '(t[{{.window}}]) - (g[{{.window}}])', total: 't[{{.window}}]' }],
    ['{ error_ratio: "x[{{ .window }}]" }', { kind: 'ratio', errorRatio: 'x[{{ .window }}]' }],
  ])('%s', (text, expected) => {
    expect(slo(dp5(`indicators:\n  fast: ${text}\n`))?.objectives[0]?.indicator).toMatchObject(expected);
    expect(problems(dp5(`indicators:\n  fast: ${text}\n`))).toEqual([]);
  });
  it.each([
    ['{ counter: a_total }', '5:3 the indicator `fast` is incomplete: write `counter` with `errors`, `histogram`, `errors` or `good` with `total`, or `error_ratio`'],
    ['{ histogram: a_seconds, bukets: [1] }', '5:33 the key `bukets` of indicator `fast` is not understood and was not carried over; did you mean `buckets`?'],
    ['{ histogram: a_seconds, buckets: [x] }', '5:42 the buckets are no list of positive numbers; write the upper boundaries in the unit of the metric, such as [0.1, 0.2, 0.5]'],
    ['{ errors: "a[5m]", total: "b[{{.window}}]" }', '5:9 the query `a[5m]` has no `{{.window}}`; write it where the range stands, as in rate(x[{{.window}}])'],
  ])('says what is wrong: %s', (text, message) => expect(problems(dp5(`indicators:\n  fast: ${text}\n`))[0]).toBe(message));
});

describe('policy and keys', () => {
  it('is read', () =>
    expect(slo(dp5('policy: { freeze_below: 10%, lifts_above: 20%, on_no_data: unknown, through: [fix, security] }\nreview_by: 2027-01-01\n'))).toMatchObject({
      policy: {
        freezeBelow: { value: 0.1 },
        liftsAbove: { value: 0.2 },
        onNoData: [{ environment: null, answer: { value: 'unknown' } }],
        through: [{ value: 'fix' }, { value: 'security' }],
        cautionBelow: null,
      },
      reviewBy: { value: '2027-01-01' },
    }));
  it.each([
    ['policy: { on_no_data: frozn }', '4:23 `frozn` is none of go, caution, frozen, unknown; did you mean `frozen`?'],
    ['policy: freeze', '4:9 the policy is not a mapping and was not read; its name belongs to `error_budget`, its details are keys such as `freeze_below: 10%`'],
    ['policy: { through: { fix: true } }', '4:20 `through` is a mapping; write [fix, security]'],
    ['policy: { not_our_fault: { from: x } }', '4:26 `not_our_fault` is a mapping; write a list of incidents'],
    ['policy: { classes: [config] }', '4:20 `classes` is not a mapping; write `config: { paths: [config/**] }` below it'],
    ['policy: { classes: { configg: { paths: a } } }', '4:22 `configg` is none of feature, fix, reliability, security, rollback, config; did you mean `config`?'],
    ['policy: { classes: { config: { path: a } } }', '4:32 the key `path` of class `config` is not understood and was not carried over; did you mean `paths`?'],
    ['policy: { freeze_below: soon }', '4:25 `soon` is no share of the budget; write 10%'],
    ['policy: { freezebelow: 0, throug: [fix] }', '4:27 the key `throug` of `policy` is not understood and was not carried over; did you mean `through`?'],
    ['eror_budget: { period: 30d }', '4:1 the key `eror_budget` is not understood and was not carried over; did you mean `error_budget`?'],
    ['error_budget: { perid: 30d }', '4:17 the key `perid` of `error_budget` is not understood and was not carried over; did you mean `period`?'],
  ])('%s', (rest, message) => expect(problems(dp5(`${rest}\n`))[0]).toBe(message));
  it('what stands alone is a list of one', () =>
    expect(slo(dp5('policy: { through: security, classes: { config: { paths: infra } } }\n'))?.policy).toMatchObject({
      through: [{ value: 'security' }],
      classes: [{ change: 'config', paths: ['infra'], labels: [] }],
    }));
});

describe('calendar windows', () => {
  const month = (window: string): string => `service: pay\nslos:\n  - { name: availability, target: 99.9, window: ${window} }\n`;
  it('are read with their zone, and have no length', () =>
    expect(slo(month('{ calendar: month, time_zone: Europe/Berlin }'))?.objectives[0]).toMatchObject({
      window: { value: { kind: 'calendar', unit: 'month', timeZone: 'Europe/Berlin' } },
      windowMs: null,
    }));
  it.each([
    ['{ calendar: moon }', '3:61 the calendar window `moon` is none of week, month, quarter, year; the window is not known'],
    ['{ calendar: month, time_zone: Berlin }', '3:79 there is no time zone `Berlin`; write a name of the IANA database such as Europe/Berlin; the window is not known'],
  ])('%s', (window, message) => expect(problems(month(window))).toEqual([message]));
  const openslo = (duration: string): string =>
    `apiVersion: openslo/v1\nkind: SLO\nmetadata: { name: a }\nspec:\n  service: pay\n  timeWindow: [{ duration: ${duration}, isRolling: false, calendar: { startTime: 2026-01-01 00:00:00, timeZone: Asia/Tokyo } }]\n  objectives: [{ target: 0.9 }]\n`;
  it('of OpenSLO are read', () => {
    expect(slo(openslo('1Q'))?.objectives[0]?.window?.value).toEqual({ kind: 'calendar', unit: 'quarter', timeZone: 'Asia/Tokyo' });
    expect(problems(openslo('1Q'))).toEqual([]);
    expect(problems(openslo('2M'))).toEqual(['6:16 a calendar window of `2M` is not understood; write 1w, 1M, 1Q or 1Y; the window is not known']);
  });
});

describe('queries of other shapes become rates of events', () => {
  it.each([
    [
      'Sloth',
      'version: prometheus/v1\nservice: a\nslos:\n  - { name: availability, objective: 99, sli: { events: { error_query: "e[{{.window}}]", total_query: "t[{{.window}}]" } } }\n',
      'e[{{.window}}]',
    ],
    [
      'OpenSLO',
      'apiVersion: openslo/v1\nkind: SLO\nmetadata: { name: a }\nspec:\n  service: b\n  indicator: { spec: { ratioMetric: { good: { metricSource: { spec: { query: "sum(rate(g[5m]))" } } }, total: { metricSource: { spec: { query: t_total } } } } } }\n  objectives: [{ target: 0.9 }]\n',
      '(sum(rate(t_total[{{.window}}]))) - (sum(rate(g[{{.window}}])))',
    ],
    [
      'OpenSLO v1alpha, whose objectives have the metrics',
      'apiVersion: openslo/v1alpha\nkind: SLO\nmetadata: { name: a }\nspec:\n  service: b\n  objectives: [{ target: 0.9, ratioMetrics: { good: { source: prometheus, query: "sum(rate(g[{{.window}}]))" }, total: { source: prometheus, query: "sum(rate(t[{{.window}}]))" } } }]\n',
      '(sum(rate(t[{{.window}}]))) - (sum(rate(g[{{.window}}])))',
    ],
    [
      'Pyrra',
      'apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: { name: a }\nspec: { target: "99", window: 4w, indicator: { ratio: { errors: { metric: \'t{code="500"}\' }, total: { metric: t } } } }\n',
      'sum(rate(t{code="500"}[{{.window}}]))',
    ],
  ])('%s', (_, text, errors) => expect(slo(text)?.objectives[0]?.indicator).toMatchObject({ kind: 'events', errors }));
  it('and stay unknown where no range can be put', () =>
    expect(
      slo('version: prometheus/v1\nservice: a\nslos:\n  - { name: availability, objective: 99, sli: { events: { error_query: "a + b", total_query: "t[{{.window}}]" } } }\n')?.objectives[0]?.indicator,
    ).toBeNull());
  it.each([
    [
      'a plugin of Sloth',
      'version: prometheus/v1\nservice: a\nslos:\n  - { name: availability, objective: 99, sli: { plugin: { id: x } } }\n',
      'is measured by a Sloth plugin, which computes elsewhere',
    ],
    ['OpenSLO without a ratio', 'apiVersion: openslo/v1\nkind: SLO\nmetadata: { name: availability }\nspec:\n  service: b\n  objectives: [{ target: 0.9 }]\n', 'names no ratio of two queries'],
    [
      'a gauge of Pyrra',
      'apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: { name: a, labels: { service: b } }\nspec: { target: "99", window: 4w, indicator: { bool_gauge: { metric: up } } }\n',
      'is measured by an indicator of Pyrra',
    ],
  ])('%s has no rules by guessed names', (_, text, why) => {
    const [first] = readSloFile('slo.yml', text)?.slos ?? [];
    expect(first && rulesOf(first)).toMatchObject({ groups: [], notes: [expect.stringContaining(why)] });
  });
  it('objectives of one OpenSLO without names of their own are told apart', () =>
    expect(
      slo('apiVersion: openslo/v1\nkind: SLO\nmetadata: { name: a }\nspec:\n  service: b\n  objectives: [{ target: 0.9 }, { target: 0.99 }, { displayName: c, target: 0.5 }]\n')?.objectives.map(
        ({ name }) => name,
      ),
    ).toEqual(['a-0', 'a-1', 'a: c']));
});
