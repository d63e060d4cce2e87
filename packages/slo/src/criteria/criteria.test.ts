import { describe, expect, it } from 'vitest';
import type { CriteriaOfSlos } from '../index.ts';
import { criteriaOf, readSloFile } from '../index.ts';

const held = (text: string, file = 'docs/slos/pay.yml'): CriteriaOfSlos => criteriaOf(readSloFile(file, text)?.slos ?? []);
const one = (item: string): CriteriaOfSlos => held(`service: pay\nslos:\n  - ${item}\n`);

describe('limits of a load test from SLO files', () => {
  it("takes the principle's own shape whole, with the line of each target", () => {
    const { criteria, notes } = held(`service: pay
slos:
  - { name: availability, sli: success_rate, target: 99.9, window: 30d }
  - { name: latency_p95, sli: request_latency_p95, target: 200, unit: ms, window: 30d }
  - { name: throughput, target: 1000, unit: req/s }
`);
    expect(criteria.map(({ name, endpoint, metric, source }) => [name, endpoint, metric, source?.line, source?.column])).toEqual([
      ['availability', '*', { kind: 'error-share', limitShare: 0.001 }, 3, 54],
      ['latency_p95', '*', { kind: 'latency', quantile: 0.95, limitMs: 200 }, 4, 60],
      ['throughput', '*', { kind: 'throughput', limitPerSecond: 1000 }, 5, 33],
    ]);
    expect(notes).toEqual([]);
  });
  it('takes a share within a duration as the quantile it is', () =>
    expect(one('{ name: fast, sli: request latency, threshold: 200ms, target: 95 }').criteria[0]?.metric).toEqual({ kind: 'latency', quantile: 0.95, limitMs: 200 }));
  it('takes an error rate as it stands', () => expect(one('{ name: error_rate, target: 0.1% }').criteria[0]?.metric).toEqual({ kind: 'error-share', limitShare: 0.001 }));
  it('takes other shapes alike', () =>
    expect(
      held(
        "version: prometheus/v1\nservice: pay\nslos:\n  - name: latency\n    objective: 99\n    sli: { events: { error_query: 'sum(rate(a_seconds_count[{{.window}}])) - sum(rate(a_seconds_bucket{le=\"0.5\"}[{{.window}}]))', total_query: 'sum(rate(a_seconds_count[{{.window}}]))' } }\n",
      ).criteria[0]?.metric,
    ).toEqual({ kind: 'latency', quantile: 0.99, limitMs: 500 }));
  it('says which line counts moments', () =>
    expect(one('{ name: latency_p95, threshold: 200ms, target: 99 }')).toMatchObject({
      criteria: [{ metric: { kind: 'latency', quantile: 0.95, limitMs: 200 } }],
      notes: ['docs/slos/pay.yml:3: `latency_p95` is held as P95 <= 200 ms; its target of 99 % counts moments, and a load test counts requests'],
    }));
});

describe('what cannot be held against a load test is said', () => {
  it.each([
    ['{ name: freshness, target: 99% }', '`freshness` is neither availability, latency nor throughput; a load test does not measure it'],
    ['{ name: latency_p95, sli: x }', '`latency_p95` states no duration; a latency is held as `target: 200` with `unit: ms`'],
    ['{ name: availability, sli: up }', '`availability` states no share of good requests; an availability is held as `target: 99.9`'],
    ['{ name: throughput, sli: rps }', '`throughput` states no rate; a throughput is held as `target: 1000/s`'],
    ['{ name: latency, sli: request latency, target: 200ms }', '`latency` states no share between 0 and 1 of the requests that keep the duration; name it `latency_p95`, or write `quantile: 0.95`'],
  ])('%s', (item, message) => expect(one(item)).toEqual({ criteria: [], notes: [`docs/slos/pay.yml:3: ${message}`] }));
  it('a page is none', () =>
    expect(held('# SLO: pay\n\n| Indicator | Target |\n|---|---|\n| latency | P95 < 200 ms |\n', 'docs/slo.md')).toEqual({
      criteria: [],
      notes: ['docs/slo.md:3: a page, not a file of objectives; no limit was taken from it'],
    }));
});
