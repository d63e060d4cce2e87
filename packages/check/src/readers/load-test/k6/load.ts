import type { Source } from '@plimsoll/contract';
import type { LoadTest } from '../../../facts/index.ts';
import { byDefault, derived, isKnown, stated, unknown } from '../../../model/known.ts';
import type { Fact, Known } from '../../../model/known.ts';
import { defaultVus } from './defaults.ts';
import type { Value } from './value.ts';

export interface Load {
  readonly load: LoadTest['load'];
  readonly iterations: number | null;
  readonly stated: boolean; // the script itself says how much load
}

/** The load that the options of a script describe. Null stands for "this executor has no such number". */
export function loadOf(options: ReadonlyMap<string, Value>, whole: Source): Load {
  const scenarios = options.get('scenarios');
  if (scenarios?.is === 'object' && scenarios.entries.size > 0) return ofScenarios([...scenarios.entries.values()], scenarios);
  if (scenarios?.is === 'open') {
    const open = openValue(scenarios);
    return { load: { vus: open, ratePerSecond: open, durationMs: open }, iterations: null, stated: true };
  }
  const stages = options.get('stages');
  if (stages) return { load: { vus: highestTarget(stages), ratePerSecond: null, durationMs: totalDuration(stages) }, iterations: null, stated: true };
  const iterations = options.get('iterations');
  const vus = options.get('vus');
  const duration = options.get('duration');
  return {
    load: { vus: vus ? numberOf(vus) : byDefault<number>(defaultVus.value, whole, defaultVus.says, defaultVus.citation), ratePerSecond: null, durationMs: duration ? durationOf(duration) : null },
    iterations: iterations?.is === 'number' ? iterations.number : null,
    stated: vus !== undefined || duration !== undefined || iterations !== undefined,
  };
}

function ofScenarios(scenarios: readonly Value[], whole: Value): Load {
  const each = scenarios.map(ofScenario);
  const apart = scenarios.some((scenario) => scenario.is === 'object' && scenario.entries.has('startTime'));
  const vus = each.flatMap(({ load }) => (load.vus ? [load.vus] : []));
  const rates = each.flatMap(({ load }) => (load.ratePerSecond ? [load.ratePerSecond] : []));
  const durations = each.flatMap(({ load, startMs }) => (load.durationMs ? [later(load.durationMs, startMs)] : []));
  const iterations = each.map((one) => one.iterations);
  const complete = whole.is === 'object' && whole.complete;
  // A scenario that has no such number adds to the load of the others nevertheless, and may outlast them.
  const all = (values: readonly unknown[]): boolean => complete && values.length === each.length;
  return {
    load: { vus: together(vus, apart, all(vus), whole), ratePerSecond: together(rates, apart, all(rates), whole), durationMs: longest(durations, all(durations), whole) },
    iterations: iterations.every((count) => count !== null) ? iterations.reduce((sum, count) => sum + count, 0) : null,
    stated: true,
  };
}

interface OneScenario extends Omit<Load, 'stated'> {
  readonly startMs: Known<number> | null;
}

function ofScenario(scenario: Value): OneScenario {
  if (scenario.is !== 'object') {
    const open = openValue(scenario);
    return { load: { vus: open, ratePerSecond: open, durationMs: open }, iterations: null, startMs: null };
  }
  const get = (name: string): Value | undefined => scenario.entries.get(name);
  const executor = get('executor');
  const kind = executor?.is === 'text' ? executor.text : '';
  const start = get('startTime');
  const startMs = start ? durationOf(start) : null;
  const duration = get('duration');
  const stages = get('stages');
  const vusOf = (value: Value | undefined): Known<number> => (value ? numberOf(value) : byDefault<number>(defaultVus.value, scenario.source, defaultVus.says, defaultVus.citation));
  switch (kind) {
    case 'ramping-vus':
      return { load: { vus: stages ? highestTarget(stages, get('startVUs')) : null, ratePerSecond: null, durationMs: stages ? totalDuration(stages) : null }, iterations: null, startMs };
    case 'constant-arrival-rate':
      return { load: { vus: null, ratePerSecond: perSecond(get('rate'), get('timeUnit')), durationMs: duration ? durationOf(duration) : null }, iterations: null, startMs };
    case 'ramping-arrival-rate':
      return {
        load: { vus: null, ratePerSecond: stages ? perSecondOf(highestTarget(stages, get('startRate')), get('timeUnit')) : null, durationMs: stages ? totalDuration(stages) : null },
        iterations: null,
        startMs,
      };
    case 'shared-iterations':
    case 'per-vu-iterations': {
      const iterations = get('iterations');
      const vus = vusOf(get('vus'));
      const count = iterations?.is === 'number' ? iterations.number : iterations === undefined ? 1 : null;
      const total = count !== null && kind === 'per-vu-iterations' ? (isKnown(vus) ? count * vus.value : null) : count;
      return { load: { vus, ratePerSecond: null, durationMs: null }, iterations: total, startMs };
    }
    default:
      return { load: { vus: vusOf(get('vus')), ratePerSecond: null, durationMs: duration ? durationOf(duration) : null }, iterations: null, startMs };
  }
}

function perSecond(rate: Value | undefined, unit: Value | undefined): Known<number> | null {
  return rate ? perSecondOf(numberOf(rate), unit) : null;
}

function perSecondOf(rate: Known<number>, unit: Value | undefined): Known<number> {
  if (!isKnown(rate) || unit === undefined) return rate;
  const unitMs = durationOf(unit);
  return isKnown(unitMs) && unitMs.value > 0 ? derived((rate.value * 1_000) / unitMs.value, [rate, unitMs], rate.source, `${rate.says} per ${unitMs.says}`) : unitMs;
}

/** The first stage begins at `start`, which may be the highest of all. */
function highestTarget(stages: Value, start?: Value): Known<number> {
  const targets = overStages(stages, 'target', numberOf, (values) => Math.max(...values));
  const first = start ? numberOf(start) : null;
  return first === null || !isKnown(targets) || (isKnown(first) && first.value <= targets.value) ? targets : first;
}

function totalDuration(stages: Value): Known<number> {
  return overStages(stages, 'duration', durationOf, (values) => values.reduce((sum, value) => sum + value, 0));
}

function overStages(stages: Value, key: string, read: (value: Value) => Known<number>, join: (values: readonly number[]) => number): Known<number> {
  if (stages.is !== 'list') return openValue(stages);
  const facts: Fact<number>[] = [];
  for (const stage of stages.items) {
    const value = stage.is === 'object' ? stage.entries.get(key) : undefined;
    const known = value ? read(value) : openValue(stage);
    if (!isKnown(known)) return known;
    facts.push(known);
  }
  return facts.length === 0 ? openValue(stages) : derived(join(facts.map((fact) => fact.value)), facts, stages.source, `${key} of ${facts.length} stages`);
}

/** Scenarios without a start time run at once and add up; with one, only the largest of them is certain. */
function together(values: readonly Known<number>[], apart: boolean, complete: boolean, whole: Value): Known<number> | null {
  if (values.length === 0) return null;
  const [first] = values;
  if (first && values.length === 1 && complete) return first;
  const facts = values.filter(isKnown);
  const sum = facts.reduce((total, fact) => total + fact.value, 0);
  if (facts.length === values.length && !apart && complete) return derived(sum, facts, whole.source, `${facts.length} scenarios`);
  const min = facts.length === 0 ? undefined : Math.max(...facts.map((fact) => fact.value));
  const reason = apart ? 'its scenarios start at different times' : 'some of its scenarios have no such number or are only known when the script runs';
  return unknown(
    reason,
    { cause: apart ? 'not-supported-yet' : 'no-value-given', what: 'the load of all scenarios together' },
    { source: whole.source, ...(min === undefined ? {} : { bounds: { min } }) },
  );
}

function longest(values: readonly Known<number>[], complete: boolean, whole: Value): Known<number> | null {
  if (values.length === 0) return null;
  const facts = values.filter(isKnown);
  const end = facts.length === 0 ? undefined : Math.max(...facts.map((fact) => fact.value));
  if (facts.length === values.length && complete && end !== undefined) return derived(end, facts, whole.source, 'the longest scenario');
  return unknown(
    'the duration of some scenarios is only known when the script runs',
    { cause: 'no-value-given', what: 'the duration of all scenarios' },
    { source: whole.source, ...(end === undefined ? {} : { bounds: { min: end } }) },
  );
}

function later(duration: Known<number>, start: Known<number> | null): Known<number> {
  if (start === null || !isKnown(duration)) return duration;
  return isKnown(start) ? derived(duration.value + start.value, [duration, start], duration.source, `${start.says} + ${duration.says}`) : start;
}

export function numberOf(value: Value): Known<number> {
  if (value.is === 'number') return stated(value.number, value.source, value.says);
  if (value.is === 'text' && /^\d+(?:\.\d+)?$/.test(value.text)) return stated(Number(value.text), value.source, value.says);
  return openValue(value);
}

const unitsMs: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1, us: 0.001, µs: 0.001 };

/** k6 durations: `1h30m`, `90s`; a bare number is milliseconds. */
export function durationOf(value: Value): Known<number> {
  if (value.is === 'number') return stated(value.number, value.source, value.says);
  if (value.is !== 'text') return openValue(value);
  if (!/^(?:\d+(?:\.\d+)?(?:ms|us|µs|[dhms]))+$/.test(value.text) || value.text.length > 60) return openValue(value);
  const total = [...value.text.matchAll(/(\d+(?:\.\d+)?)(ms|us|µs|[dhms])/g)].reduce((sum, match) => sum + Number(match[1]) * (unitsMs[match[2] ?? ''] ?? 0), 0);
  return stated(total, value.source, value.says);
}

function openValue(value: Value): Known<number> {
  const reason = value.is === 'open' ? value.reason : `${value.says} is no number`;
  return unknown(reason, { cause: 'no-value-given', what: value.is === 'open' ? value.what : value.says }, { source: value.source });
}
