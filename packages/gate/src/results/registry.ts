import { artillery } from './artillery.ts';
import { autocannon } from './autocannon.ts';
import type { Format, FormatName } from './format.ts';
import { gatlingBinary, gatlingLog } from './gatling.ts';
import { hdrLog } from './hdr/log.ts';
import { jmeterCsv } from './jmeter.ts';
import { k6Csv } from './k6/csv.ts';
import { k6Json } from './k6/points.ts';
import { k6HandleSummary, k6Summary, k6SummaryExport } from './k6/summary.ts';
import { locustHistory, locustStats } from './locust.ts';
import { ohaCsv, ohaJson } from './oha.ts';
import { prometheus } from './prometheus.ts';
import { vegetaCsv, vegetaGob, vegetaHdrplot, vegetaJson, vegetaReport } from './vegeta.ts';
import { wrk } from './wrk.ts';

/** Every kind of file that is read or refused by name; the more particular ones first. */
export const formats: readonly Format[] = [
  k6Json,
  k6Csv,
  k6Summary,
  k6HandleSummary,
  k6SummaryExport,
  gatlingLog,
  gatlingBinary,
  jmeterCsv,
  locustStats,
  locustHistory,
  artillery,
  vegetaJson,
  vegetaCsv,
  vegetaReport,
  vegetaHdrplot,
  vegetaGob,
  ohaJson,
  ohaCsv,
  wrk,
  autocannon,
  hdrLog,
  prometheus,
];

export function formatOf(file: string, head: Uint8Array): Format | null {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
    .toString('latin1')
    .replace(/^\u00EF\u00BB\u00BF/, '');
  return formats.find((format) => format.recognises(file, text)) ?? null;
}

export function formatNames(): readonly FormatName[] {
  return formats.map((format) => format.name);
}
