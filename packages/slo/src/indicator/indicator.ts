import type { Source } from '@plimsoll/contract';

/** How an objective is measured in Prometheus. */
export type Indicator = CounterIndicator | HistogramIndicator | EventsIndicator | RatioIndicator;

/** A counter of requests, in which labels tell those that failed. */
export interface CounterIndicator {
  readonly kind: 'counter';
  readonly metric: string; // http_requests_total
  readonly selector: string; // job="payments", without braces; empty: all series
  readonly errors: string; // code=~"5.."
  readonly source: Source;
}

/** A histogram of durations; `metric` is the name without _bucket and _count. */
export interface HistogramIndicator {
  readonly kind: 'histogram';
  readonly metric: string;
  readonly selector: string;
  readonly native: boolean; // one series with a resolution of its own, not one per `le`
  readonly unit: 's' | 'ms';
  /** Boundaries that are known to exist, in the metric's unit; null: not stated. */
  readonly boundaries: readonly number[] | null;
  /** Matchers of failed requests that count as too slow, because a fast failure serves nobody; null: they count as they come. */
  readonly failed: string | null;
  readonly source: Source;
}

/** Rates per second of failed and of all events, as PromQL in which `{{.window}}` stands for the range. */
export interface EventsIndicator {
  readonly kind: 'events';
  readonly errors: string;
  readonly total: string;
  readonly source: Source;
}

/** A ratio that somebody else computes. It cannot be weighted by events. */
export interface RatioIndicator {
  readonly kind: 'ratio';
  readonly errorRatio: string;
  readonly source: Source;
}

/** What stands for the range in a query, as Sloth writes it. */
export const windowPlaceholder = '{{.window}}';

const placeholder = /\{\{\s*\.window\s*\}\}/g;

/** The query over one range, such as `5m`. */
export function over(query: string, range: string): string {
  return query.replace(placeholder, range);
}

export function hasPlaceholder(query: string): boolean {
  return query.search(placeholder) !== -1;
}
