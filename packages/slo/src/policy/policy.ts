import type { Source, Stated } from '@plimsoll/contract';

/** What changes do when a budget runs out. Everything is optional; what is not stated has a default, see `decide`. */
export interface FreezePolicy {
  readonly source: Source;
  readonly freezeBelow: Stated<number> | null; // remaining share of the budget, 0 to 1: features wait below it
  readonly cautionBelow: Stated<number> | null;
  readonly liftsAbove: Stated<number> | null; // hysteresis: a freeze ends when so much has been earned back
  readonly onNoData: Stated<NoDataAnswer> | null;
  readonly coverageMin: Stated<number> | null; // share of the window that must have been measured
  readonly through: readonly Stated<ChangeClass>[] | null; // classes that pass a freeze
}

export type NoDataAnswer = 'go' | 'caution' | 'frozen' | 'unknown';

export const noDataAnswers: readonly NoDataAnswer[] = ['go', 'caution', 'frozen', 'unknown'];

export type ChangeClass = 'feature' | 'fix' | 'reliability' | 'security' | 'rollback' | 'config';

export const changeClasses: readonly ChangeClass[] = ['feature', 'fix', 'reliability', 'security', 'rollback', 'config'];
