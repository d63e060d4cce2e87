import type { Stated } from '@plimsoll/contract';
import { at, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { Objective, ServiceLevelObjectives } from '../objectives.ts';
import { boundInQuery, kindOf, kindOfQuery } from './indicator.ts';
import type { Notes } from './notes.ts';
import { shorten, statedText } from './notes.ts';
import { readWindow } from './quantities.ts';
import { slothIndicator } from './queries.ts';
import { rolling } from './window.ts';

const windowByDefault = { ms: 30 * 86_400_000, citation: 'Sloth 0.16, --default-slo-period: 30d unless set when the rules are generated' };

/** Sloth's `version: prometheus/v1`, or the `spec` of a PrometheusServiceLevel. The two differ in the case of their keys only. */
export function readSloth(root: YamlNode, notes: Notes): ServiceLevelObjectives {
  const spec = at(root, 'spec') ?? root;
  const labels = at(spec, 'labels');
  const slos = at(spec, 'slos');
  notePlugins(at(spec, 'slo_plugins') ?? at(spec, 'sloPlugins'), notes);
  const objectives = itemsOf(slos).flatMap((item) => (item.kind === 'mapping' ? [readObjective(item, notes)] : []));
  return {
    kind: 'objectives',
    shape: 'sloth',
    file: root.source.file,
    source: root.source,
    service: statedText(at(spec, 'service')),
    owner: statedText(at(labels, 'owner') ?? at(labels, 'team')),
    lastReviewed: null,
    reviewBy: null,
    objectives,
    // Every Sloth objective has a budget: what its objective leaves, over the period that the generator is given.
    errorBudget: slos && objectives.length > 0 ? { periodMs: objectives[0]?.windowMs ?? null, policy: null, source: slos.source } : null,
    policy: null,
    alerts: itemsOf(slos).flatMap((item) => alertNames(item)),
    links: [],
  };
}

function readObjective(item: YamlNode, notes: Notes): Objective {
  const name = textOf(at(item, 'name'));
  const sli = at(item, 'sli');
  const query = queryText(sli);
  const bound = query === null ? null : boundInQuery(query);
  const words = `${name ?? ''} ${textOf(at(item, 'description')) ?? ''}`;
  const kind = bound ? 'latency' : kindOf(words) === 'other' ? kindOfQuery(query ?? '') : kindOf(words);
  const target = readTarget(at(item, 'objective'), notes);
  const windowMs = readWindow(at(item, 'period'), notes);
  if (bound && bound.ms === null)
    notes.add(sli?.source ?? item.source, `the bound ${bound.bound} of the query has no unit: the metric's name ends neither in _seconds nor in _milliseconds; the threshold is not known`);
  if (kind === 'latency' && !bound && !at(sli, 'plugin')) notes.add(sli?.source ?? item.source, 'the query of this latency objective names no bound (`le="…"`); the threshold is not known');
  if (at(sli, 'plugin')) notes.add(at(sli, 'plugin')?.source ?? item.source, 'the indicator is a Sloth plugin; what it measures is not known');
  const indicator = slothIndicator(sli);
  const alertsOff = alertsOffIn(item);
  notePlugins(at(item, 'plugins'), notes);
  return {
    name: name ?? kind,
    kind,
    quantile: kind === 'latency' && bound ? (target?.value ?? null) : null,
    thresholdMs: bound && bound.ms !== null ? { value: bound.ms, source: sli?.source ?? item.source } : null,
    target,
    targetRate: null,
    window: rolling(windowMs),
    windowMs,
    windowByDefault: windowMs ? null : windowByDefault,
    ...(alertsOff.length > 0 ? { alertsOff } : {}),
    sli: query,
    indicator,
    ...(indicator ? {} : { indicatorLost: at(sli, 'plugin') ? 'is measured by a Sloth plugin, which computes elsewhere' : 'has no query in which a range could be put' }),
    source: item.source,
  };
}

function readTarget(objective: YamlNode | undefined, notes: Notes): Stated<number> | null {
  const text = textOf(objective);
  if (!objective || text === undefined) return null;
  const value = Number(`${text}e-2`);
  if (value > 0 && value <= 1) return { value, source: objective.source };
  notes.add(objective.source, `the objective \`${shorten(text)}\` is not a percentage from 0 to 100; the target is not known`);
  return null;
}

function queryText(sli: YamlNode | undefined): string | null {
  const queries = [
    ['events', 'error_query'], ['events', 'errorQuery'], ['events', 'total_query'], ['events', 'totalQuery'], ['raw', 'error_ratio_query'], ['raw', 'errorRatioQuery'],
  ].flatMap((path) => textOf(at(sli, ...path)) ?? []); // prettier-ignore
  return queries.length === 0 ? null : queries.join(' / ').slice(0, 8000);
}

/** Plugins change what Sloth writes; which, only Sloth knows. */
function notePlugins(plugins: YamlNode | undefined, notes: Notes): void {
  for (const plugin of itemsOf(at(plugins, 'chain')))
    notes.add(plugin.source, `the plugin \`${shorten(textOf(at(plugin, 'id')) ?? '')}\` changes the rules that Sloth writes; it was not carried over`);
}

function alertNames(item: YamlNode): readonly Stated<string>[] {
  const name = statedText(at(item, 'alerting', 'name'));
  return name && alertsOffIn(item).length < 2 ? [name] : [];
}

function alertsOffIn(item: YamlNode): readonly ('page' | 'ticket')[] {
  const alerting = at(item, 'alerting');
  return (['page', 'ticket'] as const).filter((severity) => [`${severity}_alert`, `${severity}Alert`].some((key) => textOf(at(alerting, key, 'disable')) === 'true'));
}
