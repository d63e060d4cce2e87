import type { Source } from '@plimsoll/contract';
import { at, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import { hasPlaceholder, windowPlaceholder } from '../indicator/indicator.ts';
import type { Indicator } from '../indicator/indicator.ts';

/** Sloth's `sli`, in the case of its file or of its Kubernetes object. A plugin computes elsewhere. */
export function slothIndicator(sli: YamlNode | undefined): Indicator | null {
  if (!sli) return null;
  const text = (...path: readonly string[]): string | null => textOf(at(sli, ...path))?.trim() ?? null;
  const errors = text('events', 'error_query') ?? text('events', 'errorQuery');
  const total = text('events', 'total_query') ?? text('events', 'totalQuery');
  if (errors !== null && total !== null) return eventsOf(errors, total, sli.source);
  const ratio = text('raw', 'error_ratio_query') ?? text('raw', 'errorRatioQuery');
  return ratio === null ? null : ratioOf(ratio, sli.source);
}

/** OpenSLO's ratio metric of two queries; good or bad events stand over the total. */
export function openSloIndicator(indicator: YamlNode | undefined): Indicator | null {
  const ratio = at(indicator, 'ratioMetric') ?? at(indicator, 'ratioMetrics');
  if (!ratio) return null;
  const query = (part: string): string | null => {
    const node = at(ratio, part);
    const found = [at(node, 'metricSource', 'spec'), at(node, 'metricSource'), node].flatMap((each) => textOf(at(each, 'query')) ?? textOf(at(each, 'promql')) ?? []);
    return found[0]?.trim() ?? null;
  };
  const [good, bad, total, raw] = [query('good'), query('bad'), query('total'), query('raw')];
  if (raw !== null) return textOf(at(ratio, 'rawType')) === 'failure' ? ratioOf(raw, ratio.source) : ratioOf(`1 - (${raw})`, ratio.source);
  if (total === null) return null;
  if (bad !== null) return eventsOf(bad, total, ratio.source);
  const [goodRate, totalRate] = [good === null ? null : rated(good), rated(total)];
  return goodRate === null || totalRate === null ? null : eventsOf(`(${totalRate}) - (${goodRate})`, totalRate, ratio.source);
}

/** Pyrra's metrics are plain selectors. */
export function pyrraIndicator(indicator: YamlNode | undefined): Indicator | null {
  if (!indicator) return null;
  const { source } = indicator;
  const metric = (kind: string, part: string): string | null => textOf(at(indicator, kind, part, 'metric'))?.trim() ?? null;
  const [errors, all] = [metric('ratio', 'errors'), metric('ratio', 'total')];
  if (errors !== null && all !== null) return eventsOf(errors, all, source);
  const [success, total] = [metric('latency', 'success'), metric('latency', 'total')].map((each) => (each === null ? null : rated(each)));
  return success && total ? eventsOf(`(${total}) - (${success})`, total, source) : null;
}

/** WAF++'s `sli: { numerator, denominator }` of good and of all events; null where these are no queries. */
export function ratioIndicator(sli: YamlNode | undefined): Indicator | null {
  const [good, all] = ['numerator', 'denominator'].map((part) => textOf(at(sli, part))?.trim());
  const [goodRate, allRate] = [good === undefined ? null : rated(good), all === undefined ? null : rated(all)];
  return sli && goodRate !== null && allRate !== null ? eventsOf(`(${allRate}) - (${goodRate})`, allRate, sli.source) : null;
}

/** With the placeholder for the range in it; null where no range can be put. */
function eventsOf(errors: string, total: string, source: Source): Indicator | null {
  const [first, second] = [rated(errors), rated(total)];
  return first !== null && second !== null ? { kind: 'events', errors: first, total: second, source } : null;
}

function ratioOf(errorRatio: string, source: Source): Indicator | null {
  const query = rated(errorRatio);
  return query === null ? null : { kind: 'ratio', errorRatio: query, source };
}

const plainSelector = /^[a-zA-Z_:][\w:]*\s*(?:\{[^{}]*\})?$/;
const fixedRange = /\[\s*\d+[smhdw]\s*\]/g;

/** A query that already has the placeholder, one with a fixed range, or a plain counter, which is summed. */
function rated(query: string): string | null {
  if (hasPlaceholder(query)) return query;
  if (plainSelector.test(query)) return `sum(rate(${query}[${windowPlaceholder}]))`;
  return query.search(fixedRange) === -1 ? null : query.replace(fixedRange, `[${windowPlaceholder}]`);
}
