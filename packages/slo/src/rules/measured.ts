import type { Source } from '@plimsoll/contract';
import type { Indicator } from '../indicator/indicator.ts';
import type { Objective } from '../objectives.ts';
import { counterRates, eventRates, histogramRates } from './rates.ts';
import type { Rates } from './rates.ts';
import { plain } from './range.ts';

/** How metrics are called where the file names none: OpenTelemetry's HTTP conventions as Prometheus receives them, or the usual names of client libraries. */
export type MetricNames = 'otel' | 'prometheus';

/** Upper boundaries in seconds that the semantic conventions of OpenTelemetry advise for http.server.request.duration. None ends at 0.2. */
export const otelBoundaries: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** What an objective's rules are computed from. */
export type Measured =
  | { readonly kind: 'rates'; readonly rates: Rates; readonly indicator: Exclude<Indicator, { kind: 'ratio' }>; readonly threshold: number | null }
  | { readonly kind: 'ratio'; readonly errorRatio: string; readonly indicator: Extract<Indicator, { kind: 'ratio' }> }
  | { readonly kind: 'not'; readonly why: string; readonly source: Source };

/** How this objective is measured, or why it cannot be. */
export function measuredBy(objective: Objective, service: string, names: MetricNames): Measured {
  const { source } = objective;
  if (objective.kind === 'throughput' || (objective.kind === 'other' && !objective.indicator)) return not('is no share of good events; no error budget follows from it', source);
  if (!objective.indicator && objective.indicatorLost !== undefined) return not(objective.indicatorLost, source);
  const indicator = objective.indicator ?? defaultIndicator(objective, service, names);
  if (indicator.kind === 'ratio') return { kind: 'ratio', errorRatio: indicator.errorRatio, indicator };
  if (indicator.kind === 'events') return { kind: 'rates', rates: eventRates(indicator), indicator, threshold: null };
  if (objective.kind === 'latency') {
    if (indicator.kind === 'counter') return not(`is a latency, but its indicator counts requests (${indicator.metric}); name a \`histogram\``, indicator.source);
    return latency(objective, indicator);
  }
  if (indicator.kind === 'counter') return { kind: 'rates', rates: counterRates(indicator), indicator, threshold: null };
  if (indicator.failed === null || indicator.native) return not('counts failed requests, but its indicator is a histogram of durations; name a `counter` with `errors`', indicator.source);
  const counter = { kind: 'counter', metric: `${indicator.metric}_count`, selector: indicator.selector, errors: indicator.failed, source: indicator.source } as const;
  return { kind: 'rates', rates: counterRates(counter), indicator: counter, threshold: null };
}

function latency(objective: Objective, indicator: Extract<Indicator, { kind: 'histogram' }>): Measured {
  if (!objective.thresholdMs) return not('states no duration; write `target: 200` with `unit: ms`', objective.source);
  const threshold = indicator.unit === 's' ? Number((objective.thresholdMs.value / 1000).toPrecision(12)) : objective.thresholdMs.value;
  const { boundaries } = indicator;
  if (boundaries && !indicator.native && !boundaries.includes(threshold)) {
    const below = boundaries.findLast((each) => each < threshold);
    const above = boundaries.find((each) => each > threshold);
    const nearest = [below, above].flatMap((each) => (each === undefined ? [] : [plain(each)])).join(' and ');
    return not(`needs a bucket of ${indicator.metric} that ends at ${plain(threshold)}; the nearest end at ${nearest}: add the boundary, or move the target to one`, objective.thresholdMs.source);
  }
  return { kind: 'rates', rates: histogramRates(indicator, threshold), indicator, threshold };
}

function not(why: string, source: Source): Measured {
  return { kind: 'not', why, source };
}

/**
 * OpenTelemetry semantic conventions 1.23 and later: http.server.request.duration in seconds with http.response.status_code; Prometheus
 * receives `job` as service.namespace/service.name. A status of 5xx counts as failed.
 */
function defaultIndicator({ kind, source }: Objective, service: string, names: MetricNames): Exclude<Indicator, { kind: 'ratio' | 'events' }> {
  const metric = names === 'otel' ? 'http_server_request_duration_seconds' : 'http_request_duration_seconds';
  const escaped = service.replace(/[\\"]/g, '');
  const selector = names === 'otel' ? `job=~"(.+/)?${escaped.replace(/[.*+?^$(){}|[\]]/g, String.raw`\\$&`)}"` : `job="${escaped}"`;
  if (kind === 'latency') return { kind: 'histogram', metric, selector, native: false, unit: 's', boundaries: null, failed: null, source };
  const errors = names === 'otel' ? 'http_response_status_code=~"5.."' : 'code=~"5.."';
  return { kind: 'counter', metric: names === 'otel' ? `${metric}_count` : 'http_requests_total', selector, errors, source };
}
