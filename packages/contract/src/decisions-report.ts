/** Decision records and performance debt of a repository, with what the rules of DP8 say of them. */
export interface DecisionsReport {
  readonly decisions: readonly DecisionEntry[];
  readonly debts: readonly DebtEntry[];
  readonly headrooms: readonly HeadroomEntry[];
}

export interface DecisionEntry {
  readonly file: string;
  readonly line: number;
  readonly number: string | null;
  readonly title: string;
  readonly status: string | null;
  readonly date: string | null; // ISO
  readonly bearsOnPerformance: boolean;
  readonly hasPerformanceSection: boolean;
  readonly supersededBy: string | null; // file of the record that took its place
  readonly claims: readonly ClaimEntry[];
  readonly debts: readonly string[]; // ids it names
}

/** `stated`: no rule holds this kind of claim against anything here. */
export type ClaimState = 'kept' | 'broken' | 'undecided' | 'stated';

export interface ClaimEntry {
  readonly kind: string; // 'performance', 'instances', 'scaling-signal', 'pool-size', 'timeout', 'debt', 'no-debt'
  readonly text: string;
  readonly line: number;
  readonly state: ClaimState;
  readonly rules: readonly string[]; // that found it broken or undecided
  readonly run: string | null; // the stored run that it rests on
}

/** `unregistered`: a decision names it and no register does; `undated`: its target names no day. */
export type DebtState = 'open' | 'overdue' | 'undated' | 'closed' | 'unregistered';

export interface DebtEntry {
  readonly id: string;
  readonly title: string;
  readonly state: DebtState;
  readonly file: string | null;
  readonly line: number | null;
  readonly owner: string | null;
  readonly priority: string | null;
  readonly impact: string | null; // as written
  readonly impactMs: number | null; // as last measured, else as estimated
  readonly isMeasured: boolean;
  readonly services: readonly string[];
  readonly created: string | null;
  readonly reviewed: string | null; // ISO
  readonly target: string | null; // as written
  readonly due: string | null; // ISO, the last day of the target
  readonly extensions: number;
  readonly decisions: readonly string[]; // files of the records that name it
}

/** One latency objective of a service, with what its last run measured and the debt accepted for it. */
export interface HeadroomEntry {
  readonly service: string;
  readonly quantile: number;
  readonly limitMs: number;
  readonly measuredMs: number | null;
  readonly acceptedMs: number;
  readonly leftMs: number | null;
  readonly fits: boolean | null; // null: not known
  readonly run: string | null;
}
