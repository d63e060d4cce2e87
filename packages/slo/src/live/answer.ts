import type { PrometheusAnswer, PrometheusFailure, PrometheusFlags, PrometheusSample, PrometheusSeries } from './api.ts';

/** More series than any question here needs; a query that gives more is one about something else. */
const seriesMax = 20_000;

/**
 * The body of `/api/v1/query` or `/api/v1/query_range` (https://prometheus.io/docs/prometheus/latest/querying/api/). Whatever is not of
 * that form is a failure and never an empty answer: an empty one says that there are no such series.
 */
export function answerOf(body: unknown): PrometheusAnswer {
  const data = dataOf(body);
  if (!data.ok) return data;
  if (!isRecord(data.data)) return strange('`data` is missing');
  const { resultType, result } = data.data;
  if (!Array.isArray(result)) return strange('`data.result` is no list');
  if (resultType === 'scalar') {
    const sample = sampleOf(result);
    return sample ? { ok: true, series: [{ labels: {}, samples: [sample] }], warnings: data.warnings } : strange('a scalar is no number');
  }
  if (resultType !== 'vector' && resultType !== 'matrix') return strange(`a result of type ${String(resultType).slice(0, 20)}`);
  if (result.length > seriesMax) return { ok: false, failure: 'too-large', why: `it answered ${result.length} series, more than ${seriesMax}` };
  const series: PrometheusSeries[] = [];
  for (const each of result as readonly unknown[]) {
    const one = isRecord(each) ? seriesOf(each) : null;
    if (!one) return strange('a series without samples');
    series.push(one);
  }
  return { ok: true, series, warnings: data.warnings };
}

/** The body of `/api/v1/status/flags`. */
export function flagsOf(body: unknown): PrometheusFlags {
  const data = dataOf(body);
  if (!data.ok) return data;
  if (!isRecord(data.data)) return strange('`data` is missing');
  return { ok: true, flags: new Map(Object.entries(data.data).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))) };
}

function dataOf(body: unknown): { readonly ok: true; readonly data: unknown; readonly warnings: readonly string[] } | PrometheusFailure {
  if (!isRecord(body)) return strange('no JSON object');
  if (body['status'] === 'error') return { ok: false, failure: 'refused', why: `${text(body['errorType'])}: ${text(body['error'])}` };
  if (body['status'] !== 'success') return strange('`status` is neither success nor error');
  const warnings = Array.isArray(body['warnings']) ? body['warnings'].map((each) => text(each)) : [];
  return { ok: true, data: body['data'], warnings };
}

function seriesOf({ metric, value, values, histogram, histograms }: Record<string, unknown>): PrometheusSeries | null {
  if (histogram !== undefined || histograms !== undefined) return null; // a native histogram where a number is needed
  const labels = isRecord(metric) ? Object.fromEntries(Object.entries(metric).flatMap(([name, each]) => (typeof each === 'string' ? [[name, each]] : []))) : {};
  const listed = value === undefined ? values : [value];
  if (!Array.isArray(listed)) return null;
  const samples = (listed as readonly unknown[]).map((each) => sampleOf(each));
  return samples.every((sample) => sample !== null) ? { labels, samples } : null;
}

function sampleOf(pair: unknown): PrometheusSample | null {
  if (!Array.isArray(pair) || pair.length !== 2) return null;
  const [seconds, value] = pair as readonly unknown[];
  if (typeof seconds !== 'number' || typeof value !== 'string') return null;
  const number = value === '+Inf' ? Infinity : value === '-Inf' ? -Infinity : Number(value);
  return value.trim() === '' || (Number.isNaN(number) && value !== 'NaN') ? null : { atMs: Math.round(seconds * 1000), value: number };
}

function strange(what: string): PrometheusFailure {
  return { ok: false, failure: 'refused', why: `this is no answer of a Prometheus: ${what}` };
}

function text(value: unknown): string {
  return typeof value === 'string' ? printable(value.slice(0, 300)) : 'no reason given';
}

/** What a server says is printed to terminals, and must not steer them. */
export function printable(said: string): string {
  return said.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
