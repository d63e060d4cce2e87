import { booleanOf, entriesOf, itemsOf, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import { hasPlaceholder } from '../indicator/indicator.ts';
import type { Indicator } from '../indicator/indicator.ts';
import type { Keys } from './keys.ts';
import { keysOf, node, noteUnknown } from './keys.ts';
import type { Notes } from './notes.ts';
import { shorten } from './notes.ts';

export const indicatorKeys: readonly string[] = ['counter', 'histogram', 'selector', 'errors', 'good', 'total', 'error_ratio', 'native', 'unit', 'buckets', 'failed'];

/** `indicators:` of DP5's shape, by the name that an `sli` gives. */
export function readIndicators(indicators: YamlNode | undefined, notes: Notes): ReadonlyMap<string, Indicator> {
  return new Map(
    entriesOf(indicators).flatMap(({ key, value, keySource }) => {
      const keys = keysOf(value);
      noteUnknown(keys, indicatorKeys, `indicator \`${shorten(key)}\``, notes);
      const found = readIndicator(keys, value, notes);
      if (!found) notes.add(keySource, `the indicator \`${shorten(key)}\` is incomplete: write \`counter\` with \`errors\`, \`histogram\`, \`errors\` or \`good\` with \`total\`, or \`error_ratio\``);
      return found ? [[key, found] as const] : [];
    }),
  );
}

function readIndicator(keys: Keys, value: YamlNode, notes: Notes): Indicator | null {
  const { source } = value;
  const text = (name: string): string | null => textOf(node(keys, name))?.trim() || null;
  const selector = bare(text('selector') ?? '');
  const [counter, histogram, errors, good, total, ratio] = ['counter', 'histogram', 'errors', 'good', 'total', 'error_ratio'].map((name) => text(name));
  if (counter && errors) return { kind: 'counter', metric: counter, selector, errors: bare(errors), source };
  if (histogram) {
    const unit = text('unit') ?? (/_(ms|millis|milliseconds)(?:_|$)/.test(histogram) ? 'ms' : 's');
    if (unit !== 's' && unit !== 'ms') notes.add(node(keys, 'unit')?.source ?? source, `the unit \`${shorten(unit)}\` of a histogram is neither s nor ms; it was read as s`);
    return {
      kind: 'histogram',
      metric: histogram.replace(/_(bucket|count|sum)$/, ''),
      selector,
      native: booleanOf(node(keys, 'native')) ?? false,
      unit: unit === 'ms' ? 'ms' : 's',
      boundaries: readBoundaries(node(keys, 'buckets'), notes),
      failed: bare(text('failed') ?? '') || null,
      source,
    };
  }
  if (ratio) return checked({ kind: 'ratio', errorRatio: ratio, source }, [ratio], source, notes);
  if (!total || !(errors ?? good)) return null;
  const queries = [errors ?? good ?? '', total];
  return checked({ kind: 'events', errors: errors ?? `(${total}) - (${good})`, total, source }, queries, source, notes);
}

function checked(indicator: Indicator, queries: readonly string[], source: YamlNode['source'], notes: Notes): Indicator | null {
  const missing = queries.find((query) => !hasPlaceholder(query));
  if (missing === undefined) return indicator;
  notes.add(source, `the query \`${shorten(missing)}\` has no \`{{.window}}\`; write it where the range stands, as in rate(x[{{.window}}])`);
  return null;
}

function readBoundaries(list: YamlNode | undefined, notes: Notes): readonly number[] | null {
  if (!list) return null;
  const numbers = itemsOf(list).map((item) => Number(textOf(item) ?? NaN));
  if (numbers.length > 0 && numbers.every((number) => number > 0)) return numbers.toSorted((a, b) => a - b);
  notes.add(list.source, 'the buckets are no list of positive numbers; write the upper boundaries in the unit of the metric, such as [0.1, 0.2, 0.5]');
  return null;
}

/** Matchers without braces. */
function bare(selector: string): string {
  return selector.trim().replace(/^\{/, '').replace(/\}$/, '').replace(/,\s*$/, '').trim();
}
