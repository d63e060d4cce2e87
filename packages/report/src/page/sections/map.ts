import { html } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import type { Section } from '../../html/page.ts';
import { drawing } from '../../map/svg/draw.ts';
import { counted } from '../../verdict/verdict.ts';
import type { PageParts } from '../page-parts.ts';
import type { MapView } from '../system-map.ts';
import { cardsOf } from './cards.ts';

const namesShown = 20;
const widthOfPage = 1240; // pixels, of what a map has on a usual screen
const shrinksTo = 0.72; // beyond, nobody can read it, and it is scrolled instead
const drawingsBytesMost = 200_000;

/** The system as a drawing, then its parts in words with the findings that concern them. */
export function map({ map: { views, cards, notDrawn } }: PageParts): Section | null {
  if (cards.length === 0) return null;
  const known = cards.filter(({ kind }) => kind !== 'network').length;
  const { drawn, without } = withinRoom(views);
  const rest = [...without, ...notDrawn];
  return {
    id: 'map',
    title: 'System map',
    count: known,
    body: html`${drawn}${rest.length === 0 ? null : html`<p class="quiet">For want of room these environments are not drawn: ${rest.join(', ')}. <code>plimsoll map --format svg --env NAME</code> draws one.</p>\n`}${cardsOf(cards)}`,
  };
}

/** Drawings as long as there is room; the first always is. */
function withinRoom(views: readonly MapView[]): { readonly drawn: readonly Html[]; readonly without: readonly string[] } {
  const drawn: Html[] = [];
  const without: string[] = [];
  let bytes = 0;
  for (const view of views) {
    const text = drawnView(view, views.length > 1, drawn.length === 0);
    bytes += text.markup.length;
    if (drawn.length > 0 && bytes > drawingsBytesMost) without.push(...view.environments);
    else drawn.push(text);
  }
  return { drawn, without };
}

/** Environments resemble each other: one is seen, the others are there to be compared. */
function drawnView({ environments, layout, leftOut, alone, foldedIn, markOf, idOf }: MapView, isOneOfSeveral: boolean, isFirst: boolean): Html {
  const width = String(Math.ceil(layout.width));
  const height = String(Math.ceil(layout.height));
  const name = environments.join(' and ');
  const kind = `map${layout.isDense ? ' dense' : ''}${layout.width * shrinksTo > widthOfPage ? ' wide' : ''}`;
  const links = { idOf, partOf: (key: string) => `#${idOf(key)}`, findingsOf: (key: string) => `#findings?state=broken,undecided&part=${idOf(key)}` };
  const folded = new Set(layout.parts.flatMap(({ part }) => foldedIn(part.key).map(({ kind }) => kind)));
  const drawn = html`<div class="scroll map-frame" tabindex="0" role="region" aria-label="Map of ${name}"><svg class="${kind}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="Map of ${name}">${drawing(layout, { markOf, foldedIn, links })}</svg></div>
${notDrawnHere(leftOut, alone)}`;
  if (isFirst) return html`${key(layout.isDense, folded)}${isOneOfSeveral ? html`<h3>${name}</h3>\n` : null}${drawn}`;
  return html`<details class="environment"><summary>Map of ${name}</summary><div class="inside">${drawn}</div></details>
`;
}

/** How the drawing is read. */
function key(isDense: boolean, folded: ReadonlySet<string>): Html {
  const near = isDense ? html`Point at a part, or reach it with the tab key, to see what it calls and who calls it. A hop is as wide as there are places in code that call. ` : null;
  const inside = folded.size === 0 ? null : html`A small sign inside a part is ${folded.size === 1 && folded.has('database') ? 'a database' : 'something'} that only it uses. `;
  return html`<p class="quiet map-key">${near}${inside}<svg class="map sample" viewBox="0 0 34 10" width="34" height="10" aria-hidden="true"><path class="hop unbounded" d="M1 5h24"/><path class="head unbounded" d="M33 5l-9 -3.8v7.6z"/></svg> nothing ends the call <span class="sample-badge">✗ 3</span> findings of a part, and the way to them</p>
`;
}

function notDrawnHere(leftOut: readonly string[], alone: readonly string[]): Html {
  return html`${alone.length === 0 ? null : html`<p class="quiet">${counted(alone.length, 'part')} without a finding, to and from which no call was found, ${alone.length === 1 ? 'is' : 'are'} not drawn: ${named(alone)}.</p>\n`}${leftOut.length === 0 ? null : html`<p class="quiet">Not drawn, as neither code nor calls of ${leftOut.length === 1 ? 'it' : 'them'} were found, or for want of room: ${named(leftOut)}.</p>\n`}`;
}

function named(names: readonly string[]): string {
  return `${names.slice(0, namesShown).join(', ')}${names.length > namesShown ? ` and ${names.length - namesShown} more` : ''}`;
}
