import type { DecisionsReport } from './decisions-report.ts';
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

/** Why a finding does not count, by where that is said: in a comment, in `.plimsoll/ignore.yml`, or in a baseline of known findings. */
export interface Suppression {
  readonly kind: 'comment' | 'ignore-file' | 'baseline';
  readonly reason: string;
  readonly until: string | null; // the last day on which it applies; null: of a baseline
  readonly source: Source | null; // null: of a baseline, which has no lines
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
  readonly also?: readonly AlsoBroken[]; // absent: nothing else
}

/** A finding of another rule about the same places, shown in the one that leads. It keeps what it is known by. */
export interface AlsoBroken extends Pick<Finding, 'rule' | 'principle' | 'severity' | 'subject' | 'message' | 'help' | 'places' | 'fingerprint'> {
  readonly places: readonly Source[]; // its location among them
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

/** A control of WAF-PERF with the rules that evidence it, and the subjects they judged. Without a rule, Plimsoll says nothing of it. */
export interface ControlSummary {
  readonly id: string; // 'WAF-PERF-040'
  readonly title: string;
  readonly rules: readonly string[];
  readonly broken: number;
  readonly kept: number;
  readonly undecided: number;
}

/** What a finding of an earlier state is known by. */
export interface KnownFinding {
  readonly rule: string;
  readonly state: Finding['state'];
  readonly subject: string;
  readonly file: string | null;
  readonly places: number; // with its location; more of them later are news
  readonly fingerprint: string;
}

/** What changed against known findings: a baseline file, or the tree of a git revision. */
export interface Comparison {
  readonly with: 'baseline' | 'revision';
  readonly name: string; // the file or the revision, as given
  readonly known: number; // findings of today that were known
  readonly fixed: readonly KnownFinding[]; // known ones that are gone
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
  readonly controls: readonly ControlSummary[];
  readonly comparison: Comparison | null;
  readonly decisions?: DecisionsReport; // absent where no decision and no debt is recorded
  readonly findings: readonly Finding[];
  readonly unread: readonly Unread[];
  readonly internalErrors: readonly string[];
  readonly stats: CheckStats;
}
