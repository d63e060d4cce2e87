import type { SloRule } from '../rule.ts';
import { alertUnreachable } from './alert-unreachable.ts';
import { bucketMissing } from './bucket-missing.ts';
import { budgetPeriodDiffers } from './budget-period-differs.ts';
import { duplicateName } from './duplicate-name.ts';
import { errorsEqualTotal } from './errors-equal-total.ts';
import { freezeWithoutWayThrough } from './freeze-without-way-through.ts';
import { noBudget } from './no-budget.ts';
import { notUnderstood } from './not-understood.ts';
import { percentilesContradict } from './percentiles-contradict.ts';
import { policyThresholdsContradict } from './policy-thresholds-contradict.ts';
import { quantileOfSummary } from './quantile-of-summary.ts';
import { reviewOverdue } from './review-overdue.ts';
import { unitMismatch } from './unit-mismatch.ts';

/** Every rule of `plimsoll slo lint`, each with a page beside it. */
export const sloRules: readonly SloRule[] = [
  alertUnreachable,
  bucketMissing,
  budgetPeriodDiffers,
  duplicateName,
  errorsEqualTotal,
  freezeWithoutWayThrough,
  noBudget,
  notUnderstood,
  percentilesContradict,
  policyThresholdsContradict,
  quantileOfSummary,
  reviewOverdue,
  unitMismatch,
];
