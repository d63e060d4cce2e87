import { budgetOf } from '../budget/budget.ts';
import type { ServiceLevelObjectives } from '../objectives.ts';
import { ruleOptionsByDefault } from '../rules/index.ts';
import { vector } from '../rules/rates.ts';
import type { RuleOptions } from '../rules/index.ts';
import type { ObjectiveSnapshot } from '../status/snapshot.ts';
import { absenceOf, lastSampleMs } from './absence.ts';
import type { PrometheusApi } from './api.ts';
import type { Asked } from './ask.ts';
import { askNumbers } from './ask.ts';
import { inLanes } from './lanes.ts';
import { readRaw } from './raw.ts';
import type { Reading } from './reading.ts';
import { stretchMs } from './reading.ts';
import { readRecorded } from './recorded.ts';
import { selectorsIn } from './selectors.ts';
import type { Subject } from './subject.ts';
import { subjectOf, windowOf } from './subject.ts';

/** What was read of one objective, and how. */
export interface LiveSnapshot extends ObjectiveSnapshot {
  /** `raw`: the metrics themselves were counted; `recorded`: the rates that the rules record; `none`: nothing could be read. */
  readonly basis: 'raw' | 'recorded' | 'none';
  readonly notes: readonly string[]; // why nothing is known, and what to know about what is
}

export interface ReadOptions {
  readonly atMs: number; // Unix time in milliseconds
  readonly rules?: Partial<RuleOptions>; // as the rules were written, so that both ask the same
  readonly basis?: 'raw' | 'recorded' | 'either'; // either (default): the metrics themselves, else what was recorded
}

/** A Prometheus loads fifty million samples for a question unless told otherwise (query.max-samples), and needs seconds for each ten million. */
const samplesMax = 20_000_000;

const lanes = 4; // questions asked at a time; a Prometheus answers 20 by default

/**
 * Reads every objective that has an error budget. Never throws and never guesses: whatever is missing, partial, not a number or not
 * answered makes `data: 'lost'` with the reason in `notes`.
 */
export async function readSnapshots(api: PrometheusApi, slos: readonly ServiceLevelObjectives[], options: ReadOptions): Promise<readonly LiveSnapshot[]> {
  const chosen = { ...ruleOptionsByDefault, ...options.rules };
  const readable = slos.flatMap((slo) =>
    slo.objectives.flatMap((objective): readonly (Subject | LiveSnapshot)[] => {
      const subject = subjectOf(objective, slo, chosen, options.atMs);
      if (typeof subject !== 'string') return subject === null ? [] : [subject];
      const known = { service: slo.service?.value ?? 'service', name: objective.name, target: objective.target?.value ?? NaN, window: windowOf(objective) };
      return [unread(known, 'lost', subject)];
    }),
  );
  return inLanes(readable, lanes, async (each) => ('span' in each ? snapshotOf(api, each, options.basis ?? 'either') : each));
}

async function snapshotOf(api: PrometheusApi, subject: Subject, basis: 'raw' | 'recorded' | 'either'): Promise<LiveSnapshot> {
  const reading = await readBy(api, subject, basis);
  if (!reading.ok) return unread(subject, 'lost', reading.why);
  const { value } = reading;
  if (value.lastSeenMs === null && value.total > 0) return unread(subject, 'lost', `${value.total} events were counted over the window, and none of them in any part of it`);
  if (value.lastSeenMs === null) {
    const { data, why } = await absenceOf(api, subject);
    return unread(subject, data, why);
  }
  const { service, name, target, window } = subject;
  const { bad, total, coverage, burn, history, notes } = value;
  // What is gone now may have been burning since. Nothing that happened since gives back what is spent already.
  if (!value.measuredNow && !((budgetOf({ bad, total }, target)?.remaining ?? 1) <= 0)) {
    const lastMs = await lastSampleMs(api, subject, Math.min(value.lastSeenMs, subject.span.endMs - 3_600_000) - stretchMs(subject.span.endMs - subject.span.startMs));
    const since = lastMs === null ? 'for an hour or more' : `since ${new Date(lastMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    return { ...unread(subject, 'lost', `nothing has been measured ${since}`), burn: burn.filter(({ errorRatio }) => errorRatio !== null), history, coverage };
  }
  return { service, name, target, window, data: 'measured', bad, total, coverage, burn, history, basis: value.basis, notes };
}

/** The metrics themselves first; what the rules recorded stands in where they are too many to be counted, or the server will not. */
async function readBy(api: PrometheusApi, subject: Subject, basis: 'raw' | 'recorded' | 'either'): Promise<Asked<Reading>> {
  if (basis === 'recorded') return readRecorded(api, subject);
  if (basis === 'raw') return readRaw(api, subject);
  const recorded = async (why: string): Promise<Asked<Reading> | null> => {
    const reading = await readRecorded(api, subject);
    return reading.ok && reading.value.lastSeenMs !== null ? { ok: true, value: { ...reading.value, notes: [...reading.value.notes, `the metrics themselves were not counted: ${why}`] } } : null;
  };
  const size = await samplesOf(api, subject);
  if (!size.ok && size.failure === 'unreachable') return size;
  const tooMany = size.ok && size.value > samplesMax ? await recorded(`about ${Math.round(size.value / 1e6)} million samples are in the window`) : null;
  if (tooMany) return tooMany;
  const raw = await readRaw(api, subject);
  if (raw.ok || raw.failure === 'unreachable' || raw.failure === 'partial') return raw;
  return (await recorded(raw.why)) ?? raw;
}

/** How many samples the window holds, were they scraped twice a minute; 0 where the queries do not say of which series. */
async function samplesOf(api: PrometheusApi, { measured, span }: Subject): Promise<Asked<number>> {
  const [first] = selectorsIn(measured.kind === 'ratio' ? measured.errorRatio : measured.rates.total);
  if (!first) return { ok: true, value: 0 };
  const answer = await askNumbers(api, { series: `count(${vector(first.metric, first.matchers)})` }, span.endMs);
  return answer.ok ? { ok: true, value: ((answer.value.get('series') ?? 0) * (span.endMs - span.startMs)) / 30_000 } : answer;
}

function unread({ service, name, target, window }: Pick<Subject, 'service' | 'name' | 'target' | 'window'>, data: 'new' | 'lost', why: string): LiveSnapshot {
  const nothing = data === 'new' ? 0 : NaN;
  return { service, name, target, window, data, bad: nothing, total: nothing, coverage: 0, burn: [], history: [], basis: 'none', notes: [why] };
}
