import { readFileSync } from 'node:fs';

/** What `handleSummary` of the load test writes. */
export interface Summary {
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly errorRate: number;
  readonly requests: number;
}

interface Metrics {
  readonly metrics: Readonly<Record<string, { readonly values: Readonly<Record<string, number>> } | undefined>>;
}

export function readSummary(file: string): Summary {
  const { metrics } = JSON.parse(readFileSync(file, 'utf8')) as Metrics;
  const value = (metric: string, name: string): number => {
    const found = metrics[metric]?.values[name];
    if (found === undefined) throw new Error(`${file} has no ${name} of ${metric}`);
    return found;
  };
  return {
    p95Ms: value('http_req_duration', 'p(95)'),
    p99Ms: value('http_req_duration', 'p(99)'),
    errorRate: value('http_req_failed', 'rate'),
    requests: value('http_reqs', 'count'),
  };
}
