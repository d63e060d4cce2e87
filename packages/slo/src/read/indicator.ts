import type { ObjectiveKind } from '../objectives.ts';

const longestQuery = 4000;

/** What the words of a name, an indicator or a description say is measured. */
export function kindOf(words: string): ObjectiveKind {
  const text = words.slice(0, longestQuery).toLowerCase().replaceAll('_', ' ');
  if (/\blatenc(y|ies)\b|response[ -]?times?\b|\bduration\b|\bp\d{2,4}\b|percentile|\bslow\b|\bttfb\b|\blatenz/.test(text)) return 'latency';
  if (/\bthroughput\b|\brps\b|\bqps\b|\b(requests?|req|messages?) ?(\/|per) ?s|\bdurchsatz/.test(text)) return 'throughput';
  if (/availab|\buptime\b|\bsuccess|\berrors?\b|\b5xx\b|\bfailures?\b|\bverfügbar/.test(text)) return 'availability';
  return 'other';
}

/**
 * What a query measures when no words say it. A bound makes it a latency; the count of a duration's histogram with an error
 * code is an availability.
 */
export function kindOfQuery(query: string): ObjectiveKind {
  const text = query.slice(0, longestQuery);
  if (boundInQuery(text) || quantileInQuery(text) !== null) return 'latency';
  return /\b(?:code|status|status_code|http_status_code|response_code|grpc_code|result|outcome)\w*\s*[=!]~?\s*"|error|fail|success/i.test(text) ? 'availability' : 'other';
}

/** Whether the words count what went wrong, so that the target is an upper limit. */
export function countsErrors(words: string): boolean {
  return /errors?|failures?|\b5xx\b/i.test(words) && !/success|availab|good|error[ _-]?budget|error[ _-]?free|non[ _-]?error/i.test(words);
}

/** `p95`, `P99.9`, `p999`, `95th percentile`: 0.95, 0.999, 0.999, 0.95. */
export function quantileOf(words: string): number | null {
  const text = words.slice(0, longestQuery);
  const match = /(?:^|[^a-z0-9])p(\d{2})(?:[._](\d{1,3}))?(\d{0,2})(?![a-z0-9])/i.exec(text) ?? /(?:^|[^\d.])(\d{2})(?:\.(\d{1,3}))?(?:st|nd|rd|th)?[ _-]?(?:percentile|perzentil)/i.exec(text);
  if (!match) return null;
  const digits = `${match[1] ?? ''}${match[2] ?? ''}${match[3] ?? ''}`;
  return digits === '100' || Number(digits) === 0 ? null : Number(`0.${digits}`);
}

/**
 * The latency bound that a Prometheus query compares with: `le="0.2"` of a histogram in seconds. Null without a bound;
 * `unit: null` when the metric's name does not say its unit.
 */
export function boundInQuery(query: string): { readonly ms: number | null; readonly bound: string } | null {
  const text = query.slice(0, longestQuery);
  const match = /\ble\s*=~?\s*"(\d+(?:\.\d+)?)/.exec(text) ?? /\bhistogram_fraction\(\s*0(?:\.0)?\s*,\s*(\d+(?:\.\d+)?)/.exec(text);
  const bound = match?.[1];
  if (bound === undefined) return null;
  const exponent = /_seconds\b|_seconds_/.test(text) ? 3 : /_(ms|millis|milliseconds)(\b|_)/.test(text) ? 0 : null;
  return { bound, ms: exponent === null ? null : Number(`${bound}e${exponent}`) };
}

/** The quantile that a query computes itself, which is then held against a value at each moment. */
export function quantileInQuery(query: string): number | null {
  const match = /\bhistogram_quantile\(\s*(0?\.\d+)/.exec(query.slice(0, longestQuery)) ?? /\bquantile\s*=\s*"(0?\.\d+)"/.exec(query.slice(0, longestQuery));
  return match ? Number(match[1]) : null;
}
