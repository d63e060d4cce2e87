import { highestThatHolds, sayDuration } from '@plimsoll/contract';
import type { CurveObjective, CurvePoint, SystemCurve } from '@plimsoll/contract';

export type Latency = 'p50Ms' | 'p95Ms' | 'p99Ms';

export const latencies: readonly Latency[] = ['p50Ms', 'p95Ms', 'p99Ms'];

/** What a system carries, and what gives way above. */
export interface Held {
  readonly name: string;
  readonly perSecond: number | null; // null: not even the lowest
  readonly at: CurvePoint | null; // the slowest of the highest load that holds
  readonly fails: CurvePoint | null; // the first above; null: it was never loaded beyond what holds
}

export function heldOf(systems: readonly SystemCurve[]): readonly Held[] {
  return systems.map(({ name, points }) => {
    const perSecond = highestThatHolds(points);
    const at = points.filter(({ arrivalsPerSecond }) => arrivalsPerSecond === perSecond).toSorted((a, b) => (b.p95Ms ?? 0) - (a.p95Ms ?? 0))[0] ?? null;
    const fails = points.filter(({ holds, arrivalsPerSecond }) => !holds && arrivalsPerSecond > (perSecond ?? -1)).toSorted((a, b) => a.arrivalsPerSecond - b.arrivalsPerSecond)[0] ?? null;
    return { name, perSecond, at, fails };
  });
}

/** `P95 1.2s above 200ms`, with all that is wrong. */
export function whyNot(point: CurvePoint, objective: CurveObjective): string {
  const slow = latencies.flatMap((latency) => {
    const [value, limit] = [point[latency], objective[latency]];
    return limit === null || (value !== null && value <= limit) ? [] : [value === null ? 'nothing answered' : `P${latency.slice(1, -2)} ${sayMs(value)} above ${sayMs(limit)}`];
  });
  const failed = point.requests === 0 ? 0 : point.failed / point.requests;
  const lost = objective.failedShare !== null && failed > objective.failedShare ? [`${sayShare(failed)} failed`] : [];
  const over = point.overload > 0 ? [`${point.overload.toLocaleString('en')} not sent, as too much was under way`] : [];
  return [...new Set([...slow, ...lost, ...over])].join(', ') || 'the objective does not hold';
}

/** As exact as a reader needs. */
export function sayMs(ms: number): string {
  return sayDuration(ms < 10 ? Math.round(ms * 10) / 10 : ms < 1000 ? Math.round(ms) : Math.round(ms / 10) * 10);
}

export function sayShare(share: number): string {
  return `${(share * 100).toLocaleString('en', { maximumSignificantDigits: 2 })} %`;
}
