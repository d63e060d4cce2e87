import { httpBoundaries } from '../boundaries.ts';
import type { Attributes, Family, MetricSource } from '../family.ts';
import { createHistogram } from '../histogram.ts';
import type { Histogram } from '../histogram.ts';

/** How metrics are called: OpenTelemetry's conventions, or the usual names of Prometheus' client libraries. `plimsoll slo rules --names` has the same two. */
export type MetricNames = 'otel' | 'prometheus';

export interface ServerMetricsOptions {
  readonly names?: MetricNames | undefined;
  /** Upper boundaries in seconds, ascending; `boundariesAt(targets)` puts one at every latency target of an SLO. */
  readonly boundaries?: readonly number[] | undefined;
  /** What `url.scheme` says; `http` behind a proxy that ends TLS. */
  readonly scheme?: 'http' | 'https' | undefined;
  /** Series at most; what comes later is counted in one of its own, so that a flood of routes or statuses ends in bounded memory. */
  readonly seriesMax?: number | undefined;
}

/** Requests that a server has served. */
export interface ServerMetrics extends MetricSource {
  /**
   * Counts one request. `route` is the pattern that matched and never the path, which has no end of values; null when there is none. `status`
   * is null when the client left before there was one.
   */
  observe(method: string, route: string | null, status: number | null, seconds: number): void;
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY']);

interface Series {
  readonly attributes: Attributes;
  readonly duration: Histogram;
}

/** Durations of HTTP requests under the names that the SLO rules ask for, without further set-up. Throws `ERR_PLIMSOLL_OPTION` for boundaries that are not ascending. */
export function createServerMetrics({ names = 'otel', boundaries = httpBoundaries, scheme = 'http', seriesMax = 2000 }: ServerMetricsOptions = {}): ServerMetrics {
  const series = new Map<string, Series>();
  const overflow: Series = { attributes: { 'otel.metric.overflow': true }, duration: createHistogram(boundaries) };
  let overflowed = false;

  const seriesOf = (method: string, route: string | null, status: number | null): Series => {
    const key = `${method} ${status} ${route}`;
    const found = series.get(key);
    if (found) return found;
    if (series.size >= seriesMax) {
      overflowed = true;
      return overflow;
    }
    const made = { attributes: (names === 'otel' ? otelAttributes : prometheusAttributes)(methods.has(method) ? method : '_OTHER', route, status, scheme), duration: createHistogram(boundaries) };
    series.set(key, made);
    return made;
  };

  return {
    observe: (method, route, status, seconds) => seriesOf(methods.has(method) ? method : '_OTHER', route, status).duration.record(seconds),
    collect() {
      const all = overflowed ? [...series.values(), overflow] : [...series.values()];
      const points = all.map(({ attributes, duration }) => ({ attributes, value: duration.value() }));
      const histogram: Family = {
        kind: 'histogram',
        name: names === 'otel' ? 'http.server.request.duration' : 'http.request.duration',
        unit: 's',
        description: 'Duration of HTTP server requests.',
        points,
      };
      if (names === 'otel') return [histogram];
      return [histogram, { kind: 'counter', name: 'http.requests', unit: '{request}', description: 'HTTP requests served.', points: points.map(({ attributes, value }) => ({ attributes, value: value.count })) }]; // prettier-ignore
    },
  };
}

/** Semantic conventions of OpenTelemetry 1.23 and later, http.server.request.duration. */
function otelAttributes(method: string, route: string | null, status: number | null, scheme: string): Attributes {
  return {
    'http.request.method': method,
    'url.scheme': scheme,
    ...(route === null ? {} : { 'http.route': route }),
    ...(status === null ? { 'error.type': 'client_left' } : { 'http.response.status_code': status }),
    ...(status !== null && status >= 500 ? { 'error.type': String(status) } : {}),
  };
}

function prometheusAttributes(method: string, route: string | null, status: number | null): Attributes {
  return { method, ...(route === null ? {} : { route }), ...(status === null ? {} : { code: status }) };
}
