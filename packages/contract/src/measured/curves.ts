import type { Fingerprint } from './run.ts';

/** What one or more systems did under the same open load at rising rates: latency over load, and up to which rate the objective holds. */
export interface Curves {
  readonly schemaVersion: 1;
  readonly measuredAt: string; // ISO 8601
  readonly command: string | null; // that measures it again
  readonly git: { readonly commit: string; readonly dirty: boolean } | null;
  readonly machine: Fingerprint;
  readonly load: CurveLoad;
  readonly objective: CurveObjective;
  readonly systems: readonly SystemCurve[]; // in the order of the story: before, after
  readonly notes: readonly string[]; // what a reader has to know to trust it: "the machine was busy"
}

/** What arrives, and for how long each rate was held. */
export interface CurveLoad {
  readonly arrivals: string; // "customers", "requests": what the rate counts, in the plural
  readonly requestsPerArrival: number | null; // null: differs, or is not known
  readonly durationMs: number; // measured at each rate, warm-up left out
}

/** What every point is held against. null: nothing is promised. */
export interface CurveObjective {
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly failedShare: number | null; // 0 to 1
}

export interface SystemCurve {
  readonly name: string;
  readonly points: readonly CurvePoint[]; // several of one rate are repetitions
}

/** What one rate gave. */
export interface CurvePoint {
  readonly arrivalsPerSecond: number; // offered, whether they were answered or not
  readonly requests: number; // answered or failed
  readonly failed: number;
  readonly overload: number; // wanted and not sent, as too much was under way
  readonly p50Ms: number | null; // null: no request was answered
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly holds: boolean; // the objective
}

/** The highest rate at which the objective holds in every repetition, as at all rates below it; null when it does not hold at the lowest. */
export function highestThatHolds(points: readonly CurvePoint[]): number | null {
  const rates = [...Map.groupBy(points, ({ arrivalsPerSecond }) => arrivalsPerSecond)].toSorted(([a], [b]) => a - b);
  const first = rates.findIndex(([, own]) => !own.every(({ holds }) => holds));
  return rates[(first === -1 ? rates.length : first) - 1]?.[0] ?? null;
}
