import { allEndpoints } from '@plimsoll/contract';
import type { Format } from './format.ts';
import { documentReader, fieldsOf, numberOf, textOf } from './json.ts';
import { isoOf, summaryMeasurement, summaryOf } from './measured.ts';

/** `autocannon --json`: whole milliseconds, and no P95. */
export const autocannon: Format = {
  name: 'autocannon',
  recognises: (_file, head) => /"latency"\s*:\s*\{/.test(head) && /"p2_5"\s*:/.test(head) && /"p97_5"\s*:/.test(head),
  open: (context) =>
    documentReader(context, (document) => {
      const latency = fieldsOf(document['latency']) ?? {};
      const count = numberOf(latency['totalCount']) ?? numberOf(fieldsOf(document['requests'])?.['total']) ?? 0;
      const failures = ['errors', 'non2xx', 'mismatches'].map((name) => numberOf(document[name])); // errors include timeouts
      const failed = failures.every((each) => each === null) ? null : failures.reduce<number>((sum, each) => sum + (each ?? 0), 0);
      const lost = failures[0] ?? 0;
      const percentiles = Object.entries(latency).flatMap(([name, value]) =>
        /^p\d+(?:_\d+)?$/.test(name) ? [[Number((Number(name.slice(1).replace('_', '.')) / 100).toFixed(7)), numberOf(value)] as const] : [],
      );
      const seconds = numberOf(document['duration']);
      const values = { meanMs: numberOf(latency['mean']) ?? numberOf(latency['average']), minMs: numberOf(latency['min']), maxMs: numberOf(latency['max']) };
      return summaryMeasurement(context, count === 0 && lost === 0 ? [] : [summaryOf(allEndpoints, count + lost, failed, values, count === 0 ? [] : percentiles)], {
        tool: 'autocannon',
        format: 'autocannon',
        model: 'closed',
        startedAt: isoOf(Date.parse(textOf(document['start']) ?? '')),
        durationMs: seconds === null ? null : seconds * 1000,
        notes: [
          'no P95 in this format (P90 and P97.5 are)',
          'with --connectionRate or --overallRate autocannon fills in samples that it believes to have missed; whether it did is not in the file',
          ...(lost > 0 ? [`${lost} requests got no response; the percentiles are of the ${count} that did`] : []),
        ],
        evidence: {
          kind: 'percentiles',
          relativeError: 0,
          resolutionMs: 1,
          latencyFrom: 'unknown',
          latencyUntil: 'last-byte',
          errorDefinition: 'status outside 200-299, no response, or a body that is not the expected one',
          timeBase: 'none',
        },
      });
    }),
};
