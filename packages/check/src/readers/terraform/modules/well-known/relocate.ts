import type { Range } from '@plimsoll/hcl';

/** The same syntax tree with every node at one place. Trees come from texts of ours, so their depth is known to be small. */
export function relocated<T>(node: T, place: Range): T {
  return moved(node, place) as T;
}

function moved(node: unknown, place: Range): unknown {
  if (Array.isArray(node)) return node.map((item) => moved(item, place));
  if (node instanceof Map) return new Map([...node].map(([key, value]) => [key, moved(value, place)]));
  if (typeof node !== 'object' || node === null) return node;
  if (isRange(node)) return place;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, moved(value, place)]));
}

function isRange(node: object): boolean {
  return 'file' in node && 'start' in node && 'end' in node;
}
