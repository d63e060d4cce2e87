import { at, itemsOf, numberOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { LoadTest } from '../../../facts/index.ts';
import { derived, stated, unknown } from '../../../model/known.ts';
import type { Fact, Known } from '../../../model/known.ts';

export interface Phases {
  readonly load: LoadTest['load'];
  readonly arrivals: number | null; // virtual users started in all
}

/** Artillery starts virtual users at a rate; how many run at once follows from the system, so `vus` stays null. */
export function phasesOf(phases: YamlNode | undefined): Phases {
  const items = itemsOf(phases);
  if (!phases || items.length === 0) return { load: { vus: null, ratePerSecond: null, durationMs: null }, arrivals: null };
  const rates: Fact<number>[] = [];
  const spans: Fact<number>[] = [];
  let arrivals: number | null = 0;
  let open: Known<number> | null = null;
  for (const phase of items) {
    const span = durationOf(at(phase, 'duration') ?? at(phase, 'pause'));
    if (span && 'value' in span) spans.push(span);
    else if (span) open ??= span;
    const seconds: number | null = span && 'value' in span ? span.value / 1_000 : null;
    let highest = 0;
    for (const key of ['arrivalRate', 'rampTo']) {
      const node = at(phase, key);
      if (!node) continue;
      const rate = numberOf(node);
      if (rate === undefined) open ??= openValue(node, key);
      else {
        rates.push(stated(rate, node.source, `${key}: ${rate}`));
        highest = Math.max(highest, rate);
      }
    }
    const count = numberOf(at(phase, 'arrivalCount'));
    const countNode = at(phase, 'arrivalCount');
    if (count !== undefined && countNode && seconds !== null && seconds > 0) rates.push(stated(count / seconds, countNode.source, `arrivalCount: ${count} in ${seconds} s`));
    const started: number | null = count ?? (seconds === null ? null : highest * seconds);
    arrivals = arrivals === null || started === null ? null : arrivals + started;
  }
  const rate = join(rates, open, phases, (values) => Math.max(...values), 'highest arrival rate of');
  const duration = join(spans, open, phases, (values) => values.reduce((sum, value) => sum + value, 0), 'duration of');
  return { load: { vus: null, ratePerSecond: rate, durationMs: duration }, arrivals: open ? null : arrivals };
}

function join(facts: readonly Fact<number>[], open: Known<number> | null, phases: YamlNode, how: (values: readonly number[]) => number, says: string): Known<number> | null {
  if (open) return open;
  const [first] = facts;
  if (!first) return null;
  return facts.length === 1 ? first : derived(how(facts.map(({ value }) => value)), facts, phases.source, `${says} ${facts.length} phases`);
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, sec: 1_000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** A bare number counts seconds (https://www.artillery.io/docs/reference/test-script#phases---load-phases). */
function durationOf(node: YamlNode | undefined): Known<number> | null {
  if (!node) return null;
  const seconds = numberOf(node);
  if (seconds !== undefined) return stated(seconds * 1_000, node.source, `duration: ${seconds}`);
  const text = textOf(node) ?? '';
  const match = /^(\d+(?:\.\d+)?)\s*(ms|sec|s|min|m|h|d)\w{0,8}$/.exec(text.trim());
  return match ? stated(Number(match[1]) * (unitsMs[match[2] ?? ''] ?? 0), node.source, `duration: ${text}`) : openValue(node, 'duration');
}

function openValue(node: YamlNode, key: string): Known<number> {
  const text = textOf(node) ?? key;
  return unknown(`${key} is ${text}`, { cause: 'no-value-given', what: text }, { source: node.source });
}
