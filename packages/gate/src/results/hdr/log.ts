import type { LatencyHistogram, Slice } from '@plimsoll/contract';
import { sparseRecorder } from '../../statistics/index.ts';
import { fileSlice } from '../file-slice.ts';
import type { Format } from '../format.ts';
import { isoOf } from '../measured.ts';
import { decimal, lineSplitter } from '../text.ts';
import { decodeHdr, encodeHdr } from './codec.ts';

/** An HdrHistogram interval log (.hlog): one slice per line and tag. */
export const hdrLog: Format = {
  name: 'hdr-log',
  recognises: (file, head) => /^#\[(?:Histogram log|StartTime|BaseTime)|^"StartTimestamp"|,HISTF/m.test(head) || (file.endsWith('.hlog') && head.startsWith('#')),
  open(context) {
    const rows: { startS: number; lengthS: number; tag: string; latency: LatencyHistogram }[] = [];
    let [startTimeS, baseTimeS, interrupted, digits]: [number | null, number | null, string | null, number] = [null, null, null, 3];
    let overlong = 0;
    const lines = lineSplitter(
      (text, line, complete) => {
        const stated = /^#\[(StartTime|BaseTime): ([\d.]+)/.exec(text);
        if (stated?.[1] === 'StartTime') startTimeS = decimal(stated[2]);
        if (stated?.[1] === 'BaseTime') baseTimeS = decimal(stated[2]);
        if (text.trim() === '' || text.startsWith('#') || text.startsWith('"StartTimestamp"')) return;
        const [, tag = '', start, length, , base64] = /^(?:Tag=([^,]*),)?([^,]*),([^,]*),([^,]*),(\S+)\s*$/.exec(text) ?? [];
        const [startS, lengthS] = [decimal(start), decimal(length)];
        if (base64 === undefined || startS === null || lengthS === null || lengthS < 0) {
          if (!complete) interrupted = `the file ends in the middle of line ${line}`;
          return context.unread(line, complete ? 'is no interval: [Tag=…,]start,length,max,histogram' : 'is cut off: the run was stopped while it was written');
        }
        try {
          const histogram = decodeHdr(base64);
          digits = Math.min(digits, histogram.digits);
          const recorder = sparseRecorder();
          for (const [value, count] of histogram.counts) recorder.recordMany(value * context.unitMs, count);
          rows.push({ startS, lengthS, tag, latency: recorder.snapshot() });
          if ((rows.at(-1)?.latency.maxMs ?? 0) > 3_600_000) overlong++;
        } catch (error) {
          if (!complete) interrupted = `the file ends in the middle of line ${line}`;
          context.unread(line, `its histogram ${error instanceof Error ? error.message : 'cannot be read'}`);
        }
      },
      (line) => context.unread(line, 'is longer than 8 million characters'),
    );
    return {
      write: lines.write,
      end() {
        lines.end();
        if (!rows.some((row) => row.latency.count > 0)) {
          context.unread(null, 'holds no latencies: the run was empty');
          return null;
        }
        if (overlong > 0) context.unread(null, `${overlong} intervals have latencies beyond an hour when a unit of the file is taken as ${context.unitMs} ms: state the unit in which it was recorded`);
        const firstS = rows.reduce((first, row) => Math.min(first, row.startS), Infinity);
        const endS = rows.reduce((end, row) => Math.max(end, row.startS + row.lengthS), -Infinity);
        // Timestamps are offsets from BaseTime where it is stated; from StartTime where they are far below it.
        const zeroS = baseTimeS ?? (startTimeS !== null && firstS < startTimeS - 31_536_000 ? startTimeS : 0);
        const epochMs = (zeroS + firstS) * 1000;
        return {
          tool: { name: 'HdrHistogram', version: null, format: 'hdr-log' },
          evidence: {
            kind: 'histogram',
            relativeError: 10 ** -digits / 2,
            resolutionMs: context.unitMs < 0.001 ? 0 : context.unitMs,
            latencyFrom: 'unknown',
            latencyUntil: 'unknown',
            errorDefinition: 'none: an interval log holds latencies only',
            timeBase: 'wall-clock',
          },
          model: 'unknown',
          startedAt: epochMs > 31_536_000_000 ? isoOf(epochMs) : null,
          durationMs: (endS - firstS) * 1000,
          slices: rows.map((row) => fileSlice(row.tag === '' ? '(unnamed)' : row.tag, (row.startS - firstS) * 1000, row.lengthS * 1000, row.latency)),
          summaries: [],
          health: [],
          interrupted,
          notes: [`values are taken as multiples of ${context.unitMs} ms: the format does not state its unit`, 'errors are not in this format'],
        };
      },
    };
  },
};

/**
 * Slices as an interval log that HdrHistogram's tools read, in nanoseconds with three digits; the endpoint is the tag. Values are
 * the middles of our buckets, so they are within their relative error of what occurred.
 */
export function writeHdrLog(slices: readonly Slice[], startedAt: string | null): string {
  const startS = (startedAt === null ? 0 : Date.parse(startedAt)) / 1000;
  const lines = slices.map((slice) => {
    const counts = countsOf(slice.latency);
    const maxMs = slice.latency.maxMs ?? 0;
    return `Tag=${slice.endpoint.replaceAll(/[,\s]/g, '_')},${(slice.startMs / 1000).toFixed(3)},${(slice.durationMs / 1000).toFixed(3)},${maxMs.toFixed(3)},${encodeHdr(counts)}`;
  });
  return [
    '#[Histogram log format version 1.3]',
    `#[StartTime: ${startS.toFixed(3)} (seconds since epoch)]`,
    `#[BaseTime: ${startS.toFixed(3)} (seconds since epoch)]`,
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
    ...lines,
    '',
  ].join('\n');
}

function countsOf({ relativeError, zeros, buckets, minMs, maxMs }: LatencyHistogram): (readonly [number, number])[] {
  const gamma = (1 + relativeError) / (1 - relativeError);
  const middles = buckets.map(([index, count]) => [Math.round(Math.min(Math.max((2 * gamma ** index) / (gamma + 1), minMs ?? 0), maxMs ?? Infinity) * 1e6), count] as const);
  return zeros > 0 ? [[0, zeros], ...middles] : middles;
}
