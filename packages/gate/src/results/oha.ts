import { allEndpoints } from '@plimsoll/contract';
import { namedCsv } from './csv.ts';
import type { Format } from './format.ts';
import type { Fields } from './json.ts';
import { documentReader, fieldsOf, numberOf } from './json.ts';
import { rawMeasurement, summaryMeasurement, summaryOf } from './measured.ts';
import { decimal } from './text.ts';

/** `oha --output-format csv`: seconds; only exchanges that ended with a response. */
export const ohaCsv: Format = {
  name: 'oha-csv',
  recognises: (_file, head) => /^request-start,.*request-duration/.test(head),
  open(context) {
    const slices = context.slices();
    const endpoint = slices.endpoint('', null);
    let interrupted: string | null = null;
    const reader = namedCsv(context, (column, { line, complete }) => {
      const [start, duration, status] = ['request-start', 'request-duration', 'status'].map((name) => decimal(column(name)));
      if (typeof start !== 'number' || typeof duration !== 'number' || typeof status !== 'number') {
        if (!complete) interrupted = `the file ends in the middle of line ${line}`;
        return context.unread(line, complete ? 'has no number as request-start, request-duration or status' : 'is cut off: the run was stopped while it was written');
      }
      if (!(duration >= 0) || duration === Infinity) return context.unread(line, `has a duration of ${duration} s: a duration is a number from 0`);
      slices.request(start * 1000, endpoint, duration * 1000, status >= 400 ? `status ${status}` : null);
    });
    return {
      write: reader.write,
      end() {
        reader.end();
        return rawMeasurement(context, slices, {
          epoch: false,
          tool: 'oha',
          format: 'oha-csv',
          model: 'closed',
          interrupted,
          notes: ['requests that got no response are not in this file: their number is not known', 'whether --latency-correction was on is not in the file'],
          evidence: {
            kind: 'raw',
            relativeError: 0,
            resolutionMs: 0,
            latencyFrom: 'unknown',
            latencyUntil: 'last-byte',
            errorDefinition: 'status >= 400; requests without a response are not in the file',
            timeBase: 'monotonic',
          },
        });
      },
    };
  },
};

/** `oha --output-format json` (`--json` before): seconds, in newer versions with `metrics.latency_ms` beside. */
export const ohaJson: Format = {
  name: 'oha-json',
  recognises: (_file, head) => /"successRate"|"success_rate"/.test(head) && /"statusCodeDistribution"|"latencyPercentiles"|"responseTimeHistogram"|"latency_ms"|"requestsPerSec"/.test(head),
  open: (context) =>
    documentReader(context, (document) => {
      const summary = fieldsOf(document['summary']) ?? {};
      const [statuses, errors] = [countsOf(document['statusCodeDistribution']), countsOf(document['errorDistribution'])];
      const [responses, badStatuses] = [total(statuses), total(statuses.filter(([status]) => Number(status) >= 400))];
      const lost = total(errors.filter(([error]) => !/aborted due to deadline/i.test(error)));
      const inMs = (value: unknown): number | null => {
        const seconds = numberOf(value);
        return seconds === null ? null : seconds * 1000;
      };
      const percentiles = [
        ...percentilesOf(fieldsOf(document['latencyPercentiles']) ?? {}, inMs),
        ...(fieldsOf(document['latencyPercentiles']) ? [] : percentilesOf(fieldsOf(fieldsOf(document['metrics'])?.['latency_ms']) ?? {}, numberOf)),
      ];
      const values = { meanMs: inMs(summary['average']), minMs: inMs(summary['fastest']), maxMs: inMs(summary['slowest']) };
      return summaryMeasurement(context, [summaryOf(allEndpoints, responses + lost, badStatuses + lost, values, percentiles)], {
        tool: 'oha',
        format: 'oha-json',
        model: 'closed',
        durationMs: inMs(summary['total']),
        notes: [
          "oha's success rate counts every response, 5xx too: failures are taken from the statuses",
          ...(lost > 0 ? [`${lost} requests got no response; the percentiles are of the ${responses} that did`] : []),
          'whether --latency-correction was on is not in the file',
        ],
        evidence: {
          kind: 'percentiles',
          relativeError: 0,
          resolutionMs: 0,
          latencyFrom: 'unknown',
          latencyUntil: 'last-byte',
          errorDefinition: 'status >= 400 or no response; requests aborted at the end of the run are left out',
          timeBase: 'none',
        },
      });
    }),
};

function percentilesOf(values: Fields, inMs: (value: unknown) => number | null): (readonly [number, number | null])[] {
  return Object.entries(values).flatMap(([name, value]) => (/^p\d+(?:\.\d+)?$/.test(name) ? [[Number(name.slice(1)) / 100, inMs(value)] as const] : []));
}

function countsOf(value: unknown): (readonly [string, number])[] {
  return Object.entries(fieldsOf(value) ?? {}).flatMap(([name, count]) => (typeof count === 'number' && count >= 0 ? [[name, count] as const] : []));
}

function total(counts: readonly (readonly [string, number])[]): number {
  return counts.reduce((sum, [, count]) => sum + count, 0);
}
