import { columnsOf, csvReader } from './csv.ts';
import { causeOf } from './endpoint.ts';
import type { Format } from './format.ts';
import { rawMeasurement } from './measured.ts';
import { decimal } from './text.ts';

const defaultColumns = 'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect'.split(',');
const needed = ['timestamp', 'elapsed', 'label'];

/** JMeter's JTL as CSV. Columns are configurable, so the header decides; a file without one is read by JMeter's default order. */
export const jmeterCsv: Format = {
  name: 'jmeter-csv',
  recognises: (_file, head) => {
    const first = head.slice(0, head.search(/[\r\n]|$/)).toLowerCase();
    return (/(?:^|[,;\t|])"?timestamp"?(?:[,;\t|]|$)/.test(first) && /(?:^|[,;\t|])"?elapsed"?(?:[,;\t|]|$)/.test(first)) || /^\d{13},\d+,[^,]*,[^,]*,.*,(?:true|false),/.test(first);
  },
  open(context) {
    const slices = context.slices();
    let columns: ReadonlyMap<string, number> | null = null;
    let interrupted: string | null = null;
    let [transactions, aggregated, unzoned] = [0, 0, false];
    const notes: string[] = [];
    let unusable = false;

    function row(fields: readonly string[], line: number, complete: boolean): void {
      const column = (name: string): string | undefined => fields[columns?.get(name) ?? -1];
      if (fields.length < (columns?.size ?? 0)) {
        if (!complete) interrupted = `the file ends in the middle of line ${line}`;
        return context.unread(line, `has ${fields.length} of ${columns?.size ?? 0} columns${complete ? '' : ': the file is cut off'}`);
      }
      const time = timeOf(column('timestamp') ?? '');
      const elapsedMs = decimal(column('elapsed'));
      if (time === null) return context.unread(line, `has the time "${(column('timestamp') ?? '').slice(0, 40)}": epoch milliseconds or yyyy/MM/dd HH:mm:ss.SSS are read`);
      if (elapsedMs === null || elapsedMs < 0) return context.unread(line, `has an elapsed time of "${(column('elapsed') ?? '').slice(0, 40)}": milliseconds from 0 are read`);
      unzoned ||= !time.epoch;
      const message = column('responsemessage') ?? '';
      if (message.startsWith('Number of samples in transaction : ')) {
        transactions++;
        return;
      }
      if ((decimal(column('samplecount')) ?? 1) > 1) {
        if (aggregated++ === 0) context.unread(line, `adds up ${column('samplecount') ?? ''} samples (SampleCount): single latencies are lost; set mode=Standard in JMeter`);
        return;
      }
      const endpoint = slices.endpoint(column('label') ?? '', null);
      const code = column('responsecode') ?? '';
      const success = column('success');
      const failed = success === undefined || success === '' ? !/^[123]\d\d$/.test(code) : success.toLowerCase() !== 'true';
      if (!failed) return slices.request(time.atMs, endpoint, elapsedMs, null);
      if (/^\d{3}$/.test(code)) return slices.request(time.atMs, endpoint, elapsedMs, Number(code) >= 400 ? `status ${code}` : `check: ${column('failuremessage') || 'assertion failed'}`);
      const cause = causeOf(`${code} ${message}`) ?? (code.replace(/^Non HTTP response code: /, '') || 'no response');
      if (cause === 'timeout') slices.request(time.atMs, endpoint, elapsedMs, cause);
      else slices.lost(time.atMs, endpoint, cause);
    }

    const reader = csvReader(
      context,
      (first) => [',', '\t', ';', '|'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0] ?? ',',
      (fields, line, complete) => {
        if (unusable) return;
        if (columns) return isHeader(fields) ? context.unread(line, 'is a second header: several files are mixed in this one') : row(fields, line, complete);
        if (!isHeader(fields)) {
          columns = columnsOf(defaultColumns);
          notes.push("no header line: columns are taken in JMeter's default order");
          return row(fields, line, complete);
        }
        columns = columnsOf(fields);
        const missing = needed.filter((name) => !columns?.has(name));
        unusable = missing.length > 0;
        if (unusable) context.unread(line, `has no column ${missing.join(', ')}: switch it on with jmeter.save.saveservice.*`);
        if (!columns.has('success') && !columns.has('responsecode')) notes.push('neither success nor responseCode is in the file: every request counts as failed, as nothing says otherwise');
      },
    );
    return {
      write: reader.write,
      end() {
        reader.end();
        if (transactions > 0) notes.push(`${transactions} rows of transaction controllers are left out: their requests have rows of their own`);
        if (aggregated > 0) notes.push(`${aggregated} rows that add up several samples are left out`);
        if (unzoned) notes.push('times are written without a zone and read as UTC');
        return rawMeasurement(context, slices, {
          epoch: true,
          tool: 'JMeter',
          format: 'jmeter-csv',
          model: 'unknown',
          interrupted,
          notes,
          evidence: {
            kind: 'raw',
            relativeError: 0,
            resolutionMs: 1,
            latencyFrom: 'actual-start',
            latencyUntil: 'last-byte',
            errorDefinition: 'success is false: response code or assertion',
            timeBase: 'wall-clock',
          },
        });
      },
    };
  },
};

function isHeader(fields: readonly string[]): boolean {
  return fields.some((field) => field.trim().toLowerCase() === 'elapsed');
}

function timeOf(text: string): { readonly atMs: number; readonly epoch: boolean } | null {
  const number = decimal(text);
  if (number !== null) return number > 0 ? { atMs: number, epoch: true } : null;
  const date = /^(\d{4})[/-](\d\d)[/-](\d\d)[ T](\d\d:\d\d:\d\d)(?:[.,](\d{1,3}))?$/.exec(text.trim());
  const atMs = date ? Date.parse(`${date[1]}-${date[2]}-${date[3]}T${date[4]}.${(date[5] ?? '').padEnd(3, '0')}Z`) : NaN;
  return Number.isNaN(atMs) ? null : { atMs, epoch: false };
}
