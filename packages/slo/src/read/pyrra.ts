import type { Stated } from '@plimsoll/contract';
import { at, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { ServiceLevelObjectives } from '../objectives.ts';
import { boundInQuery } from './indicator.ts';
import type { Notes } from './notes.ts';
import { shorten, statedText } from './notes.ts';
import { measure, readWindow } from './quantities.ts';
import { pyrraIndicator } from './queries.ts';
import { rolling } from './window.ts';

/** Pyrra's ServiceLevelObjective: one objective per document, its name is also the only name of the service. */
export function readPyrra(root: YamlNode, notes: Notes): ServiceLevelObjectives {
  const spec = at(root, 'spec');
  const labels = at(root, 'metadata', 'labels');
  const name = statedText(at(root, 'metadata', 'name'));
  const indicator = at(spec, 'indicator');
  const latency = at(indicator, 'latency') ?? at(indicator, 'latencyNative') ?? at(indicator, 'latency_native');
  const query = ['ratio', 'latency', 'latencyNative', 'latency_native', 'bool_gauge']
    .flatMap((kind) => ['errors', 'success', 'total'].flatMap((part) => textOf(at(indicator, kind, part, 'metric')) ?? []))
    .join(' / ');
  const target = readTarget(at(spec, 'target'), notes);
  const windowMs = readWindow(at(spec, 'window'), notes);
  const measured = pyrraIndicator(indicator);
  return {
    kind: 'objectives',
    shape: 'pyrra',
    file: root.source.file,
    source: root.source,
    service: statedText(at(labels, 'pyrra.dev/service') ?? at(labels, 'service')),
    owner: statedText(at(labels, 'pyrra.dev/team') ?? at(labels, 'team') ?? at(labels, 'owner')),
    lastReviewed: null,
    reviewBy: null,
    objectives: [
      {
        name: name?.value ?? 'objective',
        kind: latency ? 'latency' : at(indicator, 'ratio') || at(indicator, 'bool_gauge') ? 'availability' : 'other',
        quantile: latency ? (target?.value ?? null) : null,
        thresholdMs: latency ? readThreshold(latency, query, notes) : null,
        target,
        targetRate: null,
        window: rolling(windowMs),
        windowMs,
        windowByDefault: null,
        sli: query === '' ? null : query.slice(0, 8000),
        indicator: measured,
        ...(measured ? {} : { indicatorLost: 'is measured by an indicator of Pyrra that is neither a ratio nor a latency of classic buckets' }),
        source: root.source,
      },
    ],
    errorBudget: target ? { periodMs: windowMs, policy: null, source: target.source } : null,
    policy: null,
    alerts: [],
    links: [],
  };
}

function readTarget(node: YamlNode | undefined, notes: Notes): Stated<number> | null {
  const text = textOf(node);
  if (!node || text === undefined) return null;
  const value = Number(`${text}e-2`);
  if (value > 0 && value <= 1) return { value, source: node.source };
  notes.add(node.source, `the target \`${shorten(text)}\` is not a percentage from 0 to 100; the target is not known`);
  return null;
}

function readThreshold(latency: YamlNode, query: string, notes: Notes): Stated<number> | null {
  const native = at(latency, 'latency');
  const stated = textOf(native) === undefined ? null : measure(textOf(native) ?? '', null);
  if (native && stated?.dimension === 'duration') return { value: stated.value, source: native.source };
  const bound = boundInQuery(query);
  const success = at(latency, 'success', 'metric') ?? latency;
  if (bound && bound.ms !== null) return { value: bound.ms, source: success.source };
  notes.add(success.source, 'the threshold of this latency objective is not known: its metric names neither `le` nor a unit');
  return null;
}
