import { causeOf } from '../endpoint.ts';
import type { ReadContext } from '../format.ts';
import type { SliceWriter } from '../slices.ts';
import type { LineKind, Point } from './scan.ts';

export const k6Errors = "tag expected_response is false (k6's http_req_failed: by default no response, or a status outside 200-399)";

export interface K6Judge {
  (kind: LineKind, point: Point, line: number): void;
  readonly slices: SliceWriter;
  notes(): string[];
}

interface Unjudged {
  readonly sentMs: number;
  readonly endpoint: string;
  readonly latencyMs: number;
}

/**
 * Turns k6 samples into requests. http_req_failed is set from the same callback as the tag expected_response, so the line of
 * the duration says it all; only when that system tag (and status) was switched off, the http_req_failed that k6 writes after
 * the duration of the same request decides.
 */
export function judgeK6(context: ReadContext): K6Judge {
  const slices = context.slices();
  let waiting: Unjudged | null = null;
  let [unjudged, dropped] = [0, 0];

  function judge(kind: LineKind, { atMs, value, tags }: Point, line: number): void {
    if (!Number.isFinite(atMs)) return context.unread(line, 'has no time that can be read (RFC 3339, or epoch seconds in CSV)');
    if (kind === 'dropped') {
      if (!(value >= 0)) return context.unread(line, `counts ${value} dropped iterations: a count is 0 or more`);
      dropped += value;
      return slices.overload(atMs, value);
    }
    if (kind === 'failed') {
      if (!waiting) return;
      slices.request(waiting.sentMs, waiting.endpoint, waiting.latencyMs, value === 0 ? null : 'http_req_failed');
      waiting = null;
      return;
    }
    if (!(value >= 0) || value === Infinity) return context.unread(line, `has a duration of ${value} ms: a duration is a number from 0`);
    flush();
    // The sample's time is the end of the request. Slices are by when requests were sent.
    const sentMs = atMs - value;
    const endpoint = slices.endpoint(tags['name'] ?? tags['url'] ?? '', tags['method'] ?? null);
    const { status, expected_response: expected } = tags;
    if (expected === undefined && status === undefined) {
      waiting = { sentMs, endpoint, latencyMs: value };
      return;
    }
    const failed = expected === undefined ? !/^[123]\d\d$/.test(status ?? '') : expected === 'false';
    if (!failed) return slices.request(sentMs, endpoint, value, null);
    if (status !== '0') return slices.request(sentMs, endpoint, value, `status ${status ?? 'unknown'}`);
    const cause = tags['error_code'] === '1050' ? 'timeout' : (causeOf(tags['error'] ?? '') ?? `k6 error ${tags['error_code'] ?? 'unknown'}`);
    // Until a connection exists http_req_duration is 0, even for a dial that timed out: no latency is known then.
    if (cause === 'timeout' && value > 0) slices.request(sentMs, endpoint, value, cause);
    else slices.lost(sentMs, endpoint, cause);
  }

  function flush(): void {
    if (!waiting) return;
    unjudged++;
    slices.request(waiting.sentMs, waiting.endpoint, waiting.latencyMs, null);
    waiting = null;
  }

  return Object.assign(judge, {
    slices,
    notes(): string[] {
      flush();
      return [
        ...(dropped > 0 ? [`${dropped} iterations were dropped because no virtual user was free: the latencies leave out what those would have waited`] : []),
        ...(unjudged > 0 ? [`${unjudged} requests have neither the tag expected_response nor status nor an http_req_failed: they count as succeeded`] : []),
      ];
    },
  });
}
