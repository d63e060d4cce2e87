import { html } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import type { Section } from '../../html/page.ts';
import { drawing } from '../../map/svg/draw.ts';
import { placeOf } from '../../plain/plain-finding.ts';
import { counted } from '../../verdict/verdict.ts';
import type { PageParts } from '../page-parts.ts';
import type { Card, MapView } from '../system-map.ts';

const findingsShown = 5; // of one part; all of them are one link away
const waysShown = 6;
const namesShown = 40;
const widthOfPage = 1500; // pixels; a wider map would shrink until nobody can read it, and is scrolled instead
const cardsMost = 200;
const quietMost = 12;
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
    body: html`<p class="quiet">What was understood of the system. A dashed line is a call that nothing ends. A number on a part counts its findings; a part leads to its card below.</p>
${drawn}${rest.length === 0 ? null : html`<p class="quiet">For want of room these environments are not drawn: ${rest.join(', ')}. <code>plimsoll map --format svg --env NAME</code> draws one.</p>\n`}${cardsOf(cards.slice(0, cardsMost))}${cards.length > cardsMost ? html`<p class="quiet">and ${cards.length - cardsMost} more parts; <code>plimsoll map</code> prints them all</p>` : null}`,
  };
}

/** Where there are many, those without a finding stand behind the others, folded. */
function cardsOf(cards: readonly Card[]): Html {
  const quiet = cards.filter(({ findings }) => findings.length === 0);
  if (quiet.length <= quietMost) return html`<div class="cards">\n${cards.map(card)}</div>`;
  const others = cards.filter(({ findings }) => findings.length > 0);
  return html`${others.length === 0 ? null : html`<div class="cards">\n${others.map(card)}</div>`}<details><summary>${counted(quiet.length, 'part')} without a finding</summary><div class="inside"><div class="cards">\n${quiet.map(card)}</div></div></details>`;
}

/** Drawings as long as there is room; the first always is. */
function withinRoom(views: readonly MapView[]): { readonly drawn: readonly Html[]; readonly without: readonly string[] } {
  const drawn: Html[] = [];
  const without: string[] = [];
  let bytes = 0;
  for (const view of views) {
    const text = drawnView(view, views.length > 1);
    bytes += text.markup.length;
    if (drawn.length > 0 && bytes > drawingsBytesMost) without.push(...view.environments);
    else drawn.push(text);
  }
  return { drawn, without };
}

function drawnView({ environments, layout, leftOut, markOf, idOf }: MapView, isOneOfSeveral: boolean): Html {
  const width = String(Math.ceil(layout.width));
  const height = String(Math.ceil(layout.height));
  const name = environments.join(' and ');
  return html`${isOneOfSeveral ? html`<h3>${name}</h3>\n` : null}<div class="scroll map-frame" tabindex="0" role="region" aria-label="Map of ${name}"><svg class="map${layout.width > widthOfPage ? ' wide' : ''}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="Map of ${name}">${drawing(layout, { markOf, linkOf: (key) => `#${idOf(key)}` })}</svg></div>
${leftOut.length === 0 ? null : html`<p class="quiet">Not drawn, as neither code nor calls of ${leftOut.length === 1 ? 'it' : 'them'} were found, or for want of room: ${leftOut.slice(0, namesShown).join(', ')}${leftOut.length > namesShown ? ` and ${leftOut.length - namesShown} more` : ''}.</p>\n`}`;
}

const signs = { error: '✗', warning: '!', info: 'i' } as const;

function card({ id, kind, name, source, variants, ways, findings }: Card): Html {
  const rest = findings.length - findingsShown;
  return html`<article id="${id}" class="card" aria-labelledby="${id}-name">
<h3 id="${id}-name">${name} <span class="count">${kind}</span></h3>
${variants.map(({ environments, lines }) => html`<p>${environments.length === 0 ? null : html`<b>${environments.join(', ')}</b> `}${lines.join(' · ')}</p>\n`)}${ways.length === 0 ? null : html`<ul class="plain quiet">${ways.slice(0, waysShown).map((way) => html`<li>${way}</li>`)}${ways.length > waysShown ? html`<li>and ${ways.length - waysShown} more</li>` : null}</ul>\n`}${source ? html`<p class="quiet"><code>${placeOf(source)}</code></p>\n` : null}${
    findings.length === 0
      ? null
      : html`<ul class="concerns">${findings.slice(0, findingsShown).map((finding) => html`<li><a href="#f-${finding.fingerprint}"><span class="state ${finding.state === 'undecided' ? 'undecided' : finding.severity}">${finding.state === 'undecided' ? '?' : signs[finding.severity]}</span> ${finding.message}</a></li>\n`)}${rest > 0 ? html`<li><a href="#findings?state=broken,undecided&amp;part=${id}">all ${counted(findings.length, 'finding')} of ${name}</a></li>` : null}</ul>\n`
  }</article>
`;
}
