import type { Fingerprint, GitIdentity, Run, Slice } from '@plimsoll/contract';
import { emptyHistogram, histogramOf } from '../../statistics/index.ts';
import type { Acceptance } from '../index.ts';

export const someMachine: Fingerprint = { cpuModel: 'Example CPU', cpus: 4, memoryBytes: 8e9, kernel: '6.1', runtime: 'node 24.11.0', image: null, generator: 'plimsoll 0.1.0' };

/** A commit of the test's own: sha('1') is forty ones. */
export function sha(digit: string): string {
  return digit.repeat(40).slice(0, 40);
}

export function onMain(commit: string): GitIdentity {
  return { commit, branch: 'main', mergeBase: null, dirty: false };
}

export function exampleRun(id: string, changes: Partial<Run> = {}): Run {
  return {
    schemaVersion: 1,
    id,
    service: 'payments',
    environment: null,
    scenario: { name: 'checkout', hash: 'a1' },
    git: onMain(sha('1')),
    fingerprint: someMachine,
    measurement: {
      tool: { name: 'plimsoll', version: '0.1.0', format: 'live' },
      evidence: { kind: 'histogram', relativeError: 0.005, resolutionMs: 0, latencyFrom: 'intended-start', latencyUntil: 'last-byte', errorDefinition: 'status >= 400', timeBase: 'monotonic' },
      model: 'open',
      startedAt: '2026-11-23T10:15:00.000Z',
      durationMs: 5000,
      slices: [exampleSlice({ latencies: [10, 12, 14, 20, 90] })],
      summaries: [],
      health: [{ startMs: 0, durationMs: 5000, lag: histogramOf([0.2, 0.4]), eventLoopUtilization: 0.2, cpuStealShare: null, throttledMs: null, inFlightMax: 3 }],
      interrupted: null,
      notes: [],
    },
    verdict: 'pass',
    selfTest: false,
    ...changes,
  };
}

export function exampleSlice({ latencies, ...changes }: Partial<Slice> & { readonly latencies: readonly number[] }): Slice {
  const latency = histogramOf(latencies);
  return {
    arm: null,
    block: 0,
    phase: 'measured',
    startMs: 0,
    durationMs: 5000,
    endpoint: 'GET /',
    latency,
    failed: emptyHistogram(),
    serviceTime: latency,
    succeeded: latencies.length,
    errors: {},
    intended: latencies.length,
    sent: latencies.length,
    overload: 0,
    ...changes,
  };
}

export function exampleAcceptance(changes: Partial<Acceptance> = {}): Acceptance {
  return {
    schemaVersion: 1,
    id: '20261120T000000Z-acce55',
    kind: 'shift',
    metric: 'p95',
    endpoint: '*',
    reason: 'encryption at rest',
    who: 'ada',
    until: null,
    sha: sha('5'),
    createdAt: '2026-11-20T00:00:00.000Z',
    ...changes,
  };
}
