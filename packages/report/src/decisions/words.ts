import type { ClaimState, DebtEntry, DebtState, DecisionEntry, HeadroomEntry } from '@plimsoll/contract';
import type { Style } from '../terminal/span.ts';

export const claimMarks: Readonly<Record<ClaimState, readonly [mark: string, style: Style]>> = {
  kept: ['✓', 'kept'],
  broken: ['✗', 'error'],
  undecided: ['?', 'undecided'],
  stated: ['·', 'quiet'],
};

export const debtStyles: Readonly<Record<DebtState, Style>> = { open: 'kept', overdue: 'error', undated: 'undecided', closed: 'quiet', unregistered: 'error' };

/** `2 kept, 1 broken`; `–` where nothing is claimed. */
export function countsOfClaims({ claims }: DecisionEntry): string {
  const counts = (['broken', 'undecided', 'kept', 'stated'] as const).flatMap((state) => {
    const count = claims.filter((claim) => claim.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  return counts.length === 0 ? '–' : counts.join(', ');
}

/** The worst of its claims. */
export function worstOf({ claims }: DecisionEntry): ClaimState {
  return (['broken', 'undecided', 'kept'] as const).find((state) => claims.some((claim) => claim.state === state)) ?? 'stated';
}

/** `+50 ms`, `+62 ms measured`; the words of the register where they hold no number. */
export function sayImpact({ impact, impactMs, isMeasured }: Pick<DebtEntry, 'impact' | 'impactMs' | 'isMeasured'>): string {
  return impactMs === null ? (impact ?? '–') : `+${sayMs(impactMs)}${isMeasured ? ' measured' : ''}`;
}

/** `P95 145 ms + accepted 50 ms ≤ 200 ms`. */
export function sayHeadroom({ quantile, limitMs, measuredMs, acceptedMs, fits }: HeadroomEntry): string {
  const relation = fits === false ? '>' : fits === true ? '≤' : 'against';
  return `P${Number((quantile * 100).toFixed(3))} ${measuredMs === null ? 'not measured' : sayMs(measuredMs)} + accepted ${sayMs(acceptedMs)} ${relation} ${sayMs(limitMs)}`;
}

/** `Q3 2026` of 2026-08-04. */
export function quarterOf(day: string): string {
  return `Q${Math.ceil(Number(day.slice(5, 7)) / 3)} ${day.slice(0, 4)}`;
}

function sayMs(ms: number): string {
  return `${Number(ms.toPrecision(4))} ms`;
}
