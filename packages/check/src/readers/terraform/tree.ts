import { referencesOf } from '@plimsoll/hcl';
import type { Range, Value } from '@plimsoll/hcl';
import type { Tree } from '../../facts/index.ts';
import { knownOf, sourceOf } from './known.ts';
import { placeOf } from './modules/well-known/place.ts';
import type { LineOf } from './known.ts';

const deepest = 32;

export function treeOf(value: Value, range: Range, lineOf: LineOf, depth: number): Tree {
  const place = placeOf(value, value.range.file === '' ? range : value.range);
  if (value.kind === 'list' && depth < deepest) {
    return { kind: 'list', items: value.items.map((item) => treeOf(item, place, lineOf, depth + 1)), source: sourceOf(place) };
  }
  if (value.kind === 'object' && depth < deepest) {
    return { kind: 'object', entries: new Map([...value.entries].map(([key, entry]) => [key, treeOf(entry, place, lineOf, depth + 1)])), source: sourceOf(place) };
  }
  return { kind: 'leaf', value: knownOf(value, place, primitive, lineOf), references: referencesOf(value).map(({ address, attribute }) => ({ address, attribute })), source: sourceOf(place) };
}

function primitive(value: Value): string | number | boolean | null | undefined {
  return value.kind === 'string' || value.kind === 'number' || value.kind === 'bool' || value.kind === 'null' ? value.value : undefined;
}
