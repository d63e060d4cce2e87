import { nearest } from '@plimsoll/contract/file';
import type { Objective, ServiceLevelObjectives } from '../objectives.ts';
import { matchersOf } from '../proof/matchers.ts';
import type { Matcher } from '../proof/matchers.ts';
import { measuredBy } from '../rules/measured.ts';
import type { MetricNames } from '../rules/measured.ts';
import { vector } from '../rules/rates.ts';
import type { PrometheusApi } from './api.ts';
import { saidMatcher, targetMatchers } from './births.ts';
import { inLanes } from './lanes.ts';
import type { Retention } from './retention.ts';
import { retentionOf } from './retention.ts';
import { selectorsIn } from './selectors.ts';
import type { Told } from './told.ts';
import { countsTold, namesTold } from './told.ts';

/** What a Prometheus holds of what objectives are measured by, within a day. */
export interface LiveFacts {
  readonly retention: Retention;
  readonly of: ReadonlyMap<Objective, ObjectiveFacts>;
}

export interface ObjectiveFacts {
  readonly series: readonly SeriesFacts[];
  readonly boundaries: Told<readonly number[]> | null; // of a classic histogram, ascending, in the metric's unit; null: no bucket is asked for
}

export interface SeriesFacts {
  readonly metric: string;
  readonly ofErrors: boolean; // counts failed events only: no series may be right, as nothing has failed yet
  readonly count: Told<number>; // of series, whatever their labels
  readonly nearest: string | null; // the likeliest name where there are none
  readonly matchers: Told<readonly MatcherFacts[]>;
}

export interface MatcherFacts {
  readonly matcher: Matcher;
  readonly ofErrors: boolean; // tells failed events from others
  readonly count: number; // series of the metric that it finds
  readonly values: readonly string[]; // of the label, where no series is found
}

const lanes = 4;

/** Asks once for each objective that can be measured. Never throws; what is not answered is told as such. */
export async function readFacts(api: PrometheusApi, slos: readonly ServiceLevelObjectives[], names: MetricNames, atMs: number): Promise<LiveFacts> {
  const retention = await retentionOf(api);
  const objectives = slos.flatMap((slo) => slo.objectives.map((objective) => ({ objective, service: slo.service?.value ?? 'service' })));
  const facts = await inLanes(objectives, lanes, async ({ objective, service }) => factsOf(api, wantedOf(objective, service, names), atMs));
  return { retention, of: new Map(objectives.flatMap(({ objective }, index) => (facts[index] ? [[objective, facts[index]] as const] : []))) };
}

interface Wanted {
  readonly series: readonly WantedSeries[];
  readonly buckets: { readonly metric: string; readonly selector: string } | null;
}

interface WantedSeries {
  readonly metric: string;
  readonly selector: string;
  readonly errors: string; // matchers that tell failed events
  readonly ofErrors: boolean;
}

/** The series that an objective's queries read; none where the file does not say how it is measured. */
function wantedOf(objective: Objective, service: string, names: MetricNames): Wanted | null {
  const measured = measuredBy(objective, service, names);
  if (measured.kind === 'not') return null;
  const { indicator } = measured;
  if (indicator.kind === 'counter') return { series: [{ metric: indicator.metric, selector: indicator.selector, errors: indicator.errors, ofErrors: false }], buckets: null };
  if (indicator.kind === 'histogram') {
    const { metric, selector, native, failed } = indicator;
    return {
      series: [{ metric: native ? metric : `${metric}_count`, selector, errors: failed ?? '', ofErrors: false }],
      buckets: native ? null : { metric: `${metric}_bucket`, selector },
    };
  }
  if (indicator.kind === 'ratio') return { series: selectorsIn(indicator.errorRatio).map(({ metric, matchers }) => ({ metric, selector: '', errors: matchers, ofErrors: false })), buckets: null };
  const total = selectorsIn(indicator.total).map(({ metric, matchers }) => ({ metric, selector: matchers, errors: '', ofErrors: false }));
  const errors = selectorsIn(indicator.errors)
    .filter(({ metric, matchers }) => !total.some((each) => each.metric === metric && each.selector === matchers))
    .map(({ metric, matchers }) => ({ metric, selector: '', errors: matchers, ofErrors: !total.some((each) => each.metric === metric) }));
  return { series: [...total, ...errors], buckets: null };
}

async function factsOf(api: PrometheusApi, wanted: Wanted | null, atMs: number): Promise<ObjectiveFacts | null> {
  if (!wanted) return null;
  const series: SeriesFacts[] = [];
  for (const each of wanted.series) series.push(await seriesOf(api, each, atMs));
  return { series, boundaries: wanted.buckets && (await boundariesOf(api, wanted.buckets, atMs)) };
}

async function seriesOf(api: PrometheusApi, { metric, selector, errors, ofErrors }: WantedSeries, atMs: number): Promise<SeriesFacts> {
  const [required, telling] = [matchersOf(selector), matchersOf(errors)];
  const matchers = [...(required ?? []), ...(telling ?? [])].filter(({ operator, label }) => (operator === '=' || operator === '=~') && label !== 'le');
  const counts = await countsTold(api, [metric, ...matchers.map((matcher) => vector(metric, saidMatcher(matcher)))], atMs);
  if (!counts.known) return { metric, ofErrors, count: counts, nearest: null, matchers: counts };
  const count = counts.value[0] ?? 0;
  if (count === 0) return { metric, ofErrors, count: { known: true, value: 0 }, nearest: await nearestTo(api, metric, selector, atMs), matchers: { known: true, value: [] } };
  if (!required || !telling)
    return { metric, ofErrors, count: { known: true, value: count }, nearest: null, matchers: { known: false, why: `the matchers {${selector}${errors}} are not understood` } };
  const facts: MatcherFacts[] = [];
  for (const [index, matcher] of matchers.entries()) {
    const found = counts.value[index + 1] ?? 0;
    const values = found > 0 ? { known: true as const, value: [] } : await namesTold(api, matcher.label, metric, atMs);
    if (!values.known) return { metric, ofErrors, count: { known: true, value: count }, nearest: null, matchers: values };
    facts.push({ matcher, ofErrors: index >= required.length, count: found, values: values.value });
  }
  return { metric, ofErrors, count: { known: true, value: count }, nearest: null, matchers: { known: true, value: facts } };
}

/** Only among the metrics of the same target: all names of a large Prometheus are too many to ask for. */
async function nearestTo(api: PrometheusApi, metric: string, selector: string, atMs: number): Promise<string | null> {
  const own = targetMatchers(selector);
  if (own.length === 0) return null;
  const names = await namesTold(api, '__name__', `{${own.join(',')}}`, atMs);
  return names.known ? nearest(metric, names.value) : null;
}

async function boundariesOf(api: PrometheusApi, { metric, selector }: { readonly metric: string; readonly selector: string }, atMs: number): Promise<Told<readonly number[]>> {
  const texts = await namesTold(api, 'le', vector(metric, selector), atMs);
  if (!texts.known) return texts;
  const numbers = texts.value.map((text) => (text === '+Inf' ? Infinity : Number(text)));
  return { known: true, value: [...new Set(numbers.filter((each) => !Number.isNaN(each)))].toSorted((a, b) => a - b) };
}
