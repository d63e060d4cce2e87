import { vector } from '../rules/rates.ts';
import { rangeOf } from '../rules/range.ts';
import type { PrometheusApi } from './api.ts';
import { askNumbers } from './ask.ts';
import { targetMatchers } from './births.ts';
import { retentionOf } from './retention.ts';
import { selectorsIn } from './selectors.ts';
import type { Subject } from './subject.ts';

const dayMs = 86_400_000;

/** A target that is up for longer and has never shown a sample is more likely asked for by the wrong name than new. */
const newForMs = 7 * dayMs;

export interface Absence {
  readonly data: 'new' | 'lost';
  readonly why: string;
}

/** Since when nothing has been measured, to five minutes; null where the queries do not say of which series. `sinceMs` is a time at which nothing was missing yet. */
export async function lastSampleMs(api: PrometheusApi, { measured, span }: Subject, sinceMs: number): Promise<number | null> {
  const [first] = selectorsIn(measured.kind === 'ratio' ? measured.errorRatio : measured.rates.total);
  if (!first) return null;
  const answer = await askNumbers(api, { last: `max(max_over_time(timestamp(${vector(first.metric, first.matchers)})[${rangeOf(span.endMs - sinceMs)}:5m]))` }, span.endMs);
  const last = answer.ok ? answer.value.get('last') : undefined;
  return last === undefined ? null : last * 1000;
}

/** Nothing was counted in the window: whether there has never been anything to count, or there was once. */
export async function absenceOf(api: PrometheusApi, subject: Subject): Promise<Absence> {
  const { measured, span } = subject;
  const lost = (why: string): Absence => ({ data: 'lost', why });
  const queries = measured.kind === 'ratio' ? [measured.errorRatio] : [measured.rates.total];
  const selectors = queries.flatMap((query) => selectorsIn(query));
  const [first] = selectors;
  if (!first) return lost('nothing was measured in the window, and its query does not say which series it reads');
  const retention = await retentionOf(api);
  const lookbackMs = Math.max(span.endMs - span.startMs, retention.known ? retention.ms : 0);
  const range = rangeOf(Math.min(lookbackMs, 3 * 365 * dayMs));
  const name = vector(first.metric, first.matchers);
  const own = targetMatchers(first.matchers);
  const target = vector('up', ...own);
  const questions = {
    ever: `count(last_over_time(${name}[${range}]))`,
    up: `count(${target} == 1)`,
    upBefore: `count(last_over_time(${target}[${range}] offset ${rangeOf(newForMs)}))`,
  };
  const answers = await askNumbers(api, questions, span.endMs);
  if (!answers.ok) return lost(`nothing was measured in the window, and whether there was anything before is not known: ${answers.why}`);
  const has = (question: keyof typeof questions): boolean => (answers.value.get(question) ?? 0) > 0;
  if (has('ever')) return lost(`nothing was measured in the window, but ${name} has had samples within ${range}`);
  if (own.length === 0) return lost(`${name} has had no sample within ${range}, and its selector names no job or instance that could be seen to be up`);
  if (!has('up')) return lost(`${name} has had no sample within ${range}, and no target ${target} is up: it is not deployed, not scraped, or called otherwise`);
  if (has('upBefore')) return lost(`${target} has been up for more than 7 days and has never shown ${name}: the name or a label is likely wrong`);
  return { data: 'new', why: `${target} is up, and ${name} has never had a sample` };
}
