import { budgetOf } from '../budget/budget.ts';
import { windowAt } from '../windows/window.ts';
import type { ObjectiveSnapshot } from './snapshot.ts';

/**
 * When so much of the budget (a share) will remain if nothing fails any more and traffic stays as it was: as old errors leave a rolling
 * window, and at the next boundary of a calendar window. Unix time in milliseconds; null where the history does not say.
 */
export function liftsAtMs(snapshot: ObjectiveSnapshot, wanted: number, nowMs: number): number | null {
  const { window, target, history, bad, total, data } = snapshot;
  if (data !== 'measured') return null;
  const remaining = budgetOf({ bad, total }, target)?.remaining;
  if (remaining !== undefined && remaining >= wanted) return nowMs;
  if (wanted > 1) return null;
  if (window.kind === 'calendar') return windowAt(window, nowMs).endMs;
  const measuredMs = history.reduce((sum, { startMs, endMs }) => sum + (endMs - startMs), 0);
  if (measuredMs <= 0) return null;
  const sum = { bad: 0, total: 0 };
  // What has not left the window yet when all up to a stretch has: the stretches after it.
  const after = history
    .toReversed()
    .map((stretch) => {
      const rest = { ...sum, endMs: stretch.endMs };
      sum.bad += stretch.bad;
      sum.total += stretch.total;
      return rest;
    })
    .toReversed();
  const perMs = sum.total / measuredMs;
  for (const rest of after) {
    const atMs = rest.endMs + window.lengthMs;
    if (atMs <= nowMs) continue;
    const counted = { bad: rest.bad, total: rest.total + perMs * (atMs - nowMs) };
    if ((budgetOf(counted, target)?.remaining ?? -Infinity) >= wanted) return atMs;
  }
  return null;
}
