import type { Picture, Zone } from '../picture.ts';
import { docked } from './dock.ts';
import { laid } from './graph.ts';
import { filled, gap, inRows, metrics, sized } from './place.ts';
import type { Box, Layout, PlacedPart, Point, Sized } from './place.ts';

const aloneColumnsLeast = 4;

/** What goes out of a part is a row in its box, so that no words stand in the way of hops. Parts without a hop stand in rows below. */
export function layered({ parts, hops, zones }: Picture): Layout {
  const sizes = sized(parts, hops);
  const joined = new Set(hops.flatMap(({ from, to }) => [from, to]));
  const inGraph = parts.flatMap(({ key }) => (joined.has(key) ? (sizes.get(key) ?? []) : []));
  const used = zones.filter(({ key }) => inGraph.some(({ part }) => part.zone === key));
  const { width, height, boxOf, bendsOf } = laid({ nodes: inGraph.map(({ part, ...size }) => ({ key: part.key, zone: part.zone, ...size })), hops, zones: used, between: 24, betweenLayers: 84 });
  const boxes = flushLeft(new Map(inGraph.map(({ part }) => [part.key, boxOf(part.key)] as const)));
  const names = new Map(parts.map(({ key, name }) => [key, name]));
  const placed = new Map(inGraph.map((each) => [each.part.key, placedAt(each, boxes, names)] as const));
  const alone = inRows(
    parts.flatMap(({ key }) => (joined.has(key) ? [] : (sizes.get(key) ?? []))),
    { top: inGraph.length > 0 ? height + gap : 8, columns: Math.max(aloneColumnsLeast, Math.floor((width - 8) / (widestOf(parts.flatMap(({ key }) => sizes.get(key) ?? [])) + gap))) },
  );
  const zoned = used.map((zone) =>
    around(
      boxOf(zone.key),
      inGraph.flatMap(({ part }) => (part.zone === zone.key ? (boxes.get(part.key) ?? []) : [])),
      zone,
    ),
  );
  const drawn = docked(
    hops.map((hop) => ({ hop, points: bendsOf(hop) })),
    placed,
  );
  // The words of a zone, and a hop that goes around others, may reach beyond what dagre counts.
  const heights = [...zoned.flatMap(({ y, height: own }) => [y - 8, y + own + 8]), ...drawn.flatMap(({ points }) => points.flatMap(({ y }) => [y - 8, y + 8]))];
  const least = heights.reduce((low, y) => Math.min(low, y), 0);
  const down = <B extends Point>(each: B): B => ({ ...each, y: each.y - least });
  return {
    isDense: false,
    width: Math.max(width, ...[...alone, ...zoned].map((box) => box.x + box.width + 8)),
    height: [...heights, ...alone.map((box) => box.y + box.height + 8)].reduce((high, y) => Math.max(high, y), height) - least,
    parts: [...placed.values(), ...alone].map((each) => ({ ...down(each), rows: each.rows.map((row) => ({ ...row, y: row.y - least })) })),
    zones: zoned.map(down),
    hops: drawn.map(({ hop, points }) => ({ hop, points: points.map(down) })),
  };
}

/** Parts of a layer differ in width, and stand with their left sides in a line. */
function flushLeft(boxes: ReadonlyMap<string, Box>): ReadonlyMap<string, Box> {
  const middleOf = ({ x, width }: Box): number => Math.round(x + width / 2);
  const leftOf = new Map([...Map.groupBy(boxes.values(), middleOf)].map(([middle, own]) => [middle, Math.min(...own.map(({ x }) => x))]));
  return new Map([...boxes].map(([key, box]) => [key, { ...box, x: leftOf.get(middleOf(box)) ?? box.x }]));
}

/** Its rows in the order of where they lead, so that hops do not cross before they are apart. */
function placedAt({ part, lines, out }: Sized, boxes: ReadonlyMap<string, Box>, names: ReadonlyMap<string, string>): PlacedPart {
  const box = boxes.get(part.key) ?? { x: 0, y: 0, width: 0, height: 0 };
  const towards = (key: string): number => {
    const to = boxes.get(key);
    return to ? to.y + to.height / 2 : 0;
  };
  const top = box.y + box.height - metrics.foot / 2 - out.length * metrics.row;
  const rows = out.toSorted((a, b) => towards(a.to) - towards(b.to)).map((hop, index) => ({ hop, to: names.get(hop.to) ?? '', y: top + (index + 0.5) * metrics.row }));
  return { part, lines, rows, ...box };
}

function widestOf(parts: readonly Sized[]): number {
  return Math.max(1, ...parts.map(({ width }) => width));
}

const zoneMargin = 16;

/** As dagre keeps it free of other parts, closed up around its own, with room above for its words. */
function around(free: Box, boxes: readonly Box[], zone: Zone): Layout['zones'][number] {
  const x = Math.min(...boxes.map((box) => box.x)) - zoneMargin;
  const width = Math.max(...boxes.map((box) => box.x + box.width)) + zoneMargin - x;
  const lines = filled([`network ${zone.name}`, ...zone.lines], width - 24 - metrics.mark);
  const top = Math.min(...boxes.map((box) => box.y));
  const y = Math.min(Math.max(free.y, top - 90), top - 14 - lines.length * metrics.lineHeight);
  return { zone, lines, x, y, width, height: Math.max(...boxes.map((box) => box.y + box.height)) + zoneMargin - y };
}
