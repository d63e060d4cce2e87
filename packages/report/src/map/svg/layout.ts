import { Graph, layout as layOut } from '@dagrejs/dagre';

import { docked } from './dock.ts';
import type { Hop, Part, Picture, Zone } from './picture.ts';
import { textWidth } from './text-width.ts';

/** Where everything stands, in pixels from the top left corner. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly parts: readonly (Box & { readonly part: Part })[];
  readonly zones: readonly (Box & { readonly zone: Zone; readonly lines: readonly string[] })[];
  readonly hops: readonly { readonly hop: Hop; readonly points: readonly Point[]; readonly label: Point | null }[];
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Font sizes, of names as wide as their bold letters run, and distances, in pixels. */
export const metrics = { name: 14.9, line: 12, label: 11.5, lineHeight: 16, labelHeight: 15, padding: 12, icon: 23, head: 26, corner: 8, mark: 44 } as const;

const partWidth = { least: 150, most: 230, users: 92 } as const; // all of a map are as wide as its widest, so that columns have edges
const gap = 20;
const labelsMost = 60; // hops; of more, words between the parts leave no room for the parts: cards and titles say them

/** Of the words on a hop, with a little air on both sides. */
export function labelWidth({ lines }: Hop): number {
  return lines.length === 0 ? 0 : Math.max(...lines.map((line) => textWidth(line, metrics.label))) + 8;
}
const aloneColumnsLeast = 4;

/** Layers from left to right by dagre, which is pure and gives the same for the same; parts without a hop stand in rows below. */
export function layoutOf({ parts, hops, zones }: Picture): Layout {
  const wide = widthOfParts(parts);
  const isLabelled = hops.length <= labelsMost;
  const joined = new Set(hops.flatMap(({ from, to }) => [from, to]));
  const graph = new Graph({ multigraph: true, compound: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 22, ranksep: isLabelled ? 26 : 70, edgesep: 14, marginx: 8, marginy: 8 });
  const inGraph = parts.filter(({ key }) => joined.has(key));
  const used = zones.filter(({ key }) => inGraph.some(({ zone }) => zone === key));
  for (const { key } of used) graph.setNode(key, {});
  for (const part of inGraph) {
    graph.setNode(part.key, sizeOf(part, wide));
    if (part.zone !== null && used.some(({ key }) => key === part.zone)) graph.setParent(part.key, part.zone);
  }
  for (const hop of hops) {
    const longest = isLabelled ? labelWidth(hop) : 0;
    graph.setEdge(hop.from, hop.to, { width: longest === 0 ? 0 : longest + 8, height: longest === 0 ? 0 : hop.lines.length * metrics.labelHeight, labelpos: 'c', minlen: 1 }, hop.key);
  }
  if (inGraph.length > 0) layOut(graph);
  const boxOf = (key: string): Box => {
    const { x, y, width, height } = graph.node(key) as Box;
    return { x: x - width / 2, y: y - height / 2, width, height };
  };
  const { width = 0, height = 0 } = inGraph.length > 0 ? (graph.graph() as { width?: number; height?: number }) : {};
  const alone = rowsOf(
    parts.filter(({ key }) => !joined.has(key)),
    { top: inGraph.length > 0 ? height + gap : 8, wide, columns: Math.max(aloneColumnsLeast, Math.floor((width - 8) / (wide + gap))) },
  );
  const boxes = new Map(inGraph.map((part) => [part.key, boxOf(part.key)] as const));
  const zoned = used.map((zone) =>
    around(
      boxOf(zone.key),
      inGraph.flatMap((part) => (part.zone === zone.key ? (boxes.get(part.key) ?? []) : [])),
      zone,
    ),
  );
  const drawn = docked(
    hops.map((hop) => {
      const edge = graph.edge({ v: hop.from, w: hop.to, name: hop.key }) as { points: readonly Point[]; x?: number; y?: number };
      return { hop, points: edge.points, label: isLabelled && hop.lines.length > 0 && edge.x !== undefined && edge.y !== undefined ? { x: edge.x, y: edge.y } : null };
    }),
    boxes,
  );
  // The words of a zone, and a hop that goes around others, may reach beyond what dagre counts.
  const heights = [...zoned.flatMap(({ y, height: own }) => [y - 8, y + own + 8]), ...drawn.flatMap(({ points }) => points.flatMap(({ y }) => [y - 8, y + 8]))];
  const least = heights.reduce((low, y) => Math.min(low, y), 0);
  const down = <B extends Point>(each: B): B => ({ ...each, y: each.y - least });
  return {
    width: Math.max(width, ...[...alone, ...zoned].map((box) => box.x + box.width + 8)),
    height: [...heights, ...alone.map((box) => box.y + box.height + 8)].reduce((high, y) => Math.max(high, y), height) - least,
    parts: [...inGraph.map((part) => ({ part, ...boxOf(part.key) })), ...alone].map(down),
    zones: zoned.map(down),
    hops: drawn.map(({ hop, points, label }) => ({ hop, points: points.map(down), label: label ? down(label) : null })),
  };
}

const zoneMargin = 16;

/** As dagre keeps it free of other parts, closed up around its own, with room above for its words. */
function around(free: Box, boxes: readonly Box[], zone: Zone): Layout['zones'][number] {
  const x = Math.min(...boxes.map((box) => box.x)) - zoneMargin;
  const width = Math.max(...boxes.map((box) => box.x + box.width)) + zoneMargin - x;
  const all = [`network ${zone.name}`, ...zone.lines];
  const oneLine = all.join(' · ');
  const lines = textWidth(oneLine, metrics.line) < width - 24 - metrics.mark ? [oneLine] : all;
  const top = Math.min(...boxes.map((box) => box.y));
  const y = Math.min(Math.max(free.y, top - 90), top - 14 - lines.length * metrics.lineHeight);
  return { zone, lines, x, y, width, height: Math.max(...boxes.map((box) => box.y + box.height)) + zoneMargin - y };
}

function widthOfParts(parts: readonly Part[]): number {
  const widest = parts.map(({ name, lines }) => Math.max(textWidth(name, metrics.name) + metrics.icon + metrics.mark, ...lines.map((line) => textWidth(line, metrics.line))));
  return Math.min(partWidth.most, Math.max(partWidth.least, ...widest.map((each) => Math.ceil(each) + 2 * metrics.padding)));
}

function sizeOf({ kind, lines }: Part, wide: number): { readonly width: number; readonly height: number } {
  return { width: kind === 'users' ? partWidth.users : wide, height: metrics.head + lines.length * metrics.lineHeight + 10 };
}

function rowsOf(parts: readonly Part[], { top, wide, columns }: { readonly top: number; readonly wide: number; readonly columns: number }): readonly (Box & { readonly part: Part })[] {
  let y = top;
  const placed: (Box & { readonly part: Part })[] = [];
  for (let start = 0; start < parts.length; start += columns) {
    let x = 8;
    let tallest = 0;
    for (const part of parts.slice(start, start + columns)) {
      const { width, height } = sizeOf(part, wide);
      placed.push({ part, x, y, width, height });
      x += width + gap;
      tallest = Math.max(tallest, height);
    }
    y += tallest + gap;
  }
  return placed;
}
