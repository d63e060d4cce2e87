import type { CounterIndicator, EventsIndicator, HistogramIndicator } from '../indicator/indicator.ts';
import { windowPlaceholder } from '../indicator/indicator.ts';
import { plain } from './range.ts';

/** Rates per second of bad and of all events, as PromQL with `{{.window}}` for the range. */
export interface Rates {
  readonly errors: string;
  readonly total: string;
}

const w = `[${windowPlaceholder}]`;

/** A counter's errors are 0, not absent, while no series of them has been seen. */
export function counterRates({ metric, selector, errors }: CounterIndicator): Rates {
  const total = `sum(rate(${vector(metric, selector)}${w}))`;
  return { total, errors: orZero(`sum(rate(${vector(metric, selector, errors)}${w}))`, total) };
}

/** Bad events are those that took longer than the threshold, which is in the metric's unit. */
export function histogramRates(indicator: HistogramIndicator, threshold: number): Rates {
  return indicator.native ? nativeRates(indicator, threshold) : classicRates(indicator, threshold);
}

function classicRates({ metric, selector, failed }: HistogramIndicator, threshold: number): Rates {
  const total = `sum(rate(${vector(`${metric}_count`, selector)}${w}))`;
  const within = `sum(rate(${vector(`${metric}_bucket`, selector, boundaryMatcher(threshold))}${w}))`;
  if (failed === null) return { total, errors: `clamp_min(${total} - ${within}, 0)` };
  const failedWithin = `sum(rate(${vector(`${metric}_bucket`, selector, boundaryMatcher(threshold), failed)}${w}))`;
  return { total, errors: `clamp_min(${total} - ${within} + (${orZero(failedWithin, total)}), 0)` };
}

/** An idle native histogram has no fraction (NaN), so the fraction is asked for only where something was counted. */
function nativeRates({ metric, selector, failed }: HistogramIndicator, threshold: number): Rates {
  const within = (matchers: string | null): string => {
    const rate = `sum(rate(${vector(metric, selector, matchers ?? '')}${w}))`;
    return `histogram_fraction(0, ${plain(threshold)}, ${rate}) * (histogram_count(${rate}) > 0)`;
  };
  const total = `histogram_count(sum(rate(${vector(metric, selector)}${w})))`;
  const slow = orZero(`${total} - ${within(null)}`, total);
  return { total, errors: failed === null ? `clamp_min(${slow}, 0)` : `clamp_min((${slow}) + (${orZero(within(failed), total)}), 0)` };
}

/**
 * Queries of somebody else, summed, as labels of their own would split the series. Where the errors are a difference, an absent
 * part would read as no errors; then nothing is put in its place, and an alert says so.
 */
export function eventRates({ errors, total }: EventsIndicator): Rates {
  const all = summed(total);
  return { total: all, errors: isPlainRate(errors) ? orZero(summed(errors), all) : `clamp_min(${summed(errors)}, 0)` };
}

const plainRate = /^(?:sum\s*(?:(?:by|without)\s*\([^()]*\)\s*)?\(\s*)?(?:rate|increase)\s*\([^()]*(?:\{[^{}]*\})?[^()]*\)\s*\)?$/;

function isPlainRate(query: string): boolean {
  return plainRate.test(query.replace(/"(?:[^"\\]|\\.)*"/g, '""').trim());
}

function summed(query: string): string {
  return /^sum\s*\(/.test(query) && isPlainRate(query) ? query : `sum(${query})`;
}

function orZero(errors: string, total: string): string {
  return `${errors} or 0 * ${total}`;
}

/** Prometheus 3 writes the boundary 1 as 1.0, Prometheus 2 as the client did; both are meant. */
export function boundaryMatcher(threshold: number): string {
  const text = plain(threshold);
  return Number.isInteger(threshold) ? `le=~"${text}(\\\\.0)?"` : `le="${text}"`;
}

export function vector(metric: string, ...matchers: readonly string[]): string {
  const present = matchers.filter((matcher) => matcher !== '');
  return present.length === 0 ? metric : `${metric}{${present.join(',')}}`;
}
