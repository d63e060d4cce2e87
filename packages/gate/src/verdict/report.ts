import type { Criterion, Fingerprint, GitIdentity, ScenarioIdentity, Verdict } from '@plimsoll/contract';

/** What `plimsoll gate` found, for every reporter. Effects are relative: 0.12 is 12 % slower. Intervals are two-sided unless said otherwise. */
export interface GateReport {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'plimsoll'; readonly version: string };
  readonly today: string; // YYYY-MM-DD
  readonly verdict: Verdict;
  readonly reasons: readonly string[]; // why, the deciding one first
  readonly rule: 'gate-1' | 'ratio'; // ratio: the naive rule of DP7, with its known error rates in `notes`
  readonly comparison: ComparisonMode;
  readonly scenario: ScenarioIdentity;
  readonly head: ArmIdentity;
  readonly base: ArmIdentity | null;
  readonly validity: readonly ValidityCheck[];
  readonly absolute: readonly AbsoluteResult[];
  readonly relative: readonly RelativeResult[];
  readonly trend: readonly TrendResult[]; // never decides
  readonly selfTest: SelfTestRecord | null;
  readonly charts: GateCharts;
  readonly notes: readonly string[];
  readonly reproduce: string; // the command
}

/** How head was compared; always named in every report. */
export type ComparisonMode =
  | 'none' // absolute limits only
  | 'paired' // both on one machine, in interleaved slices
  | 'history' // against the last accepted runs of the same fingerprint
  | 'percentiles'; // as history, but from files that hold percentiles only: reduced evidence

export interface ArmIdentity {
  readonly label: string; // the command, URL or file
  readonly git: GitIdentity | null;
  readonly fingerprint: Fingerprint | null;
  readonly runs: number;
  readonly requests: number;
  readonly errors: number;
}

export interface ValidityCheck {
  readonly name: string; // "achieved rate", "generator lag", "samples", …
  readonly holds: boolean | null; // null: cannot be told from this file
  readonly says: string; // with both numbers
}

export interface AbsoluteResult {
  readonly criterion: Criterion;
  readonly answer: 'within' | 'over' | 'unclear' | 'not-measured';
  readonly weak: boolean; // the budget was spent while unclear, so the point estimate decided
  readonly estimate: number | null; // ms, share, or per second, as the criterion
  readonly low: number | null; // one-sided 95 % bounds each
  readonly high: number | null;
  readonly limit: number;
  readonly samples: number;
  readonly says: string;
}

export interface RelativeResult {
  readonly metric: RelativeMetric;
  readonly endpoint: string;
  readonly answer: 'slower' | 'not-slower' | 'unclear' | 'quarantined'; // not-slower: surely, or after the last look by the estimate where minimumDetectable is small enough to trust it; quarantined: so noisy here that it is only reported
  readonly baseMs: number;
  readonly headMs: number;
  readonly effect: number;
  readonly low: number; // 95 %, two-sided
  readonly high: number;
  readonly margin: number; // effects below it are no slowdown: 0.05
  readonly pValue: number; // one-sided
  readonly alpha: number; // what it was held against, after multiplicity and spending
  readonly minimumDetectable: number; // the slowdown that would have been caught with a probability of 80 %
  readonly pairs: number; // blocks (paired) or runs (history) behind it
  readonly says: string;
}

/** pooled-p99 looks for rare bursts that the median over slices hides by design. */
export type RelativeMetric = 'p95' | 'p99' | 'pooled-p99';

export interface TrendResult {
  readonly metric: string;
  readonly endpoint: string;
  readonly from: string; // commits between which the level changed
  readonly to: string;
  readonly effect: number;
  readonly pValue: number;
}

export interface SelfTestRecord {
  readonly comparisons: number; // base against base
  readonly alarms: number;
  readonly high: number; // one-sided 95 % bound of the false-alarm rate, Clopper–Pearson
  readonly mayEnforce: boolean;
}

export interface GateCharts {
  /** Per arm over time: the middle of each slice and its percentiles. */
  readonly overTime: readonly { readonly arm: 'base' | 'head'; readonly atMs: number; readonly p50Ms: number; readonly p95Ms: number; readonly p99Ms: number }[];
  /** Quantiles of both arms, from which the overlay and the shift function are drawn. baseMs is null without a comparison. */
  readonly quantiles: readonly { readonly quantile: number; readonly headMs: number; readonly baseMs: number | null }[];
}
