import { rangeOf } from '../rules/range.ts';
import type { PrometheusApi } from './api.ts';
import type { Asked, Questions } from './ask.ts';
import { askNumbers, askSteps } from './ask.ts';
import type { Reading } from './reading.ts';
import { halfAnswered, stretchEnds, stretchMs, withinTotal } from './reading.ts';
import type { Subject } from './subject.ts';

/**
 * Reads what the rules record, with the rules' own arithmetic: the ratio is that of `slo:error_ratio:rate30d` and burn rates are those
 * that alerts see. Only a window of the calendar differs, which no rule can count.
 */
export async function readRecorded(api: PrometheusApi, subject: Subject): Promise<Asked<Reading>> {
  const { span, planned, burnWindowsMs, intervalMs } = subject;
  if (!planned) return { ok: false, failure: 'refused', why: 'there are no rules for it' };
  const { id } = planned;
  const lengthMs = span.endMs - span.startMs;
  const numbers = await askNumbers(
    api,
    {
      ...sumsOf(subject, lengthMs),
      ...Object.fromEntries(burnWindowsMs.map((ms) => [`ratio${ms}`, `slo:error_ratio:rate${rangeOf(ms)}${id}`])),
      lastHour: `count_over_time(${baseOf(subject)}[1h])`,
    },
    span.endMs,
  );
  if (!numbers.ok) return numbers;
  const stepMs = stretchMs(lengthMs);
  const steps = await askSteps(api, sumsOf(subject, stepMs), stretchEnds(span), stepMs);
  if (!steps.ok) return steps;
  const number = (name: string): number => numbers.value.get(name) ?? 0;
  if (numbers.value.has('errors') !== numbers.value.has('total')) return { ok: false, failure: 'partial', why: halfAnswered };
  const bad = withinTotal(number('errors'), number('total'));
  if (bad === null) return { ok: false, failure: 'partial', why: `more errors than events were recorded: ${number('errors')} of ${number('total')}` };
  const seen = steps.value.filter(({ numbers: each }) => each.has('samples'));
  return {
    ok: true,
    value: {
      basis: 'recorded',
      bad,
      total: number('total'),
      coverage: Math.min(1, (number('samples') * intervalMs) / lengthMs),
      burn: burnWindowsMs.map((windowMs) => ({ windowMs, errorRatio: numbers.value.get(`ratio${windowMs}`) ?? null })),
      history: seen.map(({ atMs, numbers: each }) => ({ startMs: atMs - stepMs, endMs: atMs, bad: each.get('errors') ?? 0, total: each.get('total') ?? 0 })),
      measuredNow: numbers.value.has('lastHour'),
      lastSeenMs: seen.at(-1)?.atMs ?? null,
      notes: ['counted from the rates that the rules record', ...(subject.measured.kind === 'ratio' ? ['is a ratio that somebody else computes: seconds stand for events'] : [])],
    },
  };
}

/** Events as means of rates over as many samples as errors have: times in which errors could not be told count for neither. */
export function sumsOf(subject: Subject, ms: number): Questions {
  const { measured, planned, intervalMs } = subject;
  const [range, seconds, id] = [rangeOf(ms), intervalMs / 1000, planned?.id ?? ''];
  const samples = `count_over_time(${baseOf(subject)}[${range}])`;
  if (measured.kind === 'ratio') return { samples, errors: `sum_over_time(${baseOf(subject)}[${range}]) * ${seconds}`, total: `${samples} * ${seconds}` };
  const events = (part: string): string => `avg_over_time(slo:${part}:rate5m${id}[${range}]) * ${samples} * ${seconds}`;
  return { samples, errors: events('errors'), total: events('total') };
}

/** The series that says at which times the objective was measured; coverage in the rules is counted from it, too. */
function baseOf({ measured, planned }: Subject): string {
  return `slo:${measured.kind === 'ratio' ? 'error_ratio' : 'errors'}:rate5m${planned?.id ?? ''}`;
}
