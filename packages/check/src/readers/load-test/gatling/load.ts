import type { LoadTest } from '../../../facts/index.ts';
import { derived, isKnown, unknown } from '../../../model/known.ts';
import type { Fact, Known } from '../../../model/known.ts';
import { durationAt, numberAt } from './number.ts';
import { callsOf, inside, parts, textAt, trimmed } from './text.ts';
import type { Simulation, Span } from './text.ts';

export interface Load {
  readonly load: LoadTest['load'];
  readonly users: number | null; // started in all, where certain
}

interface Step {
  readonly vus: Known<number> | null;
  readonly rate: Known<number> | null;
  readonly durationMs: Known<number> | null;
  readonly atOnce: Known<number> | null; // users of one moment, who have no rate
}

const noStep: Step = { vus: null, rate: null, durationMs: null, atOnce: null };
const stepsMax = 200; // of one population
const profiles = /inject(?:Open|Closed)?/;

/**
 * The injection profiles of a setUp, https://docs.gatling.io/concepts/injection/: populations start together, the steps of one follow each
 * other. `vus` is the highest number at once of closed models, `ratePerSecond` the highest rate of arrivals of open ones.
 */
export function loadOf(simulation: Simulation, setUp: Span): Load {
  const source = simulation.sourceOf(setUp.start, setUp.end);
  const populations = callsOf(simulation, profiles, setUp).map((call) =>
    parts(simulation, call.given)
      .slice(0, stepsMax)
      .map((part) => stepOf(simulation, part)),
  );
  const none = (what: string): Known<number> => unknown(`${what} is only known when the simulation runs`, { cause: 'no-value-given', what }, { source });
  if (populations.length === 0) return { load: { vus: none('the number of users'), ratePerSecond: none('the rate of users'), durationMs: none('the duration') }, users: null };
  const apart = /\bandThen\b/.test(simulation.shape.slice(setUp.start, setUp.end));
  const durations = populations.map((steps) =>
    together(
      steps.map(({ durationMs }) => durationMs),
      'sum',
      `${steps.length} steps`,
      source,
    ),
  );
  const steps = populations.flat();
  const atOnce = steps.flatMap((step) => step.atOnce ?? []);
  const rates = populations.map((each) =>
    together(
      each.map(({ rate }) => rate),
      'highest',
      `the highest rate of ${each.length} steps`,
      source,
    ),
  );
  const rate = together(rates, 'sum', `${populations.length} populations`, source);
  const vus = together(
    populations.map((each) =>
      together(
        each.map((step) => step.vus),
        'highest',
        `the most users of ${each.length} steps`,
        source,
      ),
    ),
    'sum',
    `${populations.length} populations`,
    source,
  );
  return {
    load: {
      vus: vus ?? (rate === null ? together(atOnce, 'sum', 'users at once', source) : null),
      // Users of one moment add to those that arrive at a rate, and populations that follow each other have different ones.
      ratePerSecond: rate && (atOnce.length > 0 || apart) ? { ...none('the rate of users'), ...(isKnown(rate) ? { bounds: { min: rate.value } } : {}) } : rate,
      durationMs: apart ? none('the duration') : together(durations, 'highest', `the longest of ${populations.length} populations`, source),
    },
    users: steps.every((step) => step.atOnce && isKnown(step.atOnce)) ? atOnce.reduce((sum, each) => sum + (isKnown(each) ? each.value : 0), 0) : null,
  };
}

function stepOf(simulation: Simulation, span: Span): Step {
  const name = /^[A-Za-z]\w*/.exec(textAt(simulation, span))?.[0] ?? '';
  const first = argument(simulation, span, name);
  const during = argument(simulation, span, 'during') ?? argument(simulation, span, 'over');
  const to = argument(simulation, span, 'to');
  const number = (given: Span | null): Known<number> => (given ? numberAt(simulation, given) : open(simulation, span));
  const durationMs = during ? durationAt(simulation, during) : open(simulation, span);
  switch (name) {
    case 'atOnceUsers':
      return { ...noStep, atOnce: number(first) };
    case 'nothingFor':
      return { ...noStep, durationMs: first ? durationAt(simulation, first) : open(simulation, span) };
    case 'constantUsersPerSec':
      return { ...noStep, rate: number(first), durationMs };
    case 'rampUsersPerSec':
      return { ...noStep, rate: greater(number(first), number(to), simulation, span), durationMs };
    case 'rampUsers':
    case 'stressPeakUsers':
    case 'heavisideUsers':
      return { ...noStep, rate: name === 'rampUsers' ? spread(number(first), durationMs) : open(simulation, span), durationMs };
    case 'constantConcurrentUsers':
      return { ...noStep, vus: number(first), durationMs };
    case 'rampConcurrentUsers':
      return { ...noStep, vus: greater(number(first), number(to), simulation, span), durationMs };
    default:
      return { vus: open(simulation, span), rate: open(simulation, span), durationMs: open(simulation, span), atOnce: null };
  }
}

/** `during(60)`, and Scala's `during (60 seconds)` and `during 60`. */
function argument(simulation: Simulation, span: Span, name: string): Span | null {
  const match = new RegExp(`(?<![\\w$])${name}(?![\\w$])\\s{0,80}`).exec(simulation.shape.slice(span.start, span.end));
  if (name === '' || !match) return null;
  const start = span.start + match.index + match[0].length;
  if (simulation.shape[start] === '(') return trimmed(simulation, inside(simulation, start));
  const infix = /^[\w.]+(?:\s+(?:milli|second|minute|hour)s?)?/.exec(simulation.code.slice(start, span.end));
  return infix ? { start, end: start + infix[0].length } : null;
}

function greater(left: Known<number>, right: Known<number>, simulation: Simulation, span: Span): Known<number> {
  if (!isKnown(left)) return left;
  if (!isKnown(right)) return right;
  return derived(Math.max(left.value, right.value), [left, right], simulation.sourceOf(span.start, span.end), textAt(simulation, span).replace(/\s+/g, ' ').slice(0, 80));
}

function spread(users: Known<number>, durationMs: Known<number>): Known<number> | null {
  if (!isKnown(users)) return users;
  if (!isKnown(durationMs)) return durationMs;
  return durationMs.value > 0 ? derived((users.value * 1_000) / durationMs.value, [users, durationMs], users.source, `${users.says} users in ${durationMs.says}`) : null;
}

function together(values: readonly (Known<number> | null)[], how: 'sum' | 'highest', says: string, source: LoadTest['source']): Known<number> | null {
  const given = values.filter((value) => value !== null);
  const [first] = given;
  if (!first) return null;
  const missing = given.find((value) => !isKnown(value));
  if (missing || given.length === 1) return missing ?? first;
  const facts = given.filter((value): value is Fact<number> => isKnown(value));
  const numbers = facts.map(({ value }) => value);
  return derived(how === 'sum' ? numbers.reduce((sum, value) => sum + value, 0) : Math.max(...numbers), facts, source, says);
}

function open(simulation: Simulation, span: Span): Known<number> {
  const says = textAt(simulation, span).replace(/\s+/g, ' ').slice(0, 80);
  return unknown(`the load of ${says} is not known from the text`, { cause: 'not-supported-yet', what: `the load of ${says}` }, { source: simulation.sourceOf(span.start, span.end) });
}
