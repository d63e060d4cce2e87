import { allEndpoints } from '@plimsoll/contract';
import type { Measurement } from '@plimsoll/contract';
import { sparseRecorder } from '../statistics/index.ts';
import { fileSlice } from './file-slice.ts';
import type { Format, ReadContext } from './format.ts';
import { wholeReader } from './json.ts';
import { summaryMeasurement, summaryOf } from './measured.ts';

/** The text that wrk and wrk2 print. wrk2 with --latency prints a spectrum of counts, which is a histogram. */
export const wrk: Format = {
  name: 'wrk',
  recognises: (_file, head) => /^\s*Running \S+ test @ /.test(head),
  open: (context) => wholeReader(context, (text) => read(context, text)),
};

interface Printed {
  readonly requests: number;
  readonly durationMs: number | null;
  readonly failed: number;
  readonly causes: Readonly<Record<string, number>>;
}

function read(context: ReadContext, text: string): Measurement | null {
  const done = /^\s*(\d+) requests in ([\d.]+\w+),/m.exec(text);
  if (!done) {
    context.unread(null, 'has no line "N requests in …": the run was stopped before wrk printed its result');
    return null;
  }
  const socket = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(text);
  const causes = Object.fromEntries(
    [
      ['status outside 200-399', /Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1]] as const,
      ...['connect error', 'read error', 'write error', 'timeout'].map((name, index) => [name, socket?.[index + 1]] as const),
    ]
      .map(([name, count]) => [name, Number(count ?? 0)] as const)
      .filter(([, count]) => count > 0),
  );
  const failed = Object.values(causes).reduce((sum, count) => sum + count, 0);
  const printed: Printed = { requests: Number(done[1]), durationMs: inMs(done[2]), failed, causes };
  if (printed.requests === 0) {
    context.unread(null, `holds no requests: the run was empty${failed > 0 ? `, with ${failed} errors` : ''}`);
    return null;
  }
  // The first spectrum is of the recorded latency; wrk2 --u_latency prints the uncorrected one behind it.
  const spectrum = spectrumOf(text);
  return spectrum.length > 0 ? wrk2(context, printed, spectrum) : wrkPlain(context, printed, text);
}

function wrkPlain(context: ReadContext, printed: Printed, text: string): Measurement | null {
  const percentiles = [...text.matchAll(/^\s+(\d+(?:\.\d+)?)%\s+([\d.]+(?:us|ms|s|m|h))\s*$/gm)].map(([, percent, value]) => [Number(percent) / 100, inMs(value)] as const);
  const [, mean, , max] = /^\s*Latency\s+(\S+)\s+(\S+)\s+(\S+)\s/m.exec(text) ?? [];
  if (percentiles.length === 0) context.unread(null, 'has no percentiles: run wrk with --latency');
  const isWrk2 = /Thread calibration|HdrHistogram/.test(text);
  return summaryMeasurement(context, [summaryOf(allEndpoints, printed.requests, printed.failed, { meanMs: inMs(mean), maxMs: inMs(max) }, percentiles)], {
    tool: isWrk2 ? 'wrk2' : 'wrk',
    format: 'wrk',
    model: 'closed',
    durationMs: printed.durationMs,
    notes: isWrk2 ? ['run wrk2 with --latency to get the whole distribution'] : ['wrk prints no P95', 'wrk 4 fills in samples that it believes to have missed before it prints percentiles'],
    evidence: {
      kind: 'percentiles',
      relativeError: 0.005, // three digits are printed
      resolutionMs: null,
      latencyFrom: isWrk2 ? 'intended-start' : 'unknown',
      latencyUntil: 'last-byte',
      errorDefinition: 'status outside 200-399, socket errors and time-outs',
      timeBase: 'none',
    },
  });
}

interface Row {
  readonly valueMs: number;
  readonly count: number; // up to and including this value
}

function wrk2(context: ReadContext, printed: Printed, rows: readonly Row[]): Measurement | null {
  const recorder = sparseRecorder();
  let [before, largestStep] = [{ valueMs: 0, count: 0 }, 0];
  for (const row of rows) {
    if (row.count < before.count || row.valueMs < before.valueMs) {
      context.unread(null, `has a spectrum that goes back from ${before.valueMs} ms to ${row.valueMs} ms: it is cut or several are mixed`);
      return null;
    }
    if (row.count > before.count) {
      recorder.recordMany(row.valueMs, row.count - before.count);
      if (before.count > 0 && row.valueMs > 0) largestStep = Math.max(largestStep, (row.valueMs - before.valueMs) / row.valueMs);
    }
    before = row;
  }
  const latency = recorder.snapshot();
  // Which latencies belong to failed requests is not in the file.
  const slice = fileSlice(allEndpoints, 0, printed.durationMs ?? 0, latency, {
    succeeded: Math.max(0, latency.count - printed.failed),
    errors: printed.causes,
    sent: printed.requests,
  });
  return {
    tool: { name: 'wrk2', version: null, format: 'wrk' },
    evidence: {
      kind: 'histogram',
      relativeError: largestStep,
      resolutionMs: 0.001,
      latencyFrom: 'intended-start',
      latencyUntil: 'last-byte',
      errorDefinition: 'status outside 200-399, socket errors and time-outs',
      timeBase: 'none',
    },
    model: 'closed',
    startedAt: null,
    durationMs: printed.durationMs,
    slices: [slice],
    summaries: [],
    health: [],
    interrupted: null,
    notes: [
      'one slice of the whole run: wrk2 does not say what happened when',
      'which latencies belong to failed requests is not in the file',
      "latencies of wrk2's calibration (the first ten seconds) are left out by it",
    ],
  };
}

function spectrumOf(text: string): Row[] {
  const from = text.search(/^\s*Value\s+Percentile\s+TotalCount\s+1\/\(1-Percentile\)/m);
  if (from === -1) return [];
  const rows: Row[] = [];
  for (const line of text.slice(from).split('\n').slice(1)) {
    if (/^\s*#/.test(line)) break;
    const row = /^\s*([\d.]+)\s+[\d.]+\s+(\d+)\s+(?:[\d.]+|inf)\s*$/.exec(line);
    if (row) rows.push({ valueMs: Number(row[1]), count: Number(row[2]) });
  }
  return rows;
}

const units: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function inMs(text: string | undefined): number | null {
  const [, digits, unit] = /^([\d.]+)(us|ms|s|m|h)$/.exec(text ?? '') ?? [];
  const scale = units[unit ?? ''];
  return digits === undefined || scale === undefined ? null : Number(digits) * scale;
}
