import { parseDuration, parseRate, parseRatio } from '@plimsoll/contract';
import type { Stated } from '@plimsoll/contract';
import { at, textOf } from '@plimsoll/contract/yaml';
import type { YamlNode } from '@plimsoll/contract/yaml';
import type { Notes } from './notes.ts';
import { shorten } from './notes.ts';

export type Dimension = 'duration' | 'ratio' | 'rate';

/** `30d`, `30 days`, `rolling 30d`, `{ duration: 30d }`. A calendar window has no fixed length and is noted. */
export function readWindow(node: YamlNode | undefined, notes: Notes): Stated<number> | null {
  const leaf = node?.kind === 'mapping' ? (at(node, 'duration') ?? at(node, 'rolling')) : node;
  const text = textOf(leaf);
  if (!leaf || text === undefined) return null;
  const result = parseDuration(text.slice(0, 100).replace(/\b(rolling|trailing|last|window|of)\b/gi, ' '));
  if (result.ok && result.value > 0) return { value: result.value, source: leaf.source };
  if (!result.ok && /^\d+$/.test(text.trim())) {
    notes.add(leaf.source, `the window \`${shorten(text)}\` has no unit; write ${shorten(text.trim())}d; the window is not known`);
    return null;
  }
  notes.add(leaf.source, `the window ${result.ok ? `\`${shorten(text)}\` is empty` : result.message}; the window is not known`);
  return null;
}

/** A number with the unit beside it (`target: 200`, `unit: "ms"`) or in it (`target: "< 200ms"`). */
export function measure(text: string, unit: string | null): { readonly dimension: Dimension; readonly value: number } | null {
  const bare = text
    .slice(0, 100)
    .trim()
    .replace(/^(?:<=|>=|==|[<>=≤≥])\s*/, '');
  const alone = /^[\d.,_]+$/.test(bare);
  const written = unit !== null && alone ? `${bare} ${unit}` : bare;
  const duration = parseDuration(written);
  if (duration.ok && !/^0+$/.test(written)) return { dimension: 'duration', value: duration.value };
  const rate = parseRate(written);
  if (rate.ok) return { dimension: 'rate', value: rate.value };
  if (unit !== null && alone && /^(ratio|fraction)$/i.test(unit)) return Number(bare) <= 1 ? { dimension: 'ratio', value: Number(bare) } : null;
  const ratio = parseRatio(written);
  return ratio.ok ? { dimension: 'ratio', value: ratio.value } : null;
}
