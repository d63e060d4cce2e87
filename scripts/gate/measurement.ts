import { allEndpoints } from '@plimsoll/contract';
import type { GeneratorHealth, LatencyHistogram, Measurement, Slice } from '@plimsoll/contract';
import { emptyHistogram } from '@plimsoll/gate/statistics';

const common = { tool: { name: 'validation', version: null, format: 'validation' }, startedAt: null, interrupted: null, notes: [] } as const;

/** A run of which single quantiles are known, as a file of percentiles has them. */
export function ofQuantiles(percentiles: readonly { readonly quantile: number; readonly valueMs: number }[], count: number): Measurement {
  return {
    ...common,
    evidence: { kind: 'percentiles', relativeError: 0, resolutionMs: 0, latencyFrom: 'unknown', latencyUntil: 'unknown', errorDefinition: 'none', timeBase: 'none' },
    model: 'unknown',
    durationMs: null,
    slices: [],
    summaries: [{ endpoint: allEndpoints, count, failedCount: 0, percentiles, meanMs: null, minMs: null, maxMs: null }],
    health: [],
  };
}

export function ofSlices(slices: readonly Slice[], health: readonly GeneratorHealth[] = []): Measurement {
  const durationMs = Math.max(0, ...slices.map((slice) => slice.startMs + slice.durationMs));
  return {
    ...common,
    evidence: { kind: 'histogram', relativeError: 0.005, resolutionMs: 0, latencyFrom: 'intended-start', latencyUntil: 'last-byte', errorDefinition: 'status >= 400', timeBase: 'monotonic' },
    model: 'open',
    durationMs,
    slices,
    summaries: [],
    health,
  };
}

export function sliceOf(place: Pick<Slice, 'arm' | 'block' | 'startMs' | 'durationMs'>, latency: LatencyHistogram, but: Partial<Slice> = {}): Slice {
  return {
    ...place,
    phase: 'measured',
    endpoint: 'GET /',
    latency,
    failed: emptyHistogram(),
    serviceTime: null,
    succeeded: latency.count,
    errors: {},
    intended: latency.count,
    sent: latency.count,
    overload: 0,
    ...but,
  };
}
