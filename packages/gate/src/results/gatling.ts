import { causeOf } from './endpoint.ts';
import type { Format } from './format.ts';
import { rawMeasurement } from './measured.ts';
import { refusal } from './refusal.ts';
import { lineSplitter } from './text.ts';

/** simulation.log as Gatling wrote it up to 3.12: tabs, epoch milliseconds. */
export const gatlingLog: Format = {
  name: 'gatling-log',
  recognises: (_file, head) => /^(?:RUN|USER|REQUEST|ASSERTION)\t/.test(head),
  open(context) {
    const slices = context.slices();
    let [interrupted, version, runs]: [string | null, string | null, number] = [null, null, 0];
    const lines = lineSplitter(
      (text, line, complete) => {
        const fields = text.split('\t');
        if (fields[0] === 'RUN') {
          version = /^\d+\.\d+/.test(fields.at(-1)?.trim() ?? '') ? (fields.at(-1)?.trim() ?? null) : null;
          if (++runs === 2) context.unread(line, 'starts a second run: several files are mixed in this one; both are read');
        }
        if (fields[0] !== 'REQUEST')
          return known.has(fields[0] ?? '') || text === ''
            ? undefined
            : context.unread(line, complete ? `begins with "${(fields[0] ?? '').slice(0, 20)}", which is no record of Gatling` : 'is cut off');
        // Gatling 2 and 3.0-3.3 have the user's id before the groups; status, times and name keep their order.
        const at = fields.findIndex((field, index) => index >= 4 && (field === 'OK' || field === 'KO'));
        const [name, start, end, status, message = ''] = at === -1 ? [] : fields.slice(at - 3);
        if (name === undefined || !/^-?\d+$/.test(start ?? '') || !/^-?\d+$/.test(end ?? '')) {
          if (!complete) interrupted = `the file ends in the middle of line ${line}`;
          return context.unread(line, complete ? 'is a REQUEST without name, start, end and OK or KO' : 'is cut off: the run was stopped while it was written');
        }
        const [startMs, durationMs] = [Number(start), Number(end) - Number(start)];
        if (durationMs < 0) return context.unread(line, `ends ${-durationMs} ms before it starts: the clock jumped, or the request never ended`);
        if (!Number.isFinite(durationMs)) return context.unread(line, 'has a time that is no number of milliseconds since 1970');
        const endpoint = slices.endpoint(name, null);
        if (status === 'OK') return slices.request(startMs, endpoint, durationMs, null);
        const code = /found (\d{3})\b/.exec(message)?.[1];
        const cause = code ? `status ${code}` : causeOf(message);
        if (cause === null || code || cause === 'timeout') slices.request(startMs, endpoint, durationMs, cause ?? (message.trim() === '' ? 'KO' : `check: ${message.trim()}`));
        else slices.lost(startMs, endpoint, cause);
      },
      (line) => context.unread(line, 'is longer than 8 million characters'),
    );
    return {
      write: lines.write,
      end() {
        lines.end();
        return rawMeasurement(context, slices, {
          epoch: true,
          tool: 'Gatling',
          version,
          format: 'gatling-log',
          model: 'unknown',
          interrupted,
          evidence: {
            kind: 'raw',
            relativeError: 0,
            resolutionMs: 1,
            latencyFrom: 'actual-start',
            latencyUntil: 'last-byte',
            errorDefinition: 'KO: no response, or a check that does not hold (without one: status outside 200-399)',
            timeBase: 'wall-clock',
          },
        });
      },
    };
  },
};

const known = new Set(['RUN', 'USER', 'GROUP', 'ERROR', 'ASSERTION']);

/** From 3.13 on: record 0 (Run) with a version string behind it, big-endian. */
export const gatlingBinary: Format = refusal(
  'gatling-binary',
  (head) => head.startsWith('\0\0\0\0') && /^[\s\S]{5}\d+\.\d+\.\d+/.test(head),
  "is Gatling's binary log (3.13 and later), which is read by the very version that wrote it only: run the simulation with Gatling 3.12 or earlier for a text log, or send its metrics elsewhere; `gatling.sh --reports-only DIRECTORY` makes HTML of it, not data",
);
