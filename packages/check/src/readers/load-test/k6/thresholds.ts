import type { LoadTestCriterion } from '../../../facts/index.ts';
import type { Value } from './value.ts';

export interface Criteria {
  readonly criteria: readonly LoadTestCriterion[];
  readonly open: string | null; // why there may be more than these
}

/** `thresholds: { http_req_duration: ['p(95)<500', { threshold: 'avg<200', abortOnFail: true }] }`. `trends`: custom metrics that hold times. */
export function criteriaOf(thresholds: Value, trends: ReadonlySet<string>): Criteria {
  if (thresholds.is !== 'object') return { criteria: [], open: thresholds.is === 'open' ? thresholds.reason : 'thresholds are no object' };
  const criteria: LoadTestCriterion[] = [];
  let open = thresholds.complete ? null : 'thresholds take in another object';
  for (const [metric, value] of thresholds.entries) {
    for (const each of value.is === 'list' ? value.items : [value]) {
      const expression = each.is === 'object' ? each.entries.get('threshold') : each;
      if (expression?.is !== 'text') {
        open ??= expression?.is === 'open' ? expression.reason : `the threshold of ${metric} is no text`;
        continue;
      }
      const abort = each.is === 'object' ? each.entries.get('abortOnFail') : undefined;
      criteria.push(criterion(metric, expression.text, abort?.is === 'flag' && abort.flag, each.source, trends));
    }
  }
  return { criteria, open };
}

const expressionShape = /^\s*(avg|min|med|max|count|rate|value|p\(\s*(\d+(?:\.\d+)?)\s*\))\s*(===?|!=|<=?|>=?)\s*(-?\d+(?:\.\d+)?)\s*$/;

function criterion(name: string, expression: string, aborts: boolean, source: LoadTestCriterion['source'], trends: ReadonlySet<string>): LoadTestCriterion {
  const metric = name.replace(/\{.*$/s, '').trim();
  const tags = name.includes('{') ? `${name} ` : '';
  const match = expressionShape.exec(expression);
  const aggregate = match?.[1] ?? '';
  const quantile = match?.[2] !== undefined ? Number((Number(match[2]) / 100).toPrecision(10)) : aggregate === 'med' ? 0.5 : null;
  return { metric, kind: kindOf(metric, aggregate, trends), quantile, limit: match ? Number(match[4]) : null, aborts, source, says: `${tags}${expression.trim()}` };
}

const durations =
  /^(?:http_req_(?:duration|waiting|blocked|connecting|receiving|sending|tls_handshaking)|iteration_duration|group_duration|grpc_req_duration|ws_(?:connecting|ping|session_duration)|browser_web_vital_(?:lcp|fcp|ttfb|inp|fid)|browser_http_req_duration)$/;

function kindOf(metric: string, aggregate: string, trends: ReadonlySet<string>): LoadTestCriterion['kind'] {
  if (metric === 'checks') return 'checks';
  if (metric === 'http_req_failed' || metric === 'browser_http_req_failed') return 'errors';
  if (metric === 'http_reqs' || metric === 'iterations') return 'throughput';
  if (durations.test(metric) || trends.has(metric)) return 'latency';
  if (aggregate === 'rate' && /err|fail/i.test(metric)) return 'errors';
  if (/^(?:p\(|avg|med|max)/.test(aggregate) && /duration|latency|response|_time|_ms$/i.test(metric)) return 'latency';
  return 'other';
}
