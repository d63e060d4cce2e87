import type { Curves } from '@plimsoll/contract';
import type { BudgetReport } from '@plimsoll/slo';
import type { MeasuredRun } from '@plimsoll/decisions';
import type { System } from '@plimsoll/check';
import type { Page } from '../html/page.ts';
import type { Carried } from './page-data.ts';
import type { SystemMap } from './system-map.ts';

/** What every section of the page may show. */
export interface PageParts extends Page {
  readonly systems: readonly System[];
  readonly map: SystemMap;
  readonly carried: Carried;
  readonly runs: readonly MeasuredRun[];
  readonly curves: Curves | null;
  readonly budgets: BudgetReport | null;
}
