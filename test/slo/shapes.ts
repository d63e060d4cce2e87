/** SLO files of every shape, written by us from the documented forms. Each is small: promtool evaluates every rule of a file for every test. */
export interface Shape {
  readonly name: string;
  readonly text: string;
  readonly options?: { readonly names?: 'otel' | 'prometheus'; readonly table?: 'google' | 'waf++' };
}

const dp5 = (item: string, rest = ''): string => `service: quay-api\nslos:\n  - ${item}\n${rest}`;

const sloth = (errors: string, total: string): string => `version: prometheus/v1
service: quay
slos:
  - name: requests
    objective: 99.5
    sli:
      events:
        error_query: ${errors}
        total_query: ${total}
`;

export const shapes: readonly Shape[] = [
  { name: 'availability of OpenTelemetry', text: dp5('{ name: availability, sli: success_rate, target: 99.9, window: 30d }') },
  { name: 'latency of client libraries', text: dp5('{ name: latency_p95, sli: request_latency_p95, target: 200, unit: ms, window: 28d }'), options: { names: 'prometheus' } },
  {
    name: 'latency at a whole second, failed requests count as slow',
    text: dp5(
      '{ name: latency_p99, sli: slow, target: 1s, window: 30d }',
      'indicators:\n  slow: { histogram: quay_seconds, selector: \'{job="quay"}\', buckets: [0.5, 1], failed: \'code=~"5..|0"\' }\n',
    ),
  },
  {
    name: 'a counter with negations',
    text: dp5('{ name: success, sli: jobs, target: 99, window: 7d }', 'indicators:\n  jobs: { counter: jobs_total, selector: \'queue!="test"\', errors: \'result!~"ok|skipped"\' }\n'),
  },
  { name: 'a target that no page reaches', text: dp5('{ name: availability, target: 80%, window: 30d }') },
  { name: 'a calendar month, the table of WAF++', text: dp5('{ name: availability, target: 99.95, window: { calendar: month, time_zone: Europe/Berlin } }'), options: { table: 'waf++' } },
  { name: 'Sloth, one counter', text: sloth('\'sum(rate(http_requests_total{job="quay",code=~"(5..|429)"}[{{.window}}]))\'', '\'sum(rate(http_requests_total{job="quay"}[{{.window}}]))\'') },
  {
    name: 'Sloth, the difference of two',
    text: sloth('\'sum(rate(quay_seconds_count[{{.window}}])) - sum(rate(quay_seconds_bucket{le="0.2"}[{{.window}}]))\'', "'sum(rate(quay_seconds_count[{{.window}}]))'"),
  },
  {
    name: 'OpenSLO, good over total',
    text: `apiVersion: openslo/v1
kind: SLO
metadata: { name: quotes }
spec:
  service: quay
  timeWindow: [{ duration: 4w, isRolling: true }]
  budgetingMethod: Occurrences
  indicator: { spec: { ratioMetric: { good: { metricSource: { spec: { query: quotes_good_total } } }, total: { metricSource: { spec: { query: quotes_total } } } } } }
  objectives: [{ target: 0.98 }]
`,
  },
  {
    name: 'OpenSLO v1alpha, good events by a label of the same counter',
    text: `apiVersion: openslo/v1alpha
kind: SLO
metadata: { name: quotes }
spec:
  service: quay
  timeWindows: [{ count: 30, unit: Day }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.99, ratioMetrics: { good: { query: 'sum(rate(quotes_total{code!~"(5..|429)"}[{{.window}}]))' }, total: { query: 'sum(rate(quotes_total[{{.window}}]))' } } }]
`,
  },
  {
    name: 'Sloth, pages switched off',
    text: `${sloth('\'sum(rate(http_requests_total{code="500"}[{{.window}}]))\'', "'sum(rate(http_requests_total[{{.window}}]))'")}    alerting: { name: Quay, page_alert: { disable: true } }\n`,
  },
  {
    name: 'Pyrra, errors over total',
    text: 'apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: { name: tides }\nspec: { target: "99", window: 2w, indicator: { ratio: { errors: { metric: \'tides_total{code=~"5.."}\' }, total: { metric: tides_total } } } }\n',
  },
];

/** Shapes whose series the notation of this promtool cannot give; their rules are checked, and a missing metric is tested. */
export const untestedShapes: readonly Shape[] = [
  { name: 'a native histogram', text: dp5('{ name: latency_p95, sli: fast, target: 200ms, window: 30d }', 'indicators:\n  fast: { histogram: quay_seconds, native: true, failed: \'code="500"\' }\n') },
  {
    name: 'a ratio of somebody else',
    text: dp5('{ name: availability, sli: probe, target: 99, window: 30d }', 'indicators:\n  probe: { error_ratio: "1 - avg(avg_over_time(probe_success[{{.window}}]))" }\n'),
  },
  { name: 'queries of no simple form', text: sloth('"sum by (zone) (rate(a_total[{{.window}}])) * 2"', '"sum by (zone) (rate(b_total[{{.window}}])) * 2"') },
];
