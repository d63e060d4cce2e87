import { medianOf, meanOf, robustDeviation, trimmedMean, varianceOf } from './samples.ts';
import { studentCdf, studentQuantile } from './special.ts';

/** What is believed of the noise before it was seen: a standard deviation, with the weight of so many degrees of freedom. */
export interface Prior {
  readonly deviation: number;
  readonly degrees: number;
}

/** An estimated shift of logarithms: exp(centre) - 1 is the relative effect. */
export interface Shift {
  readonly centre: number;
  readonly error: number; // standard error
  readonly degrees: number;
  readonly pairs: number;
}

const trimmed = 0.13;

/**
 * The shift between two arms from differences of blocks, each a difference of logarithms. The variance is shrunk towards the prior
 * (an inverse-gamma prior, as in Smyth 2004), since that of four blocks alone is all but unknown:
 * error² = (ν₀·s₀² + (n - 1)·s²) / ((ν₀ + n - 1)·n), with ν₀ + n - 1 degrees of freedom.
 */
export function pairedShift(differences: readonly number[], prior: Prior): Shift {
  const n = differences.length;
  if (n === 0) throw new RangeError('without a block there is no shift');
  const degrees = prior.degrees + n - 1;
  const variance = (prior.degrees * prior.deviation ** 2 + (n - 1) * varianceOf(differences)) / degrees;
  return { centre: trimmedMean(differences, trimmed), error: Math.sqrt(variance / n), degrees, pairs: n };
}

/**
 * The shift of the current runs against earlier ones, each value the logarithm of a run. The spread is that between earlier runs: the
 * mean of the sample variance and the robust one, so that one odd run neither hides nor invents a slowdown, shrunk towards the prior.
 */
export function historyShift(earlier: readonly number[], current: readonly number[], prior: Prior): Shift {
  if (earlier.length === 0 || current.length === 0) throw new RangeError('a comparison with history needs runs on both sides');
  const seen = earlier.length - 1;
  const degrees = prior.degrees + seen;
  const spread = seen === 0 ? 0 : (varianceOf(earlier) + robustDeviation(earlier) ** 2) / 2;
  const variance = (prior.degrees * prior.deviation ** 2 + seen * spread) / degrees;
  return { centre: meanOf(current) - trimmedMean(earlier, trimmed), error: Math.sqrt(variance * (1 / earlier.length + 1 / current.length)), degrees, pairs: earlier.length };
}

/** One-sided: the probability of such a shift or a larger one when there is none. */
export function pValueOf({ centre, error, degrees }: Shift): number {
  if (error === 0) return centre > 0 ? 0 : 1;
  return 1 - studentCdf(centre / error, degrees);
}

/** Bounds of the shift, each one-sided of the given confidence. */
export function boundsOf({ centre, error, degrees }: Shift, confidence: number): { readonly low: number; readonly high: number } {
  const reach = studentQuantile(confidence, degrees) * error;
  return { low: centre - reach, high: centre + reach };
}

/**
 * The relative slowdown that a test of level `alpha` finds with the given power: exp(max(t(1 - alpha)·error, least) + t(power)·error) - 1. `least` is a shift
 * of logarithms that the estimate has to reach whatever the noise; 0 where the test alone decides.
 */
export function minimumDetectableEffect({ error, degrees }: Shift, alpha: number, power: number, least: number = 0): number {
  return Math.expm1(Math.max(studentQuantile(1 - alpha, degrees) * error, least) + studentQuantile(power, degrees) * error);
}

/** Whether every current run lies above the middle of the earlier ones. */
export function allAbove(earlier: readonly number[], current: readonly number[]): boolean {
  return Math.min(...current) > medianOf(earlier);
}
