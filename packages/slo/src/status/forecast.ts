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
  const perMs = history.reduce((sum, stretch) => sum + stretch.total, 0) / measuredMs;
  for (const { endMs } of history) {
    const atMs = endMs + window.lengthMs; // all up to here has left the window
    if (atMs <= nowMs) continue;
    const rest = history.filter((stretch) => stretch.endMs > endMs);
    const counted = rest.reduce((sum, stretch) => ({ bad: sum.bad + stretch.bad, total: sum.total + stretch.total }), { bad: 0, total: perMs * (atMs - nowMs) });
    if ((budgetOf(counted, target)?.remaining ?? -Infinity) >= wanted) return atMs;
  }
  return null;
}
