import type { ScalingSignal, Source, Stated, Unread } from '@plimsoll/contract';

/** An architecture decision record as it stands in its file. */
export interface DecisionRecord {
  readonly file: string;
  readonly source: Source; // the title, else the first line
  readonly title: string;
  readonly number: string | null; // '0012', '2026-03-01' where the file is named by date
  readonly status: DecisionStatus | null; // null: none given, or none that is understood
  readonly statusText: Stated<string> | null;
  readonly supersededBy: string | null; // as written
  readonly supersedes: readonly string[]; // as written: numbers, names of files, links
  readonly date: Stated<string> | null; // ISO
  readonly sections: readonly DecisionSection[];
  readonly template: boolean;
  readonly performanceSection: PerformanceSection | null;
  readonly performanceHeadings: readonly Stated<string>[]; // other headings that speak of performance in passing
  readonly debtSections: readonly DebtSection[];
  readonly bearsOnPerformance: Relevance;
  readonly claims: readonly Claim[];
  readonly debtIds: readonly Stated<string>[]; // every debt id named anywhere in the record
  readonly unread: readonly Unread[];
}

export type DecisionStatus = 'proposed' | 'draft' | 'accepted' | 'rejected' | 'deprecated' | 'superseded';

export interface DecisionSection {
  readonly heading: string;
  readonly level: number;
  readonly source: Source;
  readonly text: string; // up to the next heading
}

export interface PerformanceSection {
  readonly heading: string;
  readonly source: Source;
  readonly subsections: readonly DecisionSection[];
  readonly empty: boolean; // a heading with nothing below it
}

/** "Performance Debt Created" and "… Accepted" must say something, if only that there is none. */
export interface DebtSection {
  readonly heading: string;
  readonly source: Source;
  readonly stage: 'created' | 'accepted';
  readonly entries: number; // debts named, or one where it says that there is none
}

/** Whether a decision has performance implications, judged by its words, and which words those are. */
export interface Relevance {
  readonly yes: boolean;
  readonly stated: boolean; // a tag or the front matter says so; the words were not asked
  readonly because: readonly { readonly term: string; readonly source: Source }[];
}

/** What a record states in numbers. `source` is the phrase, `text` its line. */
export type Claim = PerformanceClaim | InstancesClaim | SignalClaim | PoolClaim | TimeoutClaim | DebtClaim | NoDebtClaim;

export interface PerformanceClaim {
  readonly kind: 'performance';
  readonly phase: 'design-target' | 'load-test-result' | 'unspecified';
  readonly ratePerSecond: Stated<number> | null;
  readonly quantile: number | null;
  readonly comparator: '<' | '<=' | '=' | '>' | '>=';
  readonly latencyMs: Stated<number> | null;
  readonly errorRatio: Stated<number> | null;
  readonly ticked: boolean | null; // ✅ true, ❌ false, neither null
  readonly evidence: Stated<string> | null; // the stored run that shows it: its id or hash, else the text beside "Evidence:"
  readonly source: Source;
  readonly text: string;
}

export interface InstancesClaim {
  readonly kind: 'instances';
  readonly min: Stated<number> | null;
  readonly max: Stated<number> | null;
  readonly source: Source;
  readonly text: string;
}

export interface SignalClaim {
  readonly kind: 'scaling-signal';
  readonly signal: ScalingSignal;
  readonly metric: Stated<string>;
  readonly source: Source;
  readonly text: string;
}

export interface PoolClaim {
  readonly kind: 'pool-size';
  readonly size: Stated<number>;
  readonly source: Source;
  readonly text: string;
}

export interface TimeoutClaim {
  readonly kind: 'timeout';
  readonly of: string; // 'statement', 'request'; '' when only "timeout" is said
  readonly timeoutMs: Stated<number>;
  readonly source: Source;
  readonly text: string;
}

export interface DebtClaim {
  readonly kind: 'debt';
  readonly stage: 'created' | 'accepted';
  readonly id: Stated<string> | null;
  readonly title: string;
  readonly impactMs: Stated<number> | null;
  readonly owner: string | null;
  readonly due: Stated<string> | null; // ISO, the last day of what is named
  readonly targetText: string | null;
  readonly source: Source;
  readonly text: string;
}

/** "None identified" says something; an empty section does not. */
export interface NoDebtClaim {
  readonly kind: 'no-debt';
  readonly stage: 'created' | 'accepted';
  readonly source: Source;
  readonly text: string;
}
