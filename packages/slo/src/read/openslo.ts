import type { Stated } from '@plimsoll/contract';
import { at, entriesOf, itemsOf, numberOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { Objective, ServiceLevelObjectives, SloShape } from '../objectives.ts';
import { boundInQuery, kindOf, kindOfQuery, quantileInQuery, quantileOf } from './indicator.ts';
import type { Window } from '../windows/window.ts';
import type { Notes } from './notes.ts';
import { shorten, statedText } from './notes.ts';
import { readWindow } from './quantities.ts';
import { openSloIndicator } from './queries.ts';
import { lengthOf, readOpenSloCalendar, rolling } from './window.ts';

/** OpenSLO v1 and v1alpha. `indicators` are the SLIs of the same file, by name. */
export function readOpenSlo(root: YamlNode, shape: SloShape, indicators: ReadonlyMap<string, YamlNode>, notes: Notes): ServiceLevelObjectives {
  const spec = at(root, 'spec');
  const labels = at(root, 'metadata', 'labels');
  const alerts = itemsOf(at(spec, 'alertPolicies')).flatMap((item) => statedText(at(item, 'alertPolicyRef') ?? at(item, 'metadata', 'name') ?? at(item, 'name') ?? item) ?? []);
  const window = openSloWindow(spec, notes);
  const windowMs = lengthOf(window);
  noteMethod(spec, notes);
  const objectives = itemsOf(at(spec, 'objectives')).map((objective, index, all) => readObjective(root, objective, all.length > 1 ? `-${index}` : '', window, indicators, notes));
  const method = at(spec, 'budgetingMethod');
  return {
    kind: 'objectives',
    shape,
    file: root.source.file,
    source: root.source,
    service: statedText(at(spec, 'service')),
    owner: labelText(at(labels, 'owner') ?? at(labels, 'team')),
    lastReviewed: null,
    reviewBy: null,
    objectives,
    // The budget of an OpenSLO objective is what its target leaves, over its window; what happens at exhaustion has no place in OpenSLO.
    errorBudget: method ? { periodMs: windowMs, policy: null, source: method.source } : null,
    policy: null,
    alerts,
    links: entriesOf(at(root, 'metadata', 'annotations')).flatMap(({ value }) => (textOf(value)?.startsWith('https://') ? (statedText(value) ?? []) : [])),
  };
}

/** The name and the body of an SLI document. */
export function indicatorOf(root: YamlNode): readonly [string, YamlNode] | null {
  const name = textOf(at(root, 'metadata', 'name'));
  const spec = at(root, 'spec');
  return name !== undefined && spec ? [name, spec] : null;
}

/** Objectives of one SLO without names of their own are told apart by their number, as Sloth does. */
function readObjective(root: YamlNode, objective: YamlNode, number: string, window: Stated<Window> | null, indicators: ReadonlyMap<string, YamlNode>, notes: Notes): Objective {
  const spec = at(root, 'spec');
  const sloName = textOf(at(root, 'metadata', 'name'));
  const ownName = textOf(at(objective, 'displayName'));
  const indicator = findIndicator(objective, spec, indicators, notes);
  const query = queryText(indicator) ?? queryText(objective);
  const words = [sloName, textOf(at(root, 'metadata', 'displayName')), ownName, textOf(at(spec, 'description'))].filter(Boolean).join(' ');

  const target = readTarget(objective, notes);
  const bound = query === null ? null : boundInQuery(query);
  const computed = query === null ? null : quantileInQuery(query);
  const kind = bound || computed !== null ? 'latency' : kindOf(words) === 'other' ? kindOfQuery(query ?? '') : kindOf(words);
  const thresholdMs = kind === 'latency' ? readThreshold(objective, query, bound, notes) : null;
  if (computed !== null) {
    notes.add(objective.source, `the indicator computes P${computed * 100} itself, so the target is a share of moments, not of requests; it is not a ratio of events`);
  }
  const measured = openSloIndicator(indicator) ?? openSloIndicator(objective); // v1alpha has the metrics in the objective itself
  return {
    name: ownName === undefined ? `${sloName ?? kind}${number}` : sloName === undefined ? ownName : `${sloName}: ${ownName}`,
    kind,
    quantile: kind === 'latency' ? (computed ?? (bound || thresholdMs ? target?.value : null) ?? quantileOf(words)) : null,
    thresholdMs,
    target,
    targetRate: null,
    window,
    windowMs: lengthOf(window),
    windowByDefault: null,
    sli: query,
    indicator: measured,
    ...(measured ? {} : { indicatorLost: 'names no ratio of two queries by which it is measured' }),
    source: objective.source,
  };
}

function readTarget(objective: YamlNode, notes: Notes): Stated<number> | null {
  const percent = at(objective, 'targetPercent');
  const given = percent ?? at(objective, 'target');
  const text = textOf(given);
  if (!given || text === undefined) return null;
  const value = Number(`${text}${percent ? 'e-2' : ''}`);
  if (value >= 0 && value <= 1) return { value, source: given.source };
  notes.add(
    given.source,
    `the target \`${shorten(text)}\` is not ${percent ? 'a percentage below 100' : 'a ratio below 1 (99.9 % is written `target: 0.999` or `targetPercent: 99.9`)'}; the target is not known`,
  );
  return null;
}

function readThreshold(objective: YamlNode, query: string | null, bound: ReturnType<typeof boundInQuery>, notes: Notes): Stated<number> | null {
  const value = at(objective, 'value');
  const number = numberOf(value);
  if (bound) {
    if (bound.ms !== null) return { value: bound.ms, source: objective.source };
    notes.add(objective.source, `the bound ${bound.bound} of the query has no unit: the metric's name ends neither in _seconds nor in _milliseconds; the threshold is not known`);
    return null;
  }
  if (!value || number === undefined) {
    notes.add(objective.source, 'this latency objective names neither a value nor a bound (`le="…"`) in its query; the threshold is not known');
    return null;
  }
  const text = query ?? '';
  const exponent = /_seconds(\b|_)/.test(text) ? 3 : /_(ms|millis|milliseconds)(\b|_)/.test(text) ? 0 : null;
  if (exponent !== null) return { value: Number(`${number}e${exponent}`), source: value.source };
  notes.add(value.source, `the value ${number} has no unit: OpenSLO gives none, and the query names no metric in _seconds or _milliseconds; the threshold is not known`);
  return null;
}

function openSloWindow(spec: YamlNode | undefined, notes: Notes): Stated<Window> | null {
  const windows = at(spec, 'timeWindow') ?? at(spec, 'timeWindows');
  const window = itemsOf(windows)[0] ?? (windows?.kind === 'mapping' ? windows : undefined);
  if (!window) return null;
  if (at(window, 'calendar')) return readOpenSloCalendar(window, notes);
  const unit = textOf(at(window, 'unit'));
  const count = at(window, 'count');
  if (unit === undefined || !count) return rolling(readWindow(at(window, 'duration'), notes));
  const days = ({ day: 1, week: 7 } as Readonly<Record<string, number>>)[unit.toLowerCase().replace(/s$/, '')];
  if (days !== undefined && numberOf(count) !== undefined) return { value: { kind: 'rolling', lengthMs: (numberOf(count) ?? 0) * days * 86_400_000 }, source: count.source };
  notes.add(window.source, `a window in units of ${shorten(unit)} has no fixed length; write it in days`);
  return null;
}

function noteMethod(spec: YamlNode | undefined, notes: Notes): void {
  const method = at(spec, 'budgetingMethod');
  const text = textOf(method);
  if (method && text !== undefined && text !== 'Occurrences')
    notes.add(method.source, `the budgeting method ${shorten(text)} counts slices of time, not events; it was read as if every event counted`);
}

function findIndicator(objective: YamlNode, spec: YamlNode | undefined, indicators: ReadonlyMap<string, YamlNode>, notes: Notes): YamlNode | undefined {
  const inline = at(objective, 'indicator') ?? at(spec, 'indicator');
  if (inline) return at(inline, 'spec') ?? inline;
  const reference = at(objective, 'indicatorRef') ?? at(spec, 'indicatorRef');
  const name = textOf(reference);
  if (!reference || name === undefined) return undefined;
  const found = indicators.get(name);
  if (!found) notes.add(reference.source, `the SLI \`${shorten(name)}\` is not in this file; what is measured is not known`);
  return found;
}

/** All queries below the metric sources, in one text. */
function queryText(indicator: YamlNode | undefined): string | null {
  const metrics = ['ratioMetric', 'ratioMetrics', 'thresholdMetric'].flatMap((key) => at(indicator, key) ?? []);
  const sources = metrics.flatMap((metric) => [metric, ...['good', 'bad', 'total', 'raw'].flatMap((key) => at(metric, key) ?? [])]);
  const texts = sources.flatMap((source) => [source, at(source, 'metricSource', 'spec'), at(source, 'metricSource')].flatMap((each) => textOf(at(each, 'query')) ?? textOf(at(each, 'promql')) ?? []));
  return texts.length === 0 ? null : [...new Set(texts)].join(' / ').slice(0, 8000);
}

function labelText(label: YamlNode | undefined): Stated<string> | null {
  return statedText(label?.kind === 'sequence' ? label.items[0] : label);
}
