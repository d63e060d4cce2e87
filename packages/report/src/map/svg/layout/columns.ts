import type { Part, Picture } from '../picture.ts';
import { textWidth } from '../text-width.ts';
import { laid } from './graph.ts';
import { inRows, metrics } from './place.ts';
import type { Box, Layout, PlacedPart, Point, Sized } from './place.ts';

export const dense = { height: 30, between: 8, betweenColumns: 64, columnsMost: 5, least: 120, most: 216, name: 13.5 } as const;

/** A large system: layers and their order are dagre's; each layer is a column of names without gaps, and hops run straight from column to column, behind the names. */
export function columns({ parts: all, hops, zones }: Picture): Layout {
  const parts = [...all, ...zones.map(({ key, name, lines }): Part => ({ key, kind: 'network', name, lines, zone: null, source: null }))];
  const joined = new Set(hops.flatMap(({ from, to }) => [from, to]));
  const width = Math.min(dense.most, Math.max(dense.least, ...parts.map(({ name }) => Math.ceil(textWidth(name, dense.name)) + metrics.mark + metrics.icon + 10)));
  const size = { width, height: dense.height };
  const inGraph = parts.filter(({ key }) => joined.has(key));
  const { boxOf } = laid({ nodes: inGraph.map(({ key }) => ({ key, zone: null, ...size })), hops, zones: [], between: dense.between, betweenLayers: dense.betweenColumns });
  const layers = merged(
    [...Map.groupBy(inGraph, ({ key }) => Math.round(boxOf(key).x)).entries()].toSorted(([a], [b]) => a - b).map(([, own]) => own.toSorted((a, b) => boxOf(a.key).y - boxOf(b.key).y)),
  );
  const pitch = dense.height + dense.between;
  const highest = Math.max(0, ...layers.map(({ length }) => length)) * pitch;
  const placed = layers.flatMap((own, column) => {
    const top = 8 + (highest - own.length * pitch) / 2;
    return own.map((part, row): PlacedPart => ({ part, lines: [], rows: [], x: 8 + column * (width + dense.betweenColumns), y: top + row * pitch, ...size }));
  });
  const graphWidth = layers.length * (width + dense.betweenColumns); // with room for what runs at the right side of the last
  const alone = parts.filter(({ key }) => !joined.has(key)).map((part): Sized => ({ part, lines: [], out: [], ...size }));
  const rows = inRows(alone, { top: highest + 24, columns: Math.max(4, Math.floor(graphWidth / (width + 20))) });
  const boxes = new Map(placed.map((each) => [each.part.key, each]));
  return {
    isDense: true,
    width: Math.max(graphWidth, ...rows.map(({ x }) => x + width + 8)),
    height: Math.max(highest + 16, ...rows.map(({ y, height }) => y + height + 8)),
    parts: [...placed, ...rows],
    zones: [],
    hops: hops.flatMap((hop) => {
      const [from, to] = [boxes.get(hop.from), boxes.get(hop.to)];
      return from && to ? [{ hop, points: between(from, to) }] : [];
    }),
  };
}

/** Neighbouring layers become one column, the shortest first, until a screen is wide enough. */
function merged(layers: readonly (readonly Part[])[]): readonly (readonly Part[])[] {
  let all = layers;
  while (all.length > dense.columnsMost) {
    const sums = all.slice(1).map((own, index) => own.length + (all[index]?.length ?? 0));
    const at = sums.indexOf(Math.min(...sums));
    all = [...all.slice(0, at), [...(all[at] ?? []), ...(all[at + 1] ?? [])], ...all.slice(at + 2)];
  }
  return all;
}

/** From one point and into one point of each box, so that hops with a common end run together. Within a column they run at its right side. */
function between(from: Box, to: Box): readonly Point[] {
  const isRight = to.x >= from.x;
  return [
    { x: isRight ? from.x + from.width : from.x, y: from.y + from.height / 2 },
    { x: to.x > from.x ? to.x : to.x + to.width, y: to.y + to.height / 2 },
  ];
}
