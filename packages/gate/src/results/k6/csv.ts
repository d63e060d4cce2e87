import { namedCsv } from '../csv.ts';
import type { Format } from '../format.ts';
import { rawMeasurement } from '../measured.ts';
import { decimal } from '../text.ts';
import { judgeK6, k6Errors } from './judge.ts';
import type { LineKind } from './scan.ts';

const kinds: Readonly<Record<string, LineKind>> = { http_req_duration: 'duration', http_req_failed: 'failed', dropped_iterations: 'dropped' };
const tagColumns = ['name', 'method', 'status', 'error', 'error_code', 'expected_response', 'url'];

/** `k6 run --out csv=FILE`. Times are whole seconds unless K6_CSV_TIME_FORMAT says otherwise. */
export const k6Csv: Format = {
  name: 'k6-csv',
  recognises: (_file, head) => head.startsWith('metric_name,timestamp,metric_value,'),
  open(context) {
    const judge = judgeK6(context);
    let interrupted: string | null = null;
    const reader = namedCsv(context, (column, { fields, columns, line, complete }) => {
      if (fields < columns) {
        if (!complete) interrupted = `the file ends in the middle of line ${line}`;
        return context.unread(line, `has ${fields} of ${columns} columns${complete ? '' : ': the file is cut off'}`);
      }
      const metric = column('metric_name') ?? '';
      const kind = kinds[metric];
      if (!kind) return;
      const tags: Record<string, string> = {};
      for (const name of tagColumns) {
        const value = column(name);
        if (value !== undefined && value !== '') tags[name] = value;
      }
      judge(kind, { metric, atMs: timeOf(column('timestamp') ?? ''), value: decimal(column('metric_value')) ?? NaN, tags }, line);
    });
    return {
      write: reader.write,
      end() {
        reader.end();
        return rawMeasurement(context, judge.slices, {
          epoch: true,
          tool: 'k6',
          format: 'k6-csv',
          model: 'unknown',
          interrupted,
          notes: judge.notes(),
          evidence: { kind: 'raw', relativeError: 0, resolutionMs: 0, latencyFrom: 'actual-start', latencyUntil: 'last-byte', errorDefinition: k6Errors, timeBase: 'wall-clock' },
        });
      },
    };
  },
};

/** Epoch seconds by default; RFC 3339, or seconds in milli-, micro- or nanoseconds, by K6_CSV_TIME_FORMAT. */
function timeOf(text: string): number {
  const number = decimal(text);
  if (number === null) return text === '' ? NaN : Date.parse(text);
  if (number < 1e11) return number * 1000;
  if (number < 1e14) return number;
  return number < 1e17 ? number / 1000 : number / 1e6;
}
