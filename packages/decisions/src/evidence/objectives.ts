import type { Stated } from '@plimsoll/contract';
import type { PerformanceClaim } from '../decision.ts';

/** A promise to users as a limit, whoever wrote it down: at most so many milliseconds at a percentile, at least so many requests a second, at most that share of errors. */
export type Limit =
  | { readonly of: 'latency'; readonly quantile: number; readonly value: Stated<number> } // ms
  | { readonly of: 'rate'; readonly value: Stated<number> } // per second
  | { readonly of: 'errors'; readonly value: Stated<number> }; // share

export interface LimitCheck {
  readonly limit: Limit;
  readonly stated: Stated<number>; // of the target
  readonly looser: boolean; // the decision allows what the promise does not
}

/** A target may be stricter than what was promised, and never looser. Limits that the target does not speak of are left out. */
export function checkLimits(target: PerformanceClaim, limits: readonly Limit[]): readonly LimitCheck[] {
  return limits.flatMap((limit): LimitCheck[] => {
    const stated = limit.of === 'latency' ? (target.quantile === limit.quantile ? target.latencyMs : null) : limit.of === 'rate' ? target.ratePerSecond : target.errorRatio;
    if (!stated) return [];
    const difference = limit.of === 'rate' ? limit.value.value - stated.value : stated.value - limit.value.value;
    return [{ limit, stated, looser: difference > 1e-9 }];
  });
}
