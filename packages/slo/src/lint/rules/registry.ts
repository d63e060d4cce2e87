import type { SloRule } from '../rule.ts';
import { alertUnreachable } from './alert-unreachable.ts';
import { bucketMissing } from './bucket-missing.ts';
import { bucketNotFound } from './bucket-not-found.ts';
import { budgetPeriodDiffers } from './budget-period-differs.ts';
import { duplicateName } from './duplicate-name.ts';
import { errorsEqualTotal } from './errors-equal-total.ts';
import { freezeWithoutWayThrough } from './freeze-without-way-through.ts';
import { labelNotFound } from './label-not-found.ts';
import { metricNotFound } from './metric-not-found.ts';
import { noBudget } from './no-budget.ts';
import { notUnderstood } from './not-understood.ts';
import { percentilesContradict } from './percentiles-contradict.ts';
import { policyThresholdsContradict } from './policy-thresholds-contradict.ts';
import { quantileOfSummary } from './quantile-of-summary.ts';
import { reviewOverdue } from './review-overdue.ts';
import { unitMismatch } from './unit-mismatch.ts';
import { windowBeyondRetention } from './window-beyond-retention.ts';

/** Every rule of `plimsoll slo lint`, each with a page beside it. */
export const sloRules: readonly SloRule[] = [
  alertUnreachable,
  bucketMissing,
  bucketNotFound,
  budgetPeriodDiffers,
  duplicateName,
  errorsEqualTotal,
  freezeWithoutWayThrough,
  labelNotFound,
  metricNotFound,
  noBudget,
  notUnderstood,
  percentilesContradict,
  policyThresholdsContradict,
  quantileOfSummary,
  reviewOverdue,
  unitMismatch,
  windowBeyondRetention,
];
