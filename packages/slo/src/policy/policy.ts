import type { Source, Stated } from '@plimsoll/contract';

/** What changes do when a budget runs out. Everything is optional; what is not stated has a default, see `decide`. */
export interface FreezePolicy {
  readonly source: Source;
  readonly freezeBelow: Stated<number> | null; // remaining share of the budget, 0 to 1: features wait below it
  readonly cautionBelow: Stated<number> | null;
  readonly liftsAbove: Stated<number> | null; // hysteresis: a freeze ends when so much has been earned back
  readonly onNoData: readonly NoDataRule[] | null;
  readonly coverageMin: Stated<number> | null; // share of the window that must have been measured
  readonly fastBurn: Stated<BurnAnswer> | null; // while a page would be due
  readonly slowBurn: Stated<BurnAnswer> | null; // while a ticket would be due
  readonly through: readonly Stated<ChangeClass>[] | null; // classes that pass a freeze
  readonly classes: readonly ClassRule[] | null;
  readonly notOurFault: readonly Incident[] | null;
}

export type NoDataAnswer = 'go' | 'caution' | 'frozen' | 'unknown';

export const noDataAnswers: readonly NoDataAnswer[] = ['go', 'caution', 'frozen', 'unknown'];

/** The answer for one environment, or for all that have none of their own. */
export interface NoDataRule {
  readonly environment: string | null; // as written; null: every other one
  readonly answer: Stated<NoDataAnswer>;
}

export type BurnAnswer = 'go' | 'caution' | 'frozen';

export const burnAnswers: readonly BurnAnswer[] = ['go', 'caution', 'frozen'];

export type ChangeClass = 'feature' | 'fix' | 'reliability' | 'security' | 'rollback' | 'config';

export const changeClasses: readonly ChangeClass[] = ['feature', 'fix', 'reliability', 'security', 'rollback', 'config'];

/** What tells that a change is of a class: labels of its pull request, and where its files lie. */
export interface ClassRule {
  readonly change: ChangeClass;
  readonly labels: readonly string[];
  readonly paths: readonly string[]; // files, folders, or patterns with * and **
  readonly source: Source;
}

/**
 * A time whose failures do not count for the decision, because somebody reviewed that they were not ours (Google's error budget policy
 * names outages of a company-wide network, of another team that froze itself, and users out of scope).
 */
export interface Incident {
  readonly source: Source;
  readonly fromMs: number; // Unix time in milliseconds
  readonly toMs: number;
  readonly cause: IncidentCause;
  readonly share: number | null; // of the failures, 0 to 1; null: nothing of that time counts, neither good nor bad
  readonly objectives: readonly string[]; // by name; empty: all
  readonly reason: string;
  readonly approver: string;
}

export type IncidentCause = 'dependency' | 'network' | 'load-test' | 'out-of-scope';

export const incidentCauses: readonly IncidentCause[] = ['dependency', 'network', 'load-test', 'out-of-scope'];
