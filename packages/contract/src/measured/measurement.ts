import type { LatencyHistogram } from './histogram.ts';

/** What a load test measured, whoever ran it. A reader of results never invents what its file does not say: that is null. */
export interface Measurement {
  readonly tool: { readonly name: string; readonly version: string | null; readonly format: string };
  readonly evidence: MeasurementEvidence;
  readonly model: 'open' | 'closed' | 'unknown'; // open: requests start by a schedule, whether or not earlier ones were answered
  readonly startedAt: string | null; // ISO 8601 with milliseconds, UTC
  readonly durationMs: number | null;
  /** Time slices, each of one endpoint; empty when only percentiles are known. Percentiles of slices are never averaged: merge the histograms. */
  readonly slices: readonly Slice[];
  /** What a file of percentiles says; empty when there are slices. */
  readonly summaries: readonly EndpointSummary[];
  readonly health: readonly GeneratorHealth[]; // empty when the generator does not say how it fared
  readonly interrupted: string | null; // why the run ended early: "the server stopped answering", "SIGINT"
  readonly notes: readonly string[]; // what the reader left out or assumed, for people
}

export interface MeasurementEvidence {
  readonly kind: 'raw' | 'histogram' | 'percentiles';
  /** Largest relative error of a latency as stored in the file; 0 when exact. null: not known. */
  readonly relativeError: number | null;
  /** Latencies are multiples of this (1 for whole milliseconds); 0 when finer than a microsecond. null: not known. */
  readonly resolutionMs: number | null;
  /** From the start that the schedule intended (a stall is seen by every request it delays), or from when the request was really sent. */
  readonly latencyFrom: 'intended-start' | 'actual-start' | 'unknown';
  readonly latencyUntil: 'last-byte' | 'first-byte' | 'unknown';
  readonly errorDefinition: string; // "status >= 400 or no response"
  readonly timeBase: 'monotonic' | 'wall-clock' | 'none'; // none: no times, so no slices over time
}

/** The endpoint name that stands for all requests together in summaries and criteria. */
export const allEndpoints = '*';

export interface Slice {
  readonly arm: Arm | null; // null: not a comparison
  readonly block: number; // restart block of an interleaved comparison, from 0; one load generator of several otherwise
  readonly phase: 'warm-up' | 'measured';
  readonly startMs: number; // since the start of the measurement
  readonly durationMs: number;
  readonly endpoint: string; // "GET /payments/:id", a request's name in the scenario
  /** Every request that ended with a response, and every time-out at the time-out's value. Refused and reset connections have no latency. */
  readonly latency: LatencyHistogram;
  /** Those of `latency` that failed: time-outs, statuses that count as errors, checks that did not hold. */
  readonly failed: LatencyHistogram;
  /** As `latency`, from when the request was really sent; null when the tool has one clock only. */
  readonly serviceTime: LatencyHistogram | null;
  readonly succeeded: number;
  readonly errors: Readonly<Record<string, number>>; // by cause: "timeout", "status 503", "ECONNRESET", "check: body has id"
  readonly intended: number | null; // requests that the schedule wanted in this slice
  readonly sent: number | null;
  readonly overload: number; // wanted but not sent: no room in flight, no free virtual user (k6: dropped_iterations)
}

export type Arm = 'base' | 'head';

export interface EndpointSummary {
  readonly endpoint: string; // allEndpoints for the line of all
  readonly count: number;
  readonly failedCount: number | null;
  readonly percentiles: readonly { readonly quantile: number; readonly valueMs: number }[]; // only what the file says, ascending
  readonly meanMs: number | null;
  readonly minMs: number | null;
  readonly maxMs: number | null;
}

/** How the generator itself fared in a span of time: when it is late or busy, its numbers prove nothing. */
export interface GeneratorHealth {
  readonly startMs: number;
  readonly durationMs: number;
  readonly lag: LatencyHistogram | null; // how late requests left the schedule; merged over the run it says what of the latencies is our own
  readonly eventLoopUtilization: number | null; // 0 to 1, of the busiest worker
  readonly cpuStealShare: number | null; // 0 to 1: time the hypervisor gave to others
  readonly throttledMs: number | null; // time that the cgroup's quota took away
  readonly inFlightMax: number | null;
}
