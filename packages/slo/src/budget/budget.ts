/** What was counted in a window: events, or their rates in one unit. */
export interface Counted {
  readonly bad: number;
  readonly total: number;
}

export interface Budget {
  readonly allowed: number; // bad events that the target leaves
  readonly bad: number;
  readonly errorRatio: number;
  readonly remaining: number; // share of the budget, 1 when untouched, negative when overspent
  readonly exceeded: boolean;
}

/** Below zero by less is the dust of binary fractions: 0.1 % of errors with 99.9 % promised leaves -1.1e-13 of the budget. */
const dust = 1e-9;

/** What is left of an error budget (Site Reliability Workbook, chapter 5). Null without events: nothing can be said then. */
export function budgetOf({ bad, total }: Counted, target: number): Budget | null {
  if (!(total > 0 && total < Infinity) || !(bad >= 0)) return null;
  const errorRatio = bad / total;
  const budget = errorBudgetOf(target);
  const remaining = budget > 0 ? 1 - errorRatio / budget : bad > 0 ? -Infinity : 1;
  return { allowed: budget * total, bad, errorRatio, remaining: Math.abs(remaining) < dust ? 0 : remaining, exceeded: remaining < -dust };
}

/** 1 - target without the dust of binary fractions: 0.001 of 0.999. */
export function errorBudgetOf(target: number): number {
  return Number((1 - target).toPrecision(12));
}

/** Total outage that the target allows in a window, in minutes: 43.2 of 30 days at 99.9 %. */
export function budgetMinutes(target: number, windowMs: number): number {
  return Number(((errorBudgetOf(target) * windowMs) / 60_000).toPrecision(12));
}

/** How many times as fast as allowed the budget is spent: 1 uses it up exactly at the end of the window. */
export function burnRateOf(errorRatio: number, target: number): number {
  const budget = errorBudgetOf(target);
  if (budget > 0) return errorRatio / budget;
  return errorRatio > 0 ? Infinity : 0;
}

/** Time until the budget is used up at this burn rate, in milliseconds; 0 when it is, Infinity when nothing is spent. */
export function exhaustedInMs(remaining: number, burnRate: number, windowMs: number): number {
  if (remaining <= 0) return 0;
  return burnRate > 0 ? (remaining * windowMs) / burnRate : Infinity;
}
