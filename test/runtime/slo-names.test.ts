import { readSloFile, rulesOf } from '@plimsoll/slo';
import { boundariesAt, createServerMetrics, latencyTargetsMs, prometheusText } from '@plimsoll/runtime/telemetry';
import type { MetricNames } from '@plimsoll/runtime/telemetry';
import { describe, expect, it } from 'vitest';

const file = readSloFile(
  'docs/slos/payment-api.yml',
  `service: payment-api
slos:
  - { name: availability, sli: success_rate, target: 99.9, window: 30d }
  - { name: latency_p95, sli: request_latency_p95, target: 200, unit: ms, window: 30d }
  - { name: latency_p99, sli: request_latency_p99, target: 1337, unit: ms, window: 30d }
`,
);
const slos = file?.slos.filter((slo) => slo.kind !== 'document') ?? [];

describe.each<MetricNames>(['otel', 'prometheus'])('the rules of `plimsoll slo rules --names %s`', (names) => {
  const metrics = createServerMetrics({ names, boundaries: boundariesAt(latencyTargetsMs(slos)) });
  metrics.observe('POST', '/payments', 200, 0.15);
  metrics.observe('POST', '/payments', 503, 0.4);
  const text = prometheusText(metrics);
  const series = text.split('\n').flatMap((line) => {
    const [, name, labels] = /^(\w+)\{(.*)\} /.exec(line) ?? [];
    return name === undefined || labels === undefined ? [] : [{ name, labels }];
  });
  const queries = slos.flatMap((slo) => rulesOf(slo, { names }).groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)));
  const asked = queries.flatMap((expr) => [...expr.matchAll(/\b(?<name>http_\w+)\{(?<matchers>[^}]*)\}/g)].map(({ groups }) => groups ?? {}));

  it('ask for metrics of this process', () => {
    expect(asked.length).toBeGreaterThan(0);
    expect([...new Set(asked.map(({ name }) => name))].filter((name) => !series.some((each) => each.name === name))).toEqual([]);
  });

  it('find a series for every label they match, but for the job that the scraper adds', () => {
    const missing = asked.filter(({ name, matchers = '' }) => {
      const wanted = [...matchers.matchAll(/(\w+)(=~?)"((?:[^"\\]|\\.)*)"/g)].filter(([, label]) => label !== 'job');
      return !series.some(
        (each) =>
          each.name === name &&
          wanted.every(([, label, operator, value = '']) => {
            const own = new RegExp(String.raw`(?:^|,)${label}="([^"]*)"`).exec(each.labels)?.[1];
            return own !== undefined && (operator === '=' ? own === value : new RegExp(`^(?:${value.replaceAll('\\\\', '\\')})$`).test(own));
          }),
      );
    });
    expect(missing).toEqual([]);
  });

  it('find a bucket that ends at each target', () => expect([...text.matchAll(/le="([^"]+)"/g)].map(([, end]) => end)).toEqual(expect.arrayContaining(['0.2', '1.337'])));
});

it('without boundaries for the SLO the bucket of its target is missing: the test above can fail', () => {
  const metrics = createServerMetrics();
  metrics.observe('POST', '/payments', 200, 0.15);
  expect(prometheusText(metrics)).not.toContain('le="0.2"');
});
