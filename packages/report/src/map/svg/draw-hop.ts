import { html } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import { px } from './draw-mark.ts';
import { saidOf } from './layout/place.ts';
import type { PlacedHop, Point } from './layout/place.ts';

const widest = 4; // pixels
const loopFrom = 12;

export interface HopLook {
  readonly idOf: ((key: string) => string) | null;
  readonly isDense: boolean;
  readonly isFaint: boolean;
}

/** In a large map the width of a hop says how many places in code call over it. */
export function drawnHop({ hop, points }: PlacedHop, { idOf, isDense, isFaint }: HopLook): Html {
  const kind = hop.isUnbounded ? ' unbounded' : '';
  const [last, before] = [points.at(-1), points.at(-2)];
  if (!last || !before) return html``;
  const back = last.x > before.x ? -1 : 1; // also within a column, where hops enter from the right
  const ends = idOf ? html` data-from="${idOf(hop.from)}" data-to="${idOf(hop.to)}"` : null;
  const width = isDense && hop.sources.length > 1 ? html` stroke-width="${px(Math.min(widest, 1 + Math.log2(hop.sources.length) * 0.6))}"` : null;
  return html`<g class="way${isFaint ? ' faint' : ''}"${ends}><title>${saidOf(hop)}</title><path class="hop${kind}"${width} d="${curve([...points.slice(0, -1), { x: last.x + 6 * back, y: last.y }])}"/><path class="head${kind}" d="M${px(last.x)} ${px(last.y)}l${px(9 * back)} -3.8v7.6z"/></g>\n`;
}

/** Leaves and enters level, as on the maps that people draw by hand. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let from = first;
  const bends = rest.map((to) => {
    const middle = px((from.x + to.x) / 2);
    const bend = Math.abs(from.x - to.x) <= loopFrom ? loop(from, to) : from.y === to.y ? `H${px(to.x)}` : `C${middle} ${px(from.y)} ${middle} ${px(to.y)} ${px(to.x)} ${px(to.y)}`;
    from = to;
    return bend;
  });
  return `M${px(first.x)} ${px(first.y)}${bends.join('')}`;
}

/** Between two parts of one column, the further out the further they are apart. */
function loop(from: Point, to: Point): string {
  const out = px(Math.max(from.x, to.x) + Math.min(44, 16 + Math.abs(to.y - from.y) / 10));
  return `C${out} ${px(from.y)} ${out} ${px(to.y)} ${px(to.x)} ${px(to.y)}`;
}
