import type { LatencyHistogram, Slice } from '@plimsoll/contract';
import { emptyHistogram } from '../statistics/index.ts';

/** A slice of a file that knows nothing of arms, blocks and schedules. What else the file says overrides. */
export function fileSlice(endpoint: string, startMs: number, durationMs: number, latency: LatencyHistogram, known: Partial<Slice> = {}): Slice {
  const failed = known.failed ?? emptyHistogram();
  return {
    arm: null,
    block: 0,
    phase: 'measured',
    startMs,
    durationMs,
    endpoint,
    latency,
    failed,
    serviceTime: null,
    succeeded: latency.count - failed.count,
    errors: {},
    intended: null,
    sent: null,
    overload: 0,
    ...known,
  };
}
