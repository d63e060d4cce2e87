import { readYaml } from '@plimsoll/contract/yaml';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertingRule, RuleOptions, SloRules } from '../index.ts';
import { printPrometheusRule, printRules, readSloFile, rulesOf, ruleTestsOf } from '../index.ts';

const rules = (item: string, rest = '', options: Partial<RuleOptions> = {}): SloRules => {
  const slo = readSloFile('slo.yml', `service: quay\nslos:\n  - ${item}\n${rest}`)?.slos[0];
  if (!slo) throw new Error('no SLO');
  return rulesOf(slo, options);
};
const expr = ({ groups }: SloRules, record: string): string | undefined =>
  groups
    .flatMap((group) => group.rules)
    .flatMap((rule) => ('record' in rule && rule.record === record ? [rule.expr] : []))
    .at(0);
const alerts = ({ groups }: SloRules): AlertingRule[] => groups.flatMap((group) => group.rules).flatMap((rule) => ('alert' in rule ? [rule] : []));
const availability = '{ name: availability, sli: ok, target: 99.9, window: 30d }';
const latency = '{ name: latency_p95, sli: fast, target: 200ms, window: 30d }';

describe('recorded rates', () => {
  it('of a counter are 0, not absent, while no error was seen', () =>
    expect(expr(rules(availability, 'indicators: { ok: { counter: a_total, selector: \'job="quay"\', errors: \'code=~"5.."\' } }\n'), 'slo:errors:rate5m')).toBe(
      'sum(rate(a_total{job="quay",code=~"5.."}[5m])) or 0 * sum(rate(a_total{job="quay"}[5m]))',
    ));
  it('of a histogram are what took longer', () =>
    expect(expr(rules(latency, 'indicators: { fast: { histogram: a_seconds } }\n'), 'slo:errors:rate5m')).toBe(
      'clamp_min(sum(rate(a_seconds_count[5m])) - sum(rate(a_seconds_bucket{le="0.2"}[5m])), 0)',
    ));
  it('take the boundary in the unit of the metric, and a whole one as either Prometheus writes it', () => {
    expect(expr(rules(latency, 'indicators: { fast: { histogram: a_ms } }\n'), 'slo:errors:rate5m')).toContain(String.raw`le=~"200(\\.0)?"`);
    expect(expr(rules(latency.replace('200ms', '1s'), 'indicators: { fast: { histogram: a_seconds } }\n'), 'slo:errors:rate5m')).toContain(String.raw`le=~"1(\\.0)?"`);
  });
  it('of a native histogram ask for a fraction only where something was counted', () =>
    expect(expr(rules(latency, 'indicators: { fast: { histogram: a_seconds, native: true } }\n'), 'slo:errors:rate5m')).toBe(
      'clamp_min(histogram_count(sum(rate(a_seconds[5m]))) - histogram_fraction(0, 0.2, sum(rate(a_seconds[5m]))) * (histogram_count(sum(rate(a_seconds[5m]))) > 0) or 0 * histogram_count(sum(rate(a_seconds[5m]))), 0)',
    ));
  it('never put 0 in the place of a difference', () =>
    expect(expr(rules(availability, "indicators: { ok: { good: 'sum(rate(g[{{.window}}]))', total: 'sum(rate(t[{{.window}}]))' } }\n"), 'slo:errors:rate5m')).toBe(
      'clamp_min(sum((sum(rate(t[5m]))) - (sum(rate(g[5m])))), 0)',
    ));
  it('of long windows add up what is recorded, as the period does', () => {
    const all = rules(availability);
    expect(expr(all, 'slo:errors:rate3d')).toBe('sum_over_time(slo:errors:rate5m{slo_service="quay",slo_name="availability"}[3d]) * 0.000231481481481');
    expect(expr(all, 'slo:error_ratio:rate30d')).toMatch(/^avg_over_time\(slo:errors:rate5m.*\) \/ \(avg_over_time\(slo:total:rate5m.*\) > 0\)$/);
    expect(expr(all, 'slo:coverage:ratio30d')).toContain('[30d]) / 43200, 1)');
  });
  it('follow the metric names that are asked for', () => {
    expect(expr(rules(availability), 'slo:total:rate5m')).toBe('sum(rate(http_server_request_duration_seconds_count{job=~"(.+/)?quay"}[5m]))');
    expect(expr(rules(availability, '', { names: 'prometheus' }), 'slo:total:rate5m')).toBe('sum(rate(http_requests_total{job="quay"}[5m]))');
  });
});

describe('alerts', () => {
  it('have the factors of the window, and need so many errors', () => {
    const [page] = alerts(rules(availability));
    expect(page?.expr).toContain('slo:error_ratio:rate1h{slo_service="quay",slo_name="availability"} > 0.0144\n');
    expect(page?.expr).toContain('slo:errors:rate1h{slo_service="quay",slo_name="availability"} * 3600 >= 10');
    expect(alerts(rules(availability, '', { errorsMin: 0 }))[0]?.expr).not.toContain('>= 10');
  });
  it('tell a missing metric from missing buckets and from an empty budget', () =>
    expect(alerts(rules(latency)).map(({ alert, labels, forMs }) => `${alert} ${labels['severity'] ?? ''} ${forMs / 60_000}`)).toEqual([
      'SloBudgetBurn page 0',
      'SloBudgetBurn ticket 0',
      'SloBudgetExhausted ticket 5',
      'SloAbsent page 30',
      'SloNotMeasured ticket 10',
    ]));
});

describe('what is said instead of a rule', () => {
  it.each([
    ['{ name: throughput, target: 100, unit: req/s }', '', 'slo.yml:3: `throughput` is no share of good events; no error budget follows from it'],
    [
      latency,
      'indicators: { fast: { histogram: a_seconds, buckets: [0.1, 0.25] } }\n',
      'slo.yml:3: `latency_p95` needs a bucket of a_seconds that ends at 0.2; the nearest end at 0.1 and 0.25: add the boundary, or move the target to one',
    ],
    [latency, 'indicators: { fast: { counter: a_total, errors: \'x="1"\' } }\n', 'slo.yml:4: `latency_p95` is a latency, but its indicator counts requests (a_total); name a `histogram`'],
    ['{ name: availability, target: 100%, window: 30d }', '', 'slo.yml:3: `availability` promises 100 %, which leaves no budget to burn; promise less than 100 %'],
  ])('%s', (item, rest, note) => expect(rules(item, rest)).toMatchObject({ groups: [], notes: [note] }));
  it('a second objective of one name has none', () => {
    const text = `service: quay\nslos:\n  - ${availability}\n  - ${availability}\n`;
    const slo = readSloFile('slo.yml', text)?.slos[0];
    const found = slo && rulesOf(slo);
    expect([found?.groups.length, found?.notes.at(-1)]).toEqual([1, 'slo.yml:4: `availability` is the name of an earlier objective, too; no rules were written for this one']);
  });
  it('assumptions are said', () =>
    expect(rules('{ name: availability, target: 90 }').notes).toEqual([
      'slo.yml:3: `availability` states no window; the rules take 30 days',
      'slo.yml:3: `availability` names no indicator; the rules take the metric names of OpenTelemetry',
      'slo.yml:3: `availability` the page over 1 h is left out: at 90 % a total outage burns 10 times as fast as allowed, and it would fire above 14.4',
    ]));
});

it('are printed as a file and as an object of the operator', () => {
  const { groups } = rules(availability);
  expect(readYaml('r.yml', printRules(groups)).documents).toHaveLength(1);
  expect(printPrometheusRule('Quay API/slo', groups, { role: 'alert-rules' })).toMatch(
    /^apiVersion: monitoring.coreos.com\/v1\nkind: PrometheusRule\nmetadata:\n {2}name: quay-api-slo\n {2}labels:\n {4}role: alert-rules\nspec:\n {2}groups:\n/,
  );
});

it('any name gives YAML that says the same', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (name) => {
      const { groups } = rules(availability);
      const named = groups.map((group) => ({ ...group, name }));
      const { documents, unread } = readYaml('r.yml', printRules(named));
      const root = documents[0]?.root;
      const first = root?.kind === 'mapping' ? root.entries[0]?.value : undefined;
      const group = first?.kind === 'sequence' ? first.items[0] : undefined;
      const value = group?.kind === 'mapping' ? group.entries[0]?.value : undefined;
      return unread.length === 0 && value?.kind === 'scalar' && value.value === name;
    }),
    { numRuns: 200 },
  ));

describe('the series that tests are fed with', () => {
  const series = (indicator: string): string[] =>
    [...ruleTestsOf(rules(availability, `indicators: { ok: ${indicator} }\n`), 'r.yml').text.matchAll(/series: (.*)/g)].map((match) => match[1] ?? '').filter((name) => !name.includes('something'));
  it.each([
    ['{ counter: a_total, selector: \'job="quay"\', errors: \'code=~"5.."\' }', 'a_total{job="quay",code="500"}'],
    ['{ counter: a_total, errors: \'code!~"2..|3.."\' }', 'a_total{code="200"}'],
    ['{ counter: a_total, errors: \'ok!="yes"\' }', 'a_total{ok="yes"}'],
    ["{ errors: 'sum(rate(bad[{{.window}}]))', total: 'sum(rate(all[{{.window}}]))' }", 'bad'],
  ])('%s', (indicator, expected) => expect(series(indicator).join(' ')).toContain(expected));
  it.each(['{ counter: a_total, errors: \'code=~"("\' }', "{ errors: 'x(y[{{.window}}])', total: 'z[{{.window}}]' }", '{ error_ratio: "x[{{.window}}]" }'])('%s says nothing of them', (indicator) => {
    const tests = ruleTestsOf(rules(availability, `indicators: { ok: ${indicator} }\n`), 'r.yml');
    expect(tests.notes).toEqual(['quay: only a missing metric is tested for `availability`: its queries do not say which series they read']);
  });
});
