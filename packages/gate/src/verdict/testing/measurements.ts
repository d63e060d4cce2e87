import type { Arm, LatencyHistogram, Measurement, Run, Slice, Verdict } from '@plimsoll/contract';
import { allEndpoints } from '@plimsoll/contract';
import { emptyHistogram, histogramOf, randomFrom } from '../../statistics/index.ts';

/** A measured slice of 5 s in which everything succeeded. */
export function slice(latency: LatencyHistogram, but: Partial<Slice> = {}): Slice {
  const count = latency.count;
  const place = { arm: null, block: 0, phase: 'measured', startMs: 0, durationMs: 5000, endpoint: 'GET /' } as const;
  return { ...place, latency, failed: emptyHistogram(), serviceTime: null, succeeded: count, errors: {}, intended: count, sent: count, overload: 0, ...but };
}

export function measurement(slices: readonly Slice[], but: Partial<Measurement> = {}): Measurement {
  return {
    tool: { name: 'test', version: null, format: 'test' },
    evidence: { kind: 'histogram', relativeError: 0.005, resolutionMs: 0, latencyFrom: 'intended-start', latencyUntil: 'last-byte', errorDefinition: 'status >= 400', timeBase: 'monotonic' },
    model: 'open',
    startedAt: null,
    durationMs: Math.max(0, ...slices.map(({ startMs, durationMs }) => startMs + durationMs)),
    slices,
    summaries: [],
    health: [],
    interrupted: null,
    notes: [],
    ...but,
  };
}

/** A file of percentiles: quantile and milliseconds. */
export function percentiles(values: readonly (readonly [quantile: number, valueMs: number])[], failedCount: number | null = 0): Measurement {
  const plain = measurement([]);
  return {
    ...plain,
    evidence: { ...plain.evidence, kind: 'percentiles', timeBase: 'none' },
    durationMs: 60_000,
    summaries: [{ endpoint: allEndpoints, count: 10_000, failedCount, percentiles: values.map(([quantile, valueMs]) => ({ quantile, valueMs })), meanMs: null, minMs: null, maxMs: null }],
  };
}

/** Latencies of 90 to 110 ms, evenly spread, times `factor`. */
export function around(factor: number, count: number, random: () => number): LatencyHistogram {
  return histogramOf(Array.from({ length: count }, () => factor * (90 + 20 * random())));
}

/** Interleaved blocks of six slices an arm; `factorOf` gives what latencies are multiplied with. */
export function blocks(count: number, factorOf: (arm: Arm, block: number) => number, seed = 1): readonly Slice[] {
  const random = randomFrom(seed);
  return Array.from({ length: count * 12 }, (_, index) => {
    const arm: Arm = [0, 3].includes(index % 4) ? 'base' : 'head';
    const block = Math.floor(index / 12);
    return slice(around(factorOf(arm, block), 250, random), { arm, block, startMs: index * 5000 });
  });
}

export function run(of: Measurement, commit: string, but: { readonly verdict?: Verdict; readonly selfTest?: boolean } = {}): Run {
  return {
    schemaVersion: 1,
    id: commit,
    service: null,
    environment: null,
    scenario: { name: 'pay', hash: 'a' },
    git: { commit, branch: 'main', mergeBase: null, dirty: false },
    fingerprint: { cpuModel: null, cpus: null, memoryBytes: null, kernel: null, runtime: null, image: null, generator: null },
    measurement: of,
    verdict: but.verdict ?? 'pass',
    selfTest: but.selfTest ?? false,
  };
}
