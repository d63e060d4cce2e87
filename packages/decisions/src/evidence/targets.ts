import type { PerformanceClaim } from '../decision.ts';
import { percentileOf } from './measured-run.ts';
import type { MeasuredRun } from './measured-run.ts';

/** A target and whether the result meets it. */
export interface TargetCheck {
  readonly target: PerformanceClaim;
  readonly met: boolean | null; // null: a number is missing
  readonly missed: readonly Miss[];
  readonly unknown: readonly ('latency' | 'rate' | 'errors')[]; // asked for by the target, said neither by the result nor by its run
}

export interface Miss {
  readonly of: 'latency' | 'rate' | 'errors';
  readonly wanted: number; // ms, per second, share
  readonly got: number;
}

/**
 * Both dimensions: latency at the target's percentile, at the same load or a higher one. A result measured under less load than the
 * target names misses it, however fast it was. What the result does not say is taken from its run.
 */
export function checkTargets(result: PerformanceClaim, targets: readonly PerformanceClaim[], run: MeasuredRun | null): readonly TargetCheck[] {
  const fitting = targets.filter((target) => target.quantile === null || result.quantile === null || target.quantile === result.quantile);
  return fitting.map((target): TargetCheck => {
    const missed: Miss[] = [];
    const unknown: TargetCheck['unknown'][number][] = [];
    const compare = (of: Miss['of'], wanted: number | undefined, got: number | null, holds: (got: number, wanted: number) => boolean): void => {
      if (wanted === undefined) return;
      if (got === null) unknown.push(of);
      else if (!holds(got, wanted)) missed.push({ of, wanted, got });
    };
    const latency = result.quantile === target.quantile ? (result.latencyMs?.value ?? null) : null;
    const strict = target.comparator === '<';
    const below = (got: number, wanted: number): boolean => (strict ? got < wanted : got <= wanted);
    if (target.quantile !== null) compare('latency', target.latencyMs?.value, latency ?? (run ? percentileOf(run, target.quantile) : null), below);
    compare('rate', target.ratePerSecond?.value, result.ratePerSecond?.value ?? run?.ratePerSecond ?? null, (got, wanted) => got >= wanted);
    compare('errors', target.errorRatio?.value, result.errorRatio?.value ?? run?.errorRatio ?? null, (got, wanted) => got <= wanted);
    return { target, met: missed.length > 0 ? false : unknown.length > 0 ? null : true, missed, unknown };
  });
}

/** All of them: missed where one is missed, not known where one is not known. */
export function meetsAll(checks: readonly TargetCheck[]): boolean | null {
  if (checks.some(({ met }) => met === false)) return false;
  return checks.length === 0 || checks.some(({ met }) => met === null) ? null : true;
}
