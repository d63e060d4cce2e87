import { allEndpoints } from '@plimsoll/contract';
import type { EndpointSummary, MeasurementEvidence } from '@plimsoll/contract';
import { columnsOf, csvReader } from './csv.ts';
import { endpointOf } from './endpoint.ts';
import type { Format } from './format.ts';
import { isoOf, summaryMeasurement, summaryOf } from './measured.ts';
import { decimal } from './text.ts';

// Locust keeps two significant digits: 147 becomes 150, 105 becomes 100 or 110.
const evidence: MeasurementEvidence = {
  kind: 'percentiles',
  relativeError: 0.05,
  resolutionMs: 1,
  latencyFrom: 'actual-start',
  latencyUntil: 'last-byte',
  errorDefinition: "Locust's failures: status 0 or >= 400, or marked by the test's code",
  timeBase: 'none',
};
const rounded = 'Locust rounds latencies to two digits (147 ms is written as 150): an effect of 5 % can vanish';

export const locustStats: Format = {
  name: 'locust-stats',
  recognises: (_file, head) => /^"?Type"?,"?Name"?,"?(?:#\s*requests|Request Count)"?,/i.test(head),
  open(context) {
    const summaries: EndpointSummary[] = [];
    let columns: ReadonlyMap<string, number> | null = null;
    const reader = csvReader(
      context,
      () => ',',
      (fields, line) => {
        if (!columns) {
          columns = columnsOf(fields);
          return;
        }
        const column = (name: string): string => fields[columns?.get(name) ?? -1] ?? '';
        const count = decimal(column('request count'));
        if (fields.length < columns.size || count === null) return context.unread(line, `has ${fields.length} of ${columns.size} columns or no Request Count`);
        const endpoint = column('name') === 'Aggregated' && column('type') === '' ? allEndpoints : endpointOf([column('type'), column('name')].filter((part) => part !== '').join(' '), null);
        const values = { meanMs: decimal(column('average response time')), minMs: decimal(column('min response time')), maxMs: decimal(column('max response time')) };
        summaries.push(summaryOf(endpoint, count, decimal(column('failure count')), values, percentilesOf(columns, fields)));
      },
    );
    return {
      write: reader.write,
      end() {
        reader.end();
        return summaryMeasurement(context, summaries, { tool: 'Locust', format: 'locust-stats', model: 'closed', evidence, notes: [rounded] });
      },
    };
  },
};

/** One line a second. Percentiles are those since the start, unless --csv-full-history was given: then of the last ten seconds, and no use for the run. */
export const locustHistory: Format = {
  name: 'locust-history',
  recognises: (_file, head) => /^"?Timestamp"?,"?User Count"?,"?Type"?,"?Name"?,/i.test(head),
  open(context) {
    let columns: ReadonlyMap<string, number> | null = null;
    let last: readonly string[] | null = null;
    let [firstS, lastS, windows]: [number | null, number, number | null] = [null, 0, null];
    const reader = csvReader(
      context,
      () => ',',
      (fields, line) => {
        if (!columns) {
          columns = columnsOf(fields);
          return;
        }
        const atS = decimal(fields[columns.get('timestamp') ?? -1]);
        if (fields.length < columns.size || atS === null) return context.unread(line, `has ${fields.length} of ${columns.size} columns or no Timestamp`);
        firstS ??= atS;
        lastS = atS;
        if (fields[columns.get('name') ?? -1] === 'Aggregated') last = fields;
        else windows ??= line;
      },
    );
    return {
      write: reader.write,
      end() {
        reader.end();
        if (windows !== null) {
          context.unread(windows, 'names a single endpoint: with --csv-full-history percentiles are of the last ten seconds, which do not add up to those of the run; give the _stats.csv beside it');
          return null;
        }
        const [fields, places] = [last ?? [], columns];
        const column = (name: string): number | null => decimal(fields[places?.get(name) ?? -1]);
        const values = { meanMs: column('total average response time'), minMs: column('total min response time'), maxMs: column('total max response time') };
        const whole = summaryOf(allEndpoints, column('total request count') ?? 0, column('total failure count'), values, places ? percentilesOf(places, fields) : []);
        return summaryMeasurement(context, [whole], {
          tool: 'Locust',
          format: 'locust-history',
          model: 'closed',
          evidence,
          startedAt: isoOf(firstS === null ? null : firstS * 1000),
          durationMs: firstS === null ? null : (lastS - firstS) * 1000,
          notes: [rounded, 'only the last line is used: percentiles of this file are since the start, so its lines are not independent'],
        });
      },
    };
  },
};

function percentilesOf(columns: ReadonlyMap<string, number>, fields: readonly string[]): (readonly [number, number | null])[] {
  return [...columns].flatMap(([name, index]) => (/^\d+(?:\.\d+)?%$/.test(name) ? [[Number((Number(name.slice(0, -1)) / 100).toFixed(7)), decimal(fields[index])] as const] : []));
}
