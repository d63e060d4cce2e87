import { vector } from '../rules/rates.ts';
import { rangeOf } from '../rules/range.ts';
import type { PrometheusApi } from './api.ts';
import { askNumbers } from './ask.ts';
import { selectorsIn } from './selectors.ts';
import type { Subject } from './subject.ts';

const minuteMs = 60_000;
const stepMs = 5 * minuteMs;
const before = '7d';

/**
 * The first sample of an objective, to five minutes, where it lies within the window and the server was there before it: then the service
 * is younger than its window. Null where there were samples before the window, and where nobody can say, as when the server is the younger one.
 */
export async function sinceMsOf(api: PrometheusApi, { measured, span }: Subject): Promise<number | null> {
  const [first] = selectorsIn(measured.kind === 'ratio' ? measured.errorRatio : measured.rates.total);
  if (!first) return null;
  const name = vector(first.metric, first.matchers);
  const window = rangeOf(span.endMs - span.startMs);
  const seen = await askNumbers(
    api,
    { first: `min(min_over_time(timestamp(${name})[${window}:${rangeOf(stepMs)}]))`, earlier: `count(last_over_time(${name}[${before}] offset ${window}))` },
    span.endMs,
  );
  const firstS = seen.ok ? seen.value.get('first') : undefined;
  if (!seen.ok || firstS === undefined || (seen.value.get('earlier') ?? 0) > 0) return null;
  const sinceMs = firstS * 1000;
  // Anything that was scraped well before shows that there was a server to see it, and it saw nothing of this.
  const watched = await askNumbers(api, { watched: 'count(count_over_time(up[1h]))' }, sinceMs - 2 * stepMs);
  return watched.ok && (watched.value.get('watched') ?? 0) > 0 && sinceMs > span.startMs + stepMs ? sinceMs : null;
}
