import { metrics } from './place.ts';
import type { Box, PlacedHop, PlacedPart, Point } from './place.ts';

/** Hops leave at their row, and enter beside the name, spread in the order of where they come from. None takes a detour that it does not need. */
export function docked(hops: readonly PlacedHop[], parts: ReadonlyMap<string, PlacedPart>): readonly PlacedHop[] {
  const boxes = [...parts.values()];
  const ends = hops.flatMap(({ hop, points }, index) => {
    const [from, to] = [parts.get(hop.from), parts.get(hop.to)];
    return from && to ? [{ index, from, to, isRight: to.x + to.width / 2 > from.x + from.width / 2, near: points.at(-1) ?? middle(from) }] : [];
  });
  const entries = new Map<number, Point>();
  for (const own of Map.groupBy(ends, ({ to, isRight }) => `${to.part.key} ${isRight}`).values()) {
    const sorted = own.toSorted((a, b) => a.near.y - b.near.y || a.index - b.index);
    const [{ to, isRight } = { to: null, isRight: true }] = sorted;
    if (!to) continue;
    const room = headOf(to);
    const step = Math.min(14, (room.height - 14) / Math.max(1, sorted.length - 1));
    const first = room.y + room.height / 2 - (step * (sorted.length - 1)) / 2;
    for (const [place, { index }] of sorted.entries()) entries.set(index, { x: isRight ? to.x : to.x + to.width, y: first + step * place });
  }
  return hops.map((placed, index) => {
    const [found, end] = [ends.find((each) => each.index === index), entries.get(index)];
    if (!found || !end) return placed;
    const { from, to, isRight } = found;
    const row = from.rows.find(({ hop }) => hop === placed.hop);
    const start = { x: isRight ? from.x + from.width : from.x, y: row?.y ?? headOf(from).y + headOf(from).height / 2 };
    const others = boxes.filter((box) => box !== from && box !== to);
    return { hop: placed.hop, points: others.some((box) => crosses(start, end, box)) ? [start, ...placed.points, end] : [start, end] };
  });
}

/** The part of a box above its rows. */
function headOf({ rows, y, height, ...box }: PlacedPart): Box {
  return { ...box, y, height: height - (rows.length === 0 ? 0 : metrics.rowsGap + rows.length * metrics.row) };
}

function middle({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

const steps = 24;
const margin = 4;

/** Along the curve that is drawn between two points: level at both ends, bent in the middle. */
function crosses(from: Point, to: Point, { x, y, width, height }: Box): boolean {
  for (let step = 1; step < steps; step++) {
    const t = step / steps;
    const level = from.x + (to.x - from.x) * (1.5 * t * (1 - t) ** 2 + 1.5 * t * t * (1 - t) + t ** 3);
    const rise = from.y + (to.y - from.y) * (3 * t * t * (1 - t) + t ** 3);
    if (level > x - margin && level < x + width + margin && rise > y - margin && rise < y + height + margin) return true;
  }
  return false;
}
