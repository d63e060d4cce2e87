import { html, trusted } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import { drawnHop } from './draw-hop.ts';
import { drawnMark, px, sayMark } from './draw-mark.ts';
import type { Mark } from './draw-mark.ts';
import { icons, kindNames } from './icons.ts';
import { dense } from './layout/columns.ts';
import { metrics, saidOf } from './layout/place.ts';
import type { Layout, PlacedPart } from './layout/place.ts';
import type { Part, PartKind } from './picture.ts';
import { fitWidth, textWidth } from './text-width.ts';

export interface DrawOptions {
  readonly markOf: (key: string) => Mark | null;
  readonly foldedIn: (key: string) => readonly Part[]; // that are told with a part, not drawn
  readonly links: MapLinks | null; // null: the drawing stands alone, and nothing can be followed
}

export interface MapLinks {
  readonly idOf: (key: string) => string;
  readonly partOf: (key: string) => string; // to what is known of the part
  readonly findingsOf: (key: string) => string; // to its findings
}

const combFrom = 6; // hops into one part; more of them say by their rows where they lead, and stand back

/** The marks of a map; a caller puts them into an svg of the layout's size. */
export function drawing({ parts, zones, hops, isDense }: Layout, options: DrawOptions): Html {
  const { links } = options;
  const into = Map.groupBy(hops, ({ hop }) => hop.to);
  const isComb = (to: string): boolean => !isDense && (into.get(to)?.length ?? 0) > combFrom;
  return html`${zones.map(drawnZone(options))}${hops.map((placed) => drawnHop(placed, { idOf: links?.idOf ?? null, isDense, isFaint: isComb(placed.hop.to) }))}${parts.map((each) => (isDense ? drawnName(each, options) : drawnPart(each, options)))}`;
}

function drawnPart(placed: PlacedPart, options: DrawOptions): Html {
  const { part, lines, rows, ...box } = placed;
  const mark = options.markOf(part.key);
  const left = px(box.x + metrics.padding);
  const room = box.width - 2 * metrics.padding;
  const first = rows[0];
  return linked(
    placed,
    options,
    html`<rect class="box" x="${px(box.x)}" y="${px(box.y)}" width="${px(box.width)}" height="${px(box.height)}" rx="${metrics.corner}"/>
<path class="icon" transform="translate(${left} ${px(box.y + 10)})" d="${trusted(icons[part.kind])}"/>
<text class="name" x="${px(box.x + metrics.padding + metrics.icon)}" y="${px(box.y + 23)}">${fitWidth(part.name, metrics.name, room - metrics.icon - (mark ? metrics.mark : 0))}</text>
${lines.map((line, index) => html`<text class="line" x="${left}" y="${px(box.y + metrics.head + 12 + index * metrics.lineHeight)}">${fitWidth(line, metrics.line, room)}</text>`)}${first ? html`<path class="rule" d="M${px(box.x)} ${px(first.y - metrics.row / 2 - 4)}h${px(box.width)}"/>` : null}${rows.map(drawnRow(placed))}`,
  );
}

const nameLeast = 110; // pixels

/** Where it goes, and on which terms. */
function drawnRow({ x, width }: PlacedPart): (row: PlacedPart['rows'][number]) => Html {
  return ({ hop, to, y }) => {
    const room = width - 2 * metrics.padding;
    const terms = saidOf(hop, room - Math.min(nameLeast, textWidth(to, metrics.line)) - metrics.between);
    const name = fitWidth(to, metrics.line, room - textWidth(terms, metrics.line) - metrics.between + 1);
    return html`<text class="to" x="${px(x + metrics.padding)}" y="${px(y + 4)}">${name}</text><text class="terms${hop.isUnbounded ? ' unbounded' : ''}" text-anchor="end" x="${px(x + width - metrics.padding)}" y="${px(y + 4)}">${terms}</text>`;
  };
}

/** A part of a large system: its name, a sign where it is no workload, and one where it has a database of its own. */
function drawnName(placed: PlacedPart, options: DrawOptions): Html {
  const { part, x, y, width, height } = placed;
  const mark = options.markOf(part.key);
  const own = options.foldedIn(part.key)[0];
  const left = part.kind === 'workload' ? 10 : 30;
  const right = mark ? 32 + String(mark.count).length * 7 : 8;
  const room = width - left - right - (own ? 22 : 2);
  const icon = (kind: PartKind, at: number): Html => html`<path class="icon" transform="translate(${px(at)} ${px(y + 8.5)}) scale(.82)" d="${trusted(icons[kind])}"/>`;
  return linked(
    placed,
    options,
    html`<rect class="box" x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="6"/>
${part.kind === 'workload' ? null : icon(part.kind, x + 10)}<text class="name dense" x="${px(x + left)}" y="${px(y + height / 2 + 4.5)}">${fitWidth(part.name, dense.name, room)}</text>${own ? icon(own.kind, x + width - right - 19) : null}`,
  );
}

/** A part leads to what is known of it, its mark to its findings. */
function linked(placed: PlacedPart, { markOf, links, foldedIn }: DrawOptions, inside: Html): Html {
  const { part, x, y, width, height } = placed;
  const mark = markOf(part.key);
  const own = foldedIn(part.key).map((each) => `with ${kindNames[each.kind]} ${each.name}`);
  const says = [`${kindNames[part.kind]} ${part.name}`, ...part.lines, ...own].join(', ');
  const badge = mark ? drawnMark(mark, { x, y: height < 40 ? y - 3.5 : y, width, height }) : null;
  if (!links || part.kind === 'users')
    return html`<g class="part ${part.kind}"${links ? html` data-part="${links.idOf(part.key)}"` : null}><title>${mark ? `${says}, ${sayMark(mark)}` : says}</title>${inside}${badge}</g>\n`;
  return html`<g class="part ${part.kind}" data-part="${links.idOf(part.key)}"><a href="${links.partOf(part.key)}"><title>${says}</title>${inside}</a>${badge && mark ? html`<a class="to-findings" href="${links.findingsOf(part.key)}"><title>${sayMark(mark)} of ${part.name}</title>${badge}</a>` : null}</g>\n`;
}

function drawnZone({ markOf, links }: DrawOptions): (zone: Layout['zones'][number]) => Html {
  return ({ zone, lines, ...box }) => {
    const mark = markOf(zone.key);
    const room = box.width - 24 - (mark ? metrics.mark : 0);
    const text = html`${lines.map((line, index) => html`<text class="zone-name" x="${px(box.x + 12)}" y="${px(box.y + 18 + index * metrics.lineHeight)}">${fitWidth(line, metrics.line, room)}</text>`)}`;
    const badge = mark ? drawnMark(mark, { ...box, y: box.y - 3 }) : null;
    const says = `network ${zone.name}, ${zone.lines.join(', ')}`;
    const words = links
      ? html`<a href="${links.partOf(zone.key)}"><title>${says}</title>${text}</a>${badge && mark ? html`<a class="to-findings" href="${links.findingsOf(zone.key)}"><title>${sayMark(mark)} of network ${zone.name}</title>${badge}</a>` : null}`
      : html`${text}${badge}`;
    return html`<rect class="zone" x="${px(box.x)}" y="${px(box.y)}" width="${px(box.width)}" height="${px(box.height)}" rx="12"/>${words}\n`;
  };
}
