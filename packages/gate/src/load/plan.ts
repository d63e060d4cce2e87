import type { Arm } from '@plimsoll/contract';
import type { Scenario } from './scenario/scenario.ts';

/** When requests start. Open models follow a schedule, whatever the answers; `closed` waits for its answers, and is labelled so. */
export type Arrivals =
  /** The rate goes in a straight line from `from` to `to` within each stage. A constant rate is one stage of equal ends. */
  | { readonly kind: 'rate'; readonly stages: readonly RateStage[]; readonly spacing: 'even' | 'poisson' }
  | { readonly kind: 'replay'; readonly startsMs: readonly number[] } // ascending, from the start of the load
  | { readonly kind: 'closed'; readonly users: number };

export interface RateStage {
  readonly durationMs: number;
  readonly fromPerSecond: number;
  readonly toPerSecond: number;
}

export interface LoadPlan {
  readonly scenario: Scenario;
  /** Where each arm answers: `http://127.0.0.1:8080`. A plain load has `head` only. */
  readonly targets: { readonly head: string; readonly base?: string };
  readonly arrivals: Arrivals;
  readonly spans: readonly Span[]; // in order of time, without overlap
  readonly connections: number; // of all workers together, for each arm
  readonly inFlightMax: number; // of all workers together; what comes on top is overload
  readonly timeoutMs: number; // from sending to the last byte
  readonly workers: number;
  readonly seed: number; // of Poisson gaps and of the choice among weighted requests
}

/** A stretch of the schedule whose requests are counted together: one slice of the measurement. */
export interface Span {
  readonly arm: Arm;
  readonly block: number;
  readonly phase: 'warm-up' | 'measured';
  readonly startMs: number;
  readonly durationMs: number;
}

/** How the load goes, about once a second; for a live view. */
export interface LoadTick {
  readonly atMs: number;
  readonly totalMs: number;
  readonly intendedPerSecond: number | null; // null: closed model
  readonly sentPerSecond: number;
  readonly inFlight: number;
  readonly requests: number; // ended since the start
  readonly p50Ms: number | null; // of what ended since the tick before
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly errors: Readonly<Record<string, number>>; // since the start
  readonly overload: number; // since the start
  readonly lagP99Ms: number | null;
  readonly eventLoopUtilization: number | null;
}
