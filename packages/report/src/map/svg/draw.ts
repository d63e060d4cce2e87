import { html, trusted } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import { labelWidth, metrics } from './layout.ts';
import type { Box, Layout, Point } from './layout.ts';
import type { Hop, Part, PartKind } from './picture.ts';
import { fitWidth } from './text-width.ts';

/** What findings say of a part: the worst of them, and how many. */
export interface Mark {
  readonly worst: 'error' | 'warning' | 'info' | 'undecided';
  readonly count: number;
}

export interface DrawOptions {
  readonly markOf: (key: string) => Mark | null;
  readonly linkOf: ((key: string) => string) | null; // null: the drawing stands alone, and nothing can be followed
}

const signs = { error: '✗', warning: '!', info: 'i', undecided: '?' } as const;

/** The marks of a map; a caller puts them into an svg of the layout's size. */
export function drawing({ parts, zones, hops }: Layout, options: DrawOptions): Html {
  return html`${zones.map(drawnZone(options))}${hops.map(({ hop, points }) => drawnHop(hop, points))}${hops.map(({ hop, label }) => (label ? drawnLabel(hop, label) : null))}${parts.map((each) => drawnPart(each.part, each, options))}`;
}

const kinds: Readonly<Record<PartKind, string>> = { users: 'traffic', workload: 'workload', database: 'database', cache: 'cache', queue: 'queue', service: 'service', outside: 'outside' };

/** Line icons of 16 by 16, so that kinds are told apart without colour. */
const icons: Readonly<Record<PartKind, string>> = {
  users: 'M8 8a3 3 0 1 0 0-6a3 3 0 0 0 0 6M2.5 14.5c0-3 2.5-4.5 5.5-4.5s5.5 1.5 5.5 4.5',
  workload: 'M2.5 4.5L8 1.5l5.5 3v7L8 14.5l-5.5-3zM2.5 4.5L8 7.5l5.5-3M8 7.5v7',
  database: 'M2.5 3.5c0-2.7 11-2.7 11 0v9c0 2.7-11 2.7-11 0zM2.5 3.5c0 2.7 11 2.7 11 0M2.5 8c0 2.7 11 2.7 11 0',
  cache: 'M9 1.5L3 9h4.5l-1 5.5L13 7H8.5z',
  queue: 'M1.5 4.5h13v7h-13zM5.5 4.5v7M9.5 4.5v7',
  service: 'M4.5 12.5a3 3 0 0 1 0-6a4 4 0 0 1 7.5 0a3 3 0 0 1 0 6z',
  outside: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13M1.5 8h13M8 1.5c-4.5 4-4.5 9 0 13c4.5-4 4.5-9 0-13',
};

function drawnPart(part: Part, box: Box, { markOf, linkOf }: DrawOptions): Html {
  const mark = markOf(part.key);
  const room = box.width - 2 * metrics.padding;
  const inside = html`<rect class="box" x="${px(box.x)}" y="${px(box.y)}" width="${px(box.width)}" height="${px(box.height)}" rx="${metrics.corner}"/>
<path class="icon" transform="translate(${px(box.x + metrics.padding)} ${px(box.y + 10)})" d="${trusted(icons[part.kind])}"/>
<text class="name" x="${px(box.x + metrics.padding + metrics.icon)}" y="${px(box.y + 23)}">${fitWidth(part.name, metrics.name, room - metrics.icon - (mark ? metrics.mark : 0))}</text>
${part.lines.map((line, index) => html`<text class="line" x="${px(box.x + metrics.padding)}" y="${px(box.y + metrics.head + 15 + index * metrics.lineHeight)}">${fitWidth(line, metrics.line, room)}</text>`)}${mark ? drawnMark(mark, box) : null}`;
  const says = [`${kinds[part.kind]} ${part.name}`, ...part.lines, ...(mark ? [sayMark(mark)] : [])].join(', ');
  return linkOf && part.kind !== 'users'
    ? html`<a class="${part.kind}" href="${linkOf(part.key)}"><title>${says}</title>${inside}</a>\n`
    : html`<g class="${part.kind}"><title>${says}</title>${inside}</g>\n`;
}

function sayMark({ worst, count }: Mark): string {
  return `${count} ${count === 1 ? 'finding' : 'findings'}, ${worst === 'undecided' ? 'undecided' : `at most ${worst}`}`;
}

function drawnMark({ worst, count }: Mark, box: Box): Html {
  const text = `${signs[worst]} ${count}`;
  const width = 14 + text.length * 6.6;
  const x = box.x + box.width - width - 8;
  return html`<rect class="badge ${worst}" x="${px(x)}" y="${px(box.y + 9)}" width="${px(width)}" height="19" rx="9.5"/><text class="badge-text ${worst}" text-anchor="middle" x="${px(x + width / 2)}" y="${px(box.y + 22.5)}">${text}</text>`;
}

function drawnZone({ markOf, linkOf }: DrawOptions): (zone: Layout['zones'][number]) => Html {
  return ({ zone, lines, ...box }) => {
    const mark = markOf(zone.key);
    const room = box.width - 24 - (mark ? metrics.mark : 0);
    const text = html`${lines.map((line, index) => html`<text class="zone-name" x="${px(box.x + 12)}" y="${px(box.y + 18 + index * metrics.lineHeight)}">${fitWidth(line, metrics.line, room)}</text>`)}${mark ? drawnMark(mark, { ...box, y: box.y - 3 }) : null}`;
    const says = `network ${zone.name}, ${zone.lines.join(', ')}${mark ? `, ${sayMark(mark)}` : ''}`;
    return html`<rect class="zone" x="${px(box.x)}" y="${px(box.y)}" width="${px(box.width)}" height="${px(box.height)}" rx="12"/>${linkOf ? html`<a href="${linkOf(zone.key)}"><title>${says}</title>${text}</a>` : text}\n`;
  };
}

function drawnHop(hop: Hop, points: readonly Point[]): Html {
  const kind = hop.isUnbounded ? ' unbounded' : '';
  const [last, before] = [points.at(-1), points.at(-2)];
  if (!last || !before) return html``;
  const back = last.x > before.x ? -1 : 1;
  return html`<g><title>${hop.lines.join(', ')}</title><path class="hop${kind}" d="${curve([...points.slice(0, -1), { x: last.x + 6 * back, y: last.y }])}"/><path class="head${kind}" d="M${px(last.x)} ${px(last.y)}l${px(9 * back)} -3.8v7.6z"/></g>\n`;
}

/** Leaves and enters level, as on the maps that people draw by hand. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let from = first;
  const bends = rest.map((to) => {
    const middle = px((from.x + to.x) / 2);
    const bend = from.y === to.y ? `H${px(to.x)}` : `C${middle} ${px(from.y)} ${middle} ${px(to.y)} ${px(to.x)} ${px(to.y)}`;
    from = to;
    return bend;
  });
  return `M${px(first.x)} ${px(first.y)}${bends.join('')}`;
}

function drawnLabel(hop: Hop, { x, y }: Point): Html {
  const { lines, isUnbounded } = hop;
  const width = labelWidth(hop);
  const top = y - (lines.length * metrics.labelHeight) / 2;
  return html`<rect class="label" x="${px(x - width / 2)}" y="${px(top)}" width="${px(width)}" height="${px(lines.length * metrics.labelHeight + 1)}" rx="3"/>${lines.map((line, index) => html`<text class="label-text${isUnbounded && /none|no timeout|without/.test(line) ? ' unbounded' : ''}" text-anchor="middle" x="${px(x)}" y="${px(top + 11.5 + index * metrics.labelHeight)}">${line}</text>`)}\n`;
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
