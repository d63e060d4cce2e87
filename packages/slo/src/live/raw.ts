import { over } from '../indicator/indicator.ts';
import { rangeOf } from '../rules/range.ts';
import type { PrometheusApi } from './api.ts';
import type { Asked, Numbers, Questions, Step } from './ask.ts';
import { askNumbers, askSteps } from './ask.ts';
import { birthsOf } from './births.ts';
import type { Reading } from './reading.ts';
import { halfAnswered, stretchEnds, stretchMs, withinTotal } from './reading.ts';
import type { Subject } from './subject.ts';

const hourMs = 3_600_000;
const baseMs = 300_000; // what the rules measure at a time
const base = rangeOf(baseMs);

/**
 * Counts the metrics themselves: `rate` over the whole window knows resets and gaps and loses nothing between two evaluations, as sums
 * of short rates do. Stretches show where errors could not be told from good events, and stand in where the server will not load the
 * whole window at once.
 */
export async function readRaw(api: PrometheusApi, subject: Subject): Promise<Asked<Reading>> {
  const { span, burnWindowsMs } = subject;
  const now = await askNumbers(api, presentOf(subject), span.endMs);
  if (!now.ok) return now;
  const stepMs = stretchMs(span.endMs - span.startMs);
  const steps = await askSteps(api, stretchOf(subject, stepMs), stretchEnds(span), stepMs);
  if (!steps.ok) return steps;
  const whole = await askNumbers(api, wholeOf(subject), span.endMs);
  if (!whole.ok && whole.failure !== 'refused') return whole;

  const always = subject.measured.kind === 'ratio' || subject.measured.indicator.kind === 'counter';
  const judgedIn = ({ numbers }: Step): number => numbers.get(always ? 'seen' : 'judged') ?? 0;
  // A subquery may hold one sample more or less than its range has steps.
  const judged = steps.value.filter((step) => judgedIn(step) >= (step.numbers.get('seen') ?? 0) - 1 && step.numbers.has('errors') === step.numbers.has('total'));
  if (judged.length === 0 && steps.value.length > 0)
    return { ok: false, failure: 'partial', why: 'there was traffic, but errors cannot be told from good events: the bucket or the series of good events is missing' };
  const left = steps.value.length - judged.length;
  const notes: string[] = [];
  if (left > 0) notes.push(`${left} of ${steps.value.length} stretches of ${rangeOf(stepMs)} were left out: there was traffic, but for a part of it errors cannot be told from good events`);
  if (!whole.ok) notes.push(`counted in stretches of ${rangeOf(stepMs)}, as the server would not load the whole window: ${whole.why}`);
  if (subject.measured.kind === 'ratio') notes.push('is a ratio that somebody else computes: seconds stand for events');
  if (whole.ok && whole.value.has('errors') !== whole.value.has('total')) return { ok: false, failure: 'partial', why: halfAnswered };
  const counted = whole.ok && left === 0 ? bornAdded(whole.value) : summed(judged);
  const bad = withinTotal(counted.bad, counted.total);
  if (bad === null) return { ok: false, failure: 'partial', why: `more errors than events were counted: ${counted.bad} of ${counted.total}` };
  const measuredMs = judged.reduce((sum, step) => sum + Math.min(stepMs, judgedIn(step) * baseMs), 0);
  const seen = steps.value.filter(({ numbers }) => (numbers.get('seen') ?? 0) > 0);
  return {
    ok: true,
    value: {
      basis: 'raw',
      bad,
      total: counted.total,
      coverage: Math.min(1, measuredMs / (span.endMs - span.startMs)),
      burn: burnWindowsMs.map((windowMs) => ({ windowMs, errorRatio: ratioOf(now.value, windowMs) })),
      history: judged.map(({ atMs, numbers }) => ({ startMs: atMs - stepMs, endMs: atMs, bad: numbers.get('errors') ?? 0, total: numbers.get('total') ?? 0 })),
      measuredNow: now.value.has('lastHour'),
      lastSeenMs: seen.at(-1)?.atMs ?? null,
      notes,
    },
  };
}

/** Errors and events of one range. Where somebody else computes a ratio, seconds stand for events. */
export function counting({ measured }: Subject, ms: number): { readonly errors: string; readonly total: string } {
  const inAll = (rate: string, each: number): string => `(${over(rate, rangeOf(ms))}) * ${(each * ms) / 1000}`;
  if (measured.kind === 'rates') return { errors: inAll(measured.rates.errors, 1), total: inAll(measured.rates.total, 1) };
  return { errors: inAll(measured.errorRatio, 1), total: `${inAll(measured.errorRatio, 0)} + ${ms / 1000}` };
}

function wholeOf(subject: Subject): Questions {
  return { ...counting(subject, subject.span.endMs - subject.span.startMs), ...birthsOf(subject) };
}

/** Beside the counts: how often events were seen in the stretch, and how often errors could be told. Those of a counter always can. */
function stretchOf(subject: Subject, stepMs: number): Questions {
  const { measured } = subject;
  const often = (rate: string): string => `count_over_time((${over(rate, base)})[${rangeOf(stepMs)}:${base}])`;
  if (measured.kind === 'ratio') return { ...counting(subject, stepMs), seen: often(measured.errorRatio) };
  const { errors, total } = measured.rates;
  return { ...counting(subject, stepMs), seen: often(total), ...(measured.indicator.kind === 'counter' ? {} : { judged: often(errors) }) };
}

function presentOf({ measured, burnWindowsMs }: Subject): Questions {
  if (measured.kind === 'ratio')
    return { ...Object.fromEntries(burnWindowsMs.map((ms) => [`ratio${ms}`, over(measured.errorRatio, rangeOf(ms))])), lastHour: over(measured.errorRatio, rangeOf(hourMs)) };
  const { errors, total } = measured.rates;
  const ratio = (range: string): string => `(${over(errors, range)}) / ((${over(total, range)}) > 0)`;
  return { ...Object.fromEntries(burnWindowsMs.map((ms) => [`ratio${ms}`, ratio(rangeOf(ms))])), lastHour: over(total, rangeOf(hourMs)) };
}

function bornAdded(numbers: Numbers): { readonly bad: number; readonly total: number } {
  const born = (name: string): number => numbers.get(name) ?? 0;
  const slow = numbers.has('withinBorn') ? born('totalBorn') - born('withinBorn') + born('failedWithinBorn') : 0;
  return { bad: (numbers.get('errors') ?? 0) + born('errorsBorn') + Math.max(0, slow), total: (numbers.get('total') ?? 0) + born('totalBorn') };
}

function summed(steps: readonly Step[]): { readonly bad: number; readonly total: number } {
  return steps.reduce((sum, { numbers }) => ({ bad: sum.bad + (numbers.get('errors') ?? 0), total: sum.total + (numbers.get('total') ?? 0) }), { bad: 0, total: 0 });
}

function ratioOf(numbers: Numbers, windowMs: number): number | null {
  return numbers.get(`ratio${windowMs}`) ?? null;
}
