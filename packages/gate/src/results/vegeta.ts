import { allEndpoints } from '@plimsoll/contract';
import type { Measurement, MeasurementEvidence } from '@plimsoll/contract';
import { csvReader } from './csv.ts';
import { causeOf } from './endpoint.ts';
import type { Format, ReadContext } from './format.ts';
import { documentReader, fieldsOf, numberOf, textOf } from './json.ts';
import { isoOf, rawMeasurement, summaryMeasurement, summaryOf } from './measured.ts';
import { refusal } from './refusal.ts';
import type { SliceWriter } from './slices.ts';
import { decimal, lineSplitter } from './text.ts';

const errorDefinition = 'no response, or a status outside 200-399';
const raw: MeasurementEvidence = { kind: 'raw', relativeError: 0, resolutionMs: 0, latencyFrom: 'actual-start', latencyUntil: 'last-byte', errorDefinition, timeBase: 'wall-clock' };

/** `vegeta encode --to json`: one result a line, latency in nanoseconds. */
export const vegetaJson: Format = {
  name: 'vegeta-json',
  recognises: (_file, head) => /^\s*\{"attack":/.test(head) && /"latency":/.test(head),
  open(context) {
    const slices = context.slices();
    let interrupted: string | null = null;
    const lines = lineSplitter(
      (text, line, complete) => {
        if (text.trim() === '') return;
        let result: ReturnType<typeof fieldsOf> = null;
        try {
          result = fieldsOf(JSON.parse(text));
        } catch {
          if (!complete) interrupted = `the file ends in the middle of line ${line}`;
          return context.unread(line, complete ? 'is not a JSON result of vegeta' : 'is cut off: the run was stopped while it was written');
        }
        const [atMs, latency, code] = [Date.parse(textOf(result?.['timestamp']) ?? ''), numberOf(result?.['latency']), numberOf(result?.['code'])];
        if (!result || Number.isNaN(atMs) || latency === null || code === null) return context.unread(line, 'is not a result of vegeta: timestamp, latency or code is missing');
        record(context, slices, line, { atMs, latencyMs: latency / 1e6, code, error: textOf(result['error']) ?? '', method: textOf(result['method']) ?? '', url: textOf(result['url']) ?? '' });
      },
      (line) => context.unread(line, 'is longer than 8 million characters'),
    );
    return {
      write: lines.write,
      end() {
        lines.end();
        return measurement(context, slices, 'vegeta-json', interrupted);
      },
    };
  },
};

/** `vegeta encode --to csv`: no header; times and latencies in nanoseconds. */
export const vegetaCsv: Format = {
  name: 'vegeta-csv',
  recognises: (_file, head) => /^\d{19},\d{1,3},-?\d+,\d+,\d+,/.test(head),
  open(context) {
    const slices = context.slices();
    let interrupted: string | null = null;
    const reader = csvReader(
      context,
      () => ',',
      (fields, line, complete) => {
        const [at, code, latency, , , error = '', , , , method = '', url = ''] = fields;
        const [atNs, status, latencyNs] = [decimal(at), decimal(code), decimal(latency)];
        if (fields.length < 11 || atNs === null || status === null || latencyNs === null) {
          if (!complete) interrupted = `the file ends in the middle of line ${line}`;
          return context.unread(line, complete ? `has ${fields.length} columns; vegeta writes 12, the first three of them numbers` : 'is cut off: the run was stopped while it was written');
        }
        record(context, slices, line, { atMs: atNs / 1e6, latencyMs: latencyNs / 1e6, code: status, error, method, url });
      },
    );
    return {
      write: reader.write,
      end() {
        reader.end();
        return measurement(context, slices, 'vegeta-csv', interrupted);
      },
    };
  },
};

/** `vegeta report -type json`. Its percentiles come from a t-digest, which has no bound on its error. */
export const vegetaReport: Format = {
  name: 'vegeta-report',
  recognises: (_file, head) => /^\s*\{\s*"latencies"\s*:/.test(head) && /"50th"|"99th"/.test(head),
  open: (context) =>
    documentReader(context, (report) => {
      const latencies = fieldsOf(report['latencies']) ?? {};
      const ms = (name: string): number | null => inMs(numberOf(latencies[name]));
      const [count, success] = [numberOf(report['requests']) ?? 0, numberOf(report['success'])];
      const percentiles = Object.keys(latencies).flatMap((name) => (/^\d+th$/.test(name) ? [[Number(name.slice(0, -2)) / 100, ms(name)] as const] : []));
      return summaryMeasurement(
        context,
        [summaryOf(allEndpoints, count, success === null ? null : Math.round(count * (1 - success)), { meanMs: ms('mean'), minMs: ms('min'), maxMs: ms('max') }, percentiles)],
        {
          tool: 'vegeta',
          format: 'vegeta-report',
          model: 'open',
          startedAt: isoOf(Date.parse(textOf(report['earliest']) ?? '')),
          durationMs: inMs(numberOf(report['duration'])),
          notes: ['percentiles are estimates of a t-digest: `vegeta encode --to json` gives the single results'],
          evidence: { ...raw, kind: 'percentiles', relativeError: null, timeBase: 'none' },
        },
      );
    }),
};

export const vegetaHdrplot: Format = refusal(
  'vegeta-hdrplot',
  (head) => /^\s*Value\(ms\)\s+Percentile\s+TotalCount\s+1\/\(1-Percentile\)/.test(head),
  'is a plot that vegeta computes from a t-digest, no histogram of what was measured: give `vegeta encode --to json RESULTS` instead',
);

export const vegetaGob: Format = refusal(
  'vegeta-gob',
  (head) => /Result/.test(head.slice(0, 40)) && /Attack/.test(head.slice(0, 60)) && /Timestamp/.test(head.slice(0, 120)),
  "is vegeta's binary format, which only Go reads: convert it with `vegeta encode --to json RESULTS`",
);

interface Result {
  readonly atMs: number;
  readonly latencyMs: number;
  readonly code: number;
  readonly error: string;
  readonly method: string;
  readonly url: string;
}

function record(context: ReadContext, slices: SliceWriter, line: number, { atMs, latencyMs, code, error, method, url }: Result): void {
  if (!(latencyMs >= 0) || latencyMs === Infinity) return context.unread(line, `has a latency of ${latencyMs} ms: a latency is a number from 0`);
  const endpoint = slices.endpoint(url, method === '' ? null : method);
  if (code >= 200 && code < 400) return slices.request(atMs, endpoint, latencyMs, null);
  if (code > 0) return slices.request(atMs, endpoint, latencyMs, `status ${code}`);
  const cause = causeOf(error) ?? 'no response';
  if (cause === 'timeout') slices.request(atMs, endpoint, latencyMs, cause);
  else slices.lost(atMs, endpoint, cause);
}

function measurement(context: ReadContext, slices: SliceWriter, format: 'vegeta-json' | 'vegeta-csv', interrupted: string | null): Measurement | null {
  return rawMeasurement(context, slices, { epoch: true, tool: 'vegeta', format, model: 'open', interrupted, evidence: raw });
}

function inMs(nanoseconds: number | null): number | null {
  return nanoseconds === null ? null : nanoseconds / 1e6;
}
