import type { Slice } from '@plimsoll/contract';
import { latencyRecorder } from '../../statistics/index.ts';
import type { LatencyRecorder } from '../../statistics/index.ts';
import type { Span } from '../plan.ts';

/** Counts what becomes of the requests of one endpoint in one span. */
export interface Tally {
  intended: number;
  sent: number;
  overload: number;
  succeeded: number;
  readonly latency: LatencyRecorder;
  readonly service: LatencyRecorder;
  failed: LatencyRecorder | null; // made with the first failure: most runs have none
  readonly errors: Map<string, number>;
}

/** More causes than this are one: a server that puts a number into every error would fill the memory. */
const causesMax = 50;

export function startTally(): Tally {
  return { intended: 0, sent: 0, overload: 0, succeeded: 0, latency: latencyRecorder(), service: latencyRecorder(), failed: null, errors: new Map() };
}

export function countError(tally: Tally, cause: string): void {
  const key = tally.errors.has(cause) || tally.errors.size < causesMax ? cause : 'other';
  tally.errors.set(key, (tally.errors.get(key) ?? 0) + 1);
}

export function sliceOf(tally: Tally, span: Span, endpoint: string, closed: boolean): Slice {
  return {
    arm: span.arm,
    block: span.block,
    phase: span.phase,
    startMs: span.startMs,
    durationMs: span.durationMs,
    endpoint,
    latency: tally.latency.snapshot(),
    failed: (tally.failed ?? latencyRecorder()).snapshot(),
    serviceTime: tally.service.snapshot(),
    succeeded: tally.succeeded,
    errors: Object.fromEntries(tally.errors),
    intended: closed ? null : tally.intended,
    sent: tally.sent,
    overload: tally.overload,
  };
}
