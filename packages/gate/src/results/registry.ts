import type { Format, FormatName } from './format.ts';
import { k6Csv } from './k6/csv.ts';
import { k6Json } from './k6/points.ts';
import { k6HandleSummary, k6Summary, k6SummaryExport } from './k6/summary.ts';

/** Every kind of file that is read or refused by name; the more particular ones first. */
export const formats: readonly Format[] = [k6Json, k6Csv, k6Summary, k6HandleSummary, k6SummaryExport];

export function formatOf(file: string, head: Uint8Array): Format | null {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
    .toString('latin1')
    .replace(/^\u00EF\u00BB\u00BF/, '');
  return formats.find((format) => format.recognises(file, text)) ?? null;
}

export function formatNames(): readonly FormatName[] {
  return formats.map((format) => format.name);
}
