import type { ScenarioIdentity, Source, Verdict } from '@plimsoll/contract';

/** One stored load-test run, reduced to what a decision can state. Whoever reads the store makes it, and knows its clone. */
export interface MeasuredRun {
  readonly id: string;
  readonly hash: string; // sha256 of the run as stored, in hexadecimal digits
  readonly source: Source; // where it is stored
  readonly service: string | null;
  readonly environment: string | null;
  readonly scenario: ScenarioIdentity;
  readonly commit: string | null;
  readonly isDirty: boolean; // the work tree held changes that no commit has
  readonly isAncestor: boolean | null; // of what is judged; null: this clone cannot tell
  readonly verdict: Verdict | null;
  readonly interrupted: string | null;
  readonly requests: number; // measured, warm-up left out
  readonly ratePerSecond: number | null; // requests answered per second; null: the file does not say
  readonly errorRatio: number | null; // 0 to 1
  readonly percentiles: readonly MeasuredPercentile[];
  readonly relativeError: number; // of a latency as stored; 0 when exact
}

export interface MeasuredPercentile {
  readonly quantile: number; // 0 to 1
  readonly valueMs: number;
}

/** All runs of a history; where there is none, that is another answer than an empty one. */
export interface RunHistory {
  readonly place: string; // ".plimsoll/runs", "the branch plimsoll-runs"
  readonly runs: readonly MeasuredRun[];
}

/** The percentile as the run holds it; null where its file does not. */
export function percentileOf(run: MeasuredRun, quantile: number): number | null {
  return run.percentiles.find((entry) => Math.abs(entry.quantile - quantile) < 1e-9)?.valueMs ?? null;
}

/** The day of a run, from its id: `20261120T101500Z-3f9a2c` is 2026-11-20. */
export function dayOfRun({ id }: Pick<MeasuredRun, 'id'>): string {
  return `${id.slice(0, 4)}-${id.slice(4, 6)}-${id.slice(6, 8)}`;
}
