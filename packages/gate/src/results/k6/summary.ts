import type { EndpointSummary, Measurement } from '@plimsoll/contract';
import { allEndpoints } from '@plimsoll/contract';
import { endpointOf } from '../endpoint.ts';
import type { Format, FormatName, ReadContext } from '../format.ts';
import type { Fields } from '../json.ts';
import { documentReader, fieldsOf, listOf, numberOf, textOf } from '../json.ts';
import { summaryMeasurement, summaryOf } from '../measured.ts';
import { k6Errors } from './judge.ts';

/** Metric name, submetrics with their tags included, to its values: what the three shapes have in common. */
type Metrics = ReadonlyMap<string, Fields>;

/** `--summary-export`: values stand directly under the metric. A threshold of `true` there means that it was crossed, so none is read. */
export const k6SummaryExport: Format = {
  name: 'k6-summary-export',
  recognises: (_file, head) => (/"root_group"\s*:/.test(head) && !isHandleSummary(head) ? true : /^\s*\{\s*"metrics"\s*:\s*\{/.test(head) && /"http_req|"vus/.test(head) && !isHandleSummary(head)),
  open: (context) =>
    documentReader(context, (document) =>
      read(
        context,
        'k6-summary-export',
        metricsOf(document, (metric) => metric),
        {},
      ),
    ),
};

/** What `handleSummary(data)` is given. */
export const k6HandleSummary: Format = {
  name: 'k6-handle-summary',
  recognises: (_file, head) => /"root_group"\s*:|"metrics"\s*:/.test(head) && isHandleSummary(head),
  open: (context) =>
    documentReader(context, (document) =>
      read(
        context,
        'k6-handle-summary',
        metricsOf(document, (metric) => fieldsOf(metric['values']) ?? {}),
        { durationMs: numberOf(fieldsOf(document['state'])?.['testRunDurationMs']) },
      ),
    ),
};

/** `--new-machine-readable-summary --summary-export FILE`. Its trends have no P99, whatever summaryTrendStats says. */
export const k6Summary: Format = {
  name: 'k6-summary',
  recognises: (_file, head) => /"k6_?version"\s*:/i.test(head) || (/"execution"\s*:\s*"/.test(head) && /"config"\s*:/.test(head) && /"duration"\s*:/.test(head)),
  open: (context) =>
    documentReader(context, (document) => {
      const metadata = fieldsOf(document['metadata']);
      const seconds = numberOf(fieldsOf(document['config'])?.['duration']);
      const metrics = new Map<string, Fields>();
      for (const each of listOf(fieldsOf(document['results'])?.['metrics'])) {
        const metric = fieldsOf(each);
        const values = fieldsOf(metric?.['values']);
        if (metric && values) metrics.set(textOf(metric['name']) ?? '', values);
      }
      return read(context, 'k6-summary', metrics, {
        version: textOf(metadata?.['k6_version']) ?? textOf(metadata?.['k6Version']),
        durationMs: seconds === null ? null : seconds * 1000,
      });
    }),
};

function isHandleSummary(head: string): boolean {
  return /"testRunDurationMs"\s*:|"contains"\s*:/.test(head) && !/"k6_?version"/i.test(head);
}

function metricsOf(document: Fields, values: (metric: Fields) => Fields): Metrics {
  return new Map(Object.entries(fieldsOf(document['metrics']) ?? {}).flatMap(([name, metric]) => (fieldsOf(metric) ? [[name, values(fieldsOf(metric) ?? {})] as const] : [])));
}

function read(context: ReadContext, format: FormatName, metrics: Metrics, known: { readonly version?: string | null; readonly durationMs?: number | null }): Measurement | null {
  const duration = metrics.get('http_req_duration');
  if (!duration) {
    context.unread(null, 'has no metric http_req_duration: the test sent no HTTP request, or the file was cut down');
    return null;
  }
  const summaries: EndpointSummary[] = [];
  const notes: string[] = [];
  for (const [name, values] of metrics) {
    const endpoint = name === 'http_req_duration' ? allEndpoints : endpointIn(name);
    if (endpoint === null) continue;
    const tags = name.slice('http_req_duration'.length);
    const failed = metrics.get(`http_req_failed${tags}`);
    const count = countOf(metrics.get(`http_reqs${tags}`)) ?? countOf(values) ?? (failed ? totalOf(failed) : null);
    if (count === null) {
      notes.push(`${name} has percentiles and no number of requests: left out; a threshold on http_reqs${tags} makes k6 write it`);
      continue;
    }
    summaries.push(
      summaryOf(endpoint, count, failed ? failedOf(failed) : null, { meanMs: numberOf(values['avg']), minMs: numberOf(values['min']), maxMs: numberOf(values['max']) }, percentilesOf(values)),
    );
  }
  const dropped = countOf(metrics.get('dropped_iterations'));
  if (dropped) notes.push(`${dropped} iterations were dropped because no virtual user was free: the latencies leave out what those would have waited`);
  if (!summaries.some((each) => each.percentiles.some(({ quantile }) => quantile === 0.99)))
    notes.push(format === 'k6-summary' ? 'this kind of summary has no P99: use --out json to judge it' : "no P99: add 'p(99)' to summaryTrendStats, or use --out json");
  return summaryMeasurement(context, summaries, {
    tool: 'k6',
    ...known,
    format,
    model: 'unknown',
    notes,
    evidence: { kind: 'percentiles', relativeError: 0, resolutionMs: 0, latencyFrom: 'actual-start', latencyUntil: 'last-byte', errorDefinition: k6Errors, timeBase: 'none' },
  });
}

/** `http_req_duration{name:GET /berths}` is an endpoint; other submetrics (by status, scenario) are not. */
function endpointIn(metric: string): string | null {
  const name = /^http_req_duration\{name:([^,}]+)\}$/.exec(metric);
  return name?.[1] ? endpointOf(name[1], null) : null;
}

function percentilesOf(values: Fields): readonly (readonly [number, number | null])[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const percent = /^p\(?(\d+(?:\.\d+)?)\)?$/.exec(key)?.[1] ?? (key === 'med' ? '50' : null);
    return percent === null ? [] : [[Number(percent) / 100, numberOf(value)] as const];
  });
}

function countOf(values: Fields | undefined): number | null {
  return numberOf(values?.['count']);
}

/** The rate counts what is true: `passes` of http_req_failed are the failed requests. */
function failedOf(rate: Fields): number | null {
  return numberOf(rate['passes']) ?? numberOf(rate['matches']);
}

function totalOf(rate: Fields): number | null {
  const [passes, fails] = [numberOf(rate['passes']), numberOf(rate['fails'])];
  return numberOf(rate['total']) ?? (passes === null || fails === null ? null : passes + fails);
}
