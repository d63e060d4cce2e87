import type { Box, Layout, Point } from './layout.ts';

type Drawn = Layout['hops'][number];

/** Hops leave and enter at the sides of boxes, spread in the order of where they go, so that none crosses another at its own end. */
export function docked(hops: readonly Drawn[], boxes: ReadonlyMap<string, Box>): readonly Drawn[] {
  const ends = hops.flatMap(({ hop, points }, index) => {
    const inner = points.slice(1, -1);
    const [near, far] = [inner[0] ?? points.at(-1), inner.at(-1) ?? points[0]];
    return [...endOf(index, 'start', boxes.get(hop.from), near), ...endOf(index, 'end', boxes.get(hop.to), far)];
  });
  const places = new Map<string, Point>();
  for (const own of Map.groupBy(ends, ({ side }) => side).values()) {
    const sorted = own.toSorted((a, b) => a.towards.y - b.towards.y || a.index - b.index);
    const [{ box, x } = { box: null, x: 0 }] = sorted;
    if (!box) continue;
    const step = Math.min(14, (box.height - 16) / Math.max(1, sorted.length - 1));
    const first = box.y + box.height / 2 - (step * (sorted.length - 1)) / 2;
    for (const [place, { index, at }] of sorted.entries()) places.set(`${index} ${at}`, { x, y: first + step * place });
  }
  return hops.map((drawn, index) => {
    const [start, end] = [places.get(`${index} start`), places.get(`${index} end`)];
    return start && end ? { ...drawn, points: [start, ...drawn.points.slice(1, -1), end] } : drawn;
  });
}

interface End {
  readonly index: number;
  readonly at: 'start' | 'end';
  readonly side: string; // of which box: ends at one side are spread
  readonly box: Box;
  readonly x: number;
  readonly towards: Point;
}

function endOf(index: number, at: End['at'], box: Box | undefined, towards: Point | undefined): readonly End[] {
  if (!box || !towards) return [];
  const isRight = towards.x > box.x + box.width / 2;
  return [{ index, at, side: `${box.x} ${box.y} ${isRight}`, box, x: isRight ? box.x + box.width : box.x, towards }];
}
