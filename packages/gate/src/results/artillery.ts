import { allEndpoints } from '@plimsoll/contract';
import type { EndpointSummary } from '@plimsoll/contract';
import { endpointOf } from './endpoint.ts';
import type { Format } from './format.ts';
import type { Fields } from './json.ts';
import { documentReader, fieldsOf, numberOf } from './json.ts';
import { isoOf, summaryMeasurement, summaryOf } from './measured.ts';

const byEndpoint = 'plugins.metrics-by-endpoint.';

/** `artillery run --output`. Its response time ends with the first byte. */
export const artillery: Format = {
  name: 'artillery',
  recognises: (_file, head) => /^\s*\{\s*"aggregate"\s*:\s*\{/.test(head) && /"counters"|"summaries"|"vusers\.|"http\./.test(head),
  open: (context) =>
    documentReader(context, (document) => {
      const aggregate = fieldsOf(document['aggregate']) ?? {};
      const [counters, times] = [fieldsOf(aggregate['counters']) ?? {}, fieldsOf(aggregate['summaries']) ?? {}];
      const whole = fieldsOf(times['http.response_time']);
      if (!whole) {
        context.unread(null, 'has no http.response_time: no request was answered, or another engine than http was used');
        return null;
      }
      const lost = sumOf(counters, /^errors\./);
      const answered = numberOf(whole['count']) ?? 0;
      const summaries: EndpointSummary[] = [summary(allEndpoints, whole, answered + lost, lost + sumOf(counters, /^http\.codes\.[45]\d\d$/))];
      for (const [name, values] of Object.entries(times)) {
        if (!name.startsWith(`${byEndpoint}response_time.`)) continue;
        const endpoint = name.slice(`${byEndpoint}response_time.`.length);
        const fields = fieldsOf(values) ?? {};
        const failed = Object.entries(counters).filter(([counter]) => counter.startsWith(`${byEndpoint}${endpoint}.`) && /\.(?:codes\.[45]\d\d|errors\..*)$/.test(counter));
        summaries.push(
          summary(
            endpointOf(endpoint, null),
            fields,
            numberOf(fields['count']) ?? 0,
            failed.reduce((sum, [, count]) => sum + (numberOf(count) ?? 0), 0),
          ),
        );
      }
      const skipped = numberOf(counters['vusers.skipped']) ?? 0;
      const [first, last] = [numberOf(aggregate['firstCounterAt']), numberOf(aggregate['lastCounterAt'])];
      return summaryMeasurement(context, summaries, {
        tool: 'Artillery',
        format: 'artillery',
        model: 'open',
        startedAt: isoOf(first),
        durationMs: first === null || last === null ? null : Math.max(0, last - first),
        notes: [
          'response times end with the first byte: they are not comparable with those of other tools',
          ...(lost > 0 ? [`${lost} requests got no response; the percentiles are of the ${answered} that did`] : []),
          ...(skipped > 0 ? [`${skipped} virtual users were skipped (maxVusers): the latencies leave out what those would have waited`] : []),
        ],
        evidence: {
          kind: 'percentiles',
          relativeError: 0.01,
          resolutionMs: 0.1,
          latencyFrom: 'actual-start',
          latencyUntil: 'first-byte',
          errorDefinition: 'status >= 400 or an error of Artillery',
          timeBase: 'none',
        },
      });
    }),
};

function summary(endpoint: string, values: Fields, count: number, failed: number): EndpointSummary {
  const percentiles = Object.entries(values).flatMap(([name, value]) => {
    const digits = /^p(\d{2,3})$/.exec(name)?.[1]; // p999 is P99.9
    return digits === undefined ? [] : [[digits.length === 3 ? Number(digits) / 1000 : Number(digits) / 100, numberOf(value)] as const];
  });
  return summaryOf(endpoint, count, failed, { meanMs: numberOf(values['mean']), minMs: numberOf(values['min']), maxMs: numberOf(values['max']) }, percentiles);
}

function sumOf(counters: Fields, name: RegExp): number {
  return Object.entries(counters).reduce((sum, [counter, count]) => sum + (name.test(counter) ? (numberOf(count) ?? 0) : 0), 0);
}
