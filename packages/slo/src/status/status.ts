import type { Budget } from '../budget/budget.ts';
import { budgetMinutes, budgetOf, burnRateOf, exhaustedInMs } from '../budget/budget.ts';
import { nominalLengthMs } from '../windows/window.ts';
import type { ObjectiveSnapshot } from './snapshot.ts';

export interface SloStatus {
  readonly snapshot: ObjectiveSnapshot;
  readonly budget: Budget | null; // null: nothing can be said
  readonly minutesAllowed: number; // of total outage in the whole window
  readonly minutesLeft: number | null;
  readonly burn: readonly { readonly windowMs: number; readonly rate: number | null }[]; // 1: used up exactly at the end of the window
  readonly exhaustedInMs: number | null; // at the burn rate of the shortest window of an hour or more; null: not known
}

const hourMs = 3_600_000;

/** Budget, burn rates and forecast of one objective, from counted events only. */
export function statusOf(snapshot: ObjectiveSnapshot): SloStatus {
  const { target, window, bad, total, data } = snapshot;
  const budget = data === 'measured' && bad <= total ? budgetOf({ bad, total }, target) : null;
  const lengthMs = nominalLengthMs(window);
  const minutesAllowed = budgetMinutes(target, lengthMs);
  const burn = snapshot.burn.map(({ windowMs, errorRatio }) => ({ windowMs, rate: errorRatio === null || Number.isNaN(errorRatio) ? null : burnRateOf(errorRatio, target) }));
  const present = burn.filter(({ windowMs, rate }) => windowMs >= hourMs && rate !== null).toSorted((a, b) => a.windowMs - b.windowMs)[0];
  return {
    snapshot,
    budget,
    minutesAllowed,
    minutesLeft: budget && Number.isFinite(budget.remaining) ? Number((minutesAllowed * budget.remaining).toPrecision(12)) : null,
    burn,
    exhaustedInMs: budget && present?.rate !== null && present ? exhaustedInMs(budget.remaining, present.rate, lengthMs) : null,
  };
}
