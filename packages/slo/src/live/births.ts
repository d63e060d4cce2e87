import { matchersOf } from '../proof/matchers.ts';
import type { Matcher } from '../proof/matchers.ts';
import { boundaryMatcher, vector } from '../rules/rates.ts';
import type { Subject } from './subject.ts';
import type { Questions } from './ask.ts';
import { rangeOf } from '../rules/range.ts';

/** Labels that a scrape gives to every series of a target, `up` included. */
const targetLabels = new Set(['job', 'instance', 'namespace', 'cluster']);

/**
 * Events that `rate` cannot see. A counter with labels begins to exist with its first event, so its first sample is above zero already,
 * and nothing is before it to be subtracted: the first failures of a code, and what a new instance did before its first scrape. The
 * first value counts where it cannot be older than the window: on a target that was scraped before the window began, or whose process
 * started within it. Of a counter that was reset since, the smallest value is taken, which is too little rather than too much.
 */
export function birthsOf({ measured, span }: Subject): Questions {
  if (measured.kind !== 'rates') return {};
  const { indicator, threshold } = measured;
  const born = (metric: string, ...matchers: readonly string[]): string => bornSum(vector(metric, ...matchers), indicator.kind === 'events' ? '' : indicator.selector, span);
  if (indicator.kind === 'counter') return { totalBorn: born(indicator.metric, indicator.selector), errorsBorn: born(indicator.metric, indicator.selector, indicator.errors) };
  if (indicator.kind === 'events' || indicator.native || threshold === null) return {};
  const { metric, selector, failed } = indicator;
  const within = boundaryMatcher(threshold);
  return {
    totalBorn: born(`${metric}_count`, selector),
    withinBorn: born(`${metric}_bucket`, selector, within),
    ...(failed === null ? {} : { failedWithinBorn: born(`${metric}_bucket`, selector, within, failed) }),
  };
}

function bornSum(series: string, selector: string, { startMs, endMs }: { readonly startMs: number; readonly endMs: number }): string {
  const range = rangeOf(endMs - startMs);
  const own = targetMatchers(selector);
  const young = own.length === 0 ? '' : ` or min_over_time(${vector('process_start_time_seconds', ...own)}[${range}]) >= ${startMs / 1000}`;
  return `sum((min_over_time(${series}[${range}]) unless ${series} offset ${range}) and on (job, instance) (${vector('up', ...own)} offset ${range} == 1${young}))`;
}

/** Those matchers of a selector that say whose target is meant, as PromQL. */
export function targetMatchers(selector: string): readonly string[] {
  return (matchersOf(selector) ?? []).filter(({ label }) => targetLabels.has(label)).map((matcher) => saidMatcher(matcher));
}

export function saidMatcher({ label, operator, value }: Matcher): string {
  return `${label}${operator}${JSON.stringify(value)}`;
}
