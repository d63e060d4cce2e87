import { budgetOf } from '../budget/budget.ts';
import type { ServiceLevelObjectives } from '../objectives.ts';
import { ruleOptionsByDefault } from '../rules/index.ts';
import type { RuleOptions } from '../rules/index.ts';
import type { ObjectiveSnapshot } from '../status/snapshot.ts';
import { absenceOf, lastSampleMs } from './absence.ts';
import type { PrometheusApi } from './api.ts';
import type { Asked } from './ask.ts';
import { inLanes } from './lanes.ts';
import { readRaw } from './raw.ts';
import type { Reading } from './reading.ts';
import { stretchMs } from './reading.ts';
import { readRecorded } from './recorded.ts';
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
  if (value.lastSeenMs === null) {
    const { data, why } = await absenceOf(api, subject);
    return unread(subject, data, why);
  }
  const { service, name, target, window } = subject;
  const { bad, total, coverage, burn, history, notes } = value;
  // What is gone now may have been burning since. Nothing that happened since gives back what is spent already.
  if (!value.measuredNow && !((budgetOf({ bad, total }, target)?.remaining ?? 1) <= 0)) {
    const lastMs = await lastSampleMs(api, subject, Math.min(value.lastSeenMs, subject.span.endMs - 3_600_000) - stretchMs(subject.span.endMs - subject.span.startMs));
    return { ...unread(subject, 'lost', `nothing has been measured ${lastMs === null ? 'for an hour or more' : `since ${new Date(lastMs).toISOString()}`}`), burn, history, coverage };
  }
  return { service, name, target, window, data: 'measured', bad, total, coverage, burn, history, basis: value.basis, notes };
}

/** The metrics themselves first; what the rules recorded stands in where the server will not count them. */
async function readBy(api: PrometheusApi, subject: Subject, basis: 'raw' | 'recorded' | 'either'): Promise<Asked<Reading>> {
  if (basis === 'recorded') return readRecorded(api, subject);
  const raw = await readRaw(api, subject);
  if (basis === 'raw' || raw.ok || raw.failure === 'unreachable' || raw.failure === 'partial') return raw;
  const recorded = await readRecorded(api, subject);
  if (!recorded.ok || recorded.value.lastSeenMs === null) return raw;
  return { ok: true, value: { ...recorded.value, notes: [...recorded.value.notes, `the metrics themselves could not be counted: ${raw.why}`] } };
}

function unread({ service, name, target, window }: Pick<Subject, 'service' | 'name' | 'target' | 'window'>, data: 'new' | 'lost', why: string): LiveSnapshot {
  const nothing = data === 'new' ? 0 : NaN;
  return { service, name, target, window, data, bad: nothing, total: nothing, coverage: 0, burn: [], history: [], basis: 'none', notes: [why] };
}
