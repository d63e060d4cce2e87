/** A histogram of request durations that the service's code keeps. */
export interface DraftHistogram {
  readonly name: string;
  readonly unit: 's' | 'ms';
  readonly native: boolean;
  readonly boundaries: readonly number[]; // in its unit; empty: not known
  readonly place: string; // src/metrics.ts:12
}

const wantedMs = { p95: 200, p99: 500 };

/** A first SLO file, for docs/slos: objectives where the buckets end, so that they can be counted from the first day on. `otelBoundaries` are in seconds. */
export function sloDraft(service: string, histogram: DraftHistogram | null, otelBoundaries: readonly number[]): string {
  const name = JSON.stringify(service);
  const plain = service.replace(/[^\w.-]/g, '');
  const job = histogram ? `job="${plain}"` : `job=~"(.+/)?${plain.replaceAll('.', String.raw`\\.`)}"`;
  const [p95, p99] = targets(histogram, otelBoundaries);
  const metric = histogram?.name ?? 'http_server_request_duration_seconds';
  const boundaries = histogram ? histogram.boundaries : otelBoundaries;
  const errors = histogram ? 'code=~"5.."' : 'http_response_status_code=~"5.."';
  return `# Objectives of ${service.replace(/\s+/g, ' ')}: targets to begin with; agree on them with those who use the service.
# yaml-language-server: $schema=../../node_modules/@plimsoll/slo/schema/slo.schema.json
service: ${name}
slos:
  - name: availability
    sli: success_rate
    target: 99.9
    window: 30d
  - name: latency_p95
    sli: request_latency
    target: ${p95}
    unit: ms
    window: 30d
  - name: latency_p99
    sli: request_latency
    target: ${p99}
    unit: ms
    window: 30d
# ${histogram ? `Found in ${histogram.place}; the label of failed requests is a guess: check \`errors\`.` : 'No histogram was found in the code; these are the names of OpenTelemetry as Prometheus receives them.'}
indicators:
  success_rate:
    counter: ${metric}_count
    selector: '${job}'
    errors: '${errors}'
  request_latency:
    histogram: ${metric}
    selector: '${job}'
    unit: ${histogram?.unit ?? 's'}
${histogram?.native ? '    native: true\n' : ''}${histogram?.native === true || boundaries.length === 0 ? '' : `    buckets: [${boundaries.join(', ')}] # a target stands where one ends\n`}error_budget:
  period: 30d
  policy: feature_freeze_on_exhaustion
`;
}

/** The first boundaries that are long enough; without boundaries what is wanted. In milliseconds. */
function targets(histogram: DraftHistogram | null, otelBoundaries: readonly number[]): readonly [number, number] {
  if (histogram?.native) return [wantedMs.p95, wantedMs.p99];
  const boundariesMs = (histogram?.boundaries ?? otelBoundaries).map((bound) => Number((histogram?.unit === 'ms' ? bound : bound * 1000).toPrecision(12)));
  const first = (ms: number): number => boundariesMs.find((bound) => bound >= ms) ?? boundariesMs.at(-1) ?? ms;
  return [first(wantedMs.p95), first(wantedMs.p99)];
}
