import type { PrincipleId, PrincipleStatus } from './principle.ts';
import type { Source, Unread } from './source.ts';

export type Severity = 'error' | 'warning' | 'info';

export const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** A line that led to the judgement, and what it says in one short phrase (`max_size = 20`). */
export interface Evidence extends Source {
  readonly says: string;
}

/** How two artefacts were found to belong together. */
export interface JoinNote {
  readonly from: string;
  readonly to: string;
  readonly why: string;
  readonly sure: Certainty;
}

export type Certainty = 'certain' | 'likely' | 'assumed';

/** What would decide an undecided judgement, and why it is not known. */
export interface UndecidedBy {
  readonly cause: UndecidedCause;
  readonly missing: string;
  readonly breaksWhen: string | null;
}

export type UndecidedCause = 'outside-the-repository' | 'no-value-given' | 'not-supported-yet';

export interface Suppression {
  readonly reason: string;
  readonly until: string | null;
  readonly source: Source;
}

export interface Finding {
  readonly rule: string;
  readonly principle: PrincipleId | null; // null: a rule about the contract itself
  readonly severity: Severity;
  readonly state: 'broken' | 'undecided';
  readonly subject: string;
  readonly environments: readonly string[];
  readonly message: string;
  readonly help: string;
  readonly location: Source | null;
  readonly places: readonly Source[];
  readonly evidence: readonly Evidence[];
  readonly joins: readonly JoinNote[];
  readonly undecidedBy: readonly UndecidedBy[];
  readonly fingerprint: string;
  readonly suppressed: Suppression | null;
}

export interface PrincipleSummary {
  readonly id: PrincipleId;
  readonly status: PrincipleStatus;
  readonly broken: number;
  readonly kept: number;
  readonly undecided: number;
}

/** Subjects per rule: what a reader of the statistics needs to see which rules decide and which cannot. */
export interface RuleSummary {
  readonly rule: string;
  readonly broken: number;
  readonly kept: number;
  readonly undecided: number;
  readonly undecidedByCause: Readonly<Record<UndecidedCause, number>>;
}

export interface CheckStats {
  readonly files: number;
  readonly bytes: number;
  readonly parsed: number;
  readonly ms: number;
}

/** The JSON that `plimsoll check --format json` prints; its schema is published with the cli. */
export interface CheckReport {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'plimsoll'; readonly version: string };
  readonly today: string;
  readonly environments: readonly string[];
  readonly principles: readonly PrincipleSummary[];
  readonly rules: readonly RuleSummary[];
  readonly findings: readonly Finding[];
  readonly unread: readonly Unread[];
  readonly internalErrors: readonly string[];
  readonly stats: CheckStats;
}
