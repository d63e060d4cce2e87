import { html } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import { placeOf } from '../../plain/plain-finding.ts';
import { counted } from '../../verdict/verdict.ts';
import type { Card } from '../system-map.ts';

const findingsShown = 5; // of one part; all of them are one link away
const waysShown = 8;
const cardsMost = 200;

/** The parts in words, for those who read on and those who do not see the drawing. Folded: the drawing says the same, and leads to each. */
export function cardsOf(cards: readonly Card[]): Html {
  const ranked = [...cards.filter(({ findings }) => findings.length > 0), ...cards.filter(({ findings }) => findings.length === 0)];
  return html`<details id="parts"><summary>The ${counted(cards.length, 'part')} in words, each with what it calls and its findings</summary><div class="inside"><div class="cards">
${ranked.slice(0, cardsMost).map(card)}</div>${cards.length > cardsMost ? html`<p class="quiet">and ${cards.length - cardsMost} more parts; <code>plimsoll map</code> prints them all</p>` : null}</div></details>`;
}

const signs = { error: '✗', warning: '!', info: 'i' } as const;

function card({ id, kind, name, source, variants, ways, findings }: Card): Html {
  const rest = findings.length - findingsShown;
  return html`<article id="${id}" class="card" tabindex="-1" aria-labelledby="${id}-name">
<h3 id="${id}-name">${name} <span class="count">${kind}</span></h3>
${variants.map(({ environments, lines }) => html`<p>${environments.length === 0 ? null : html`<b>${environments.join(', ')}</b> `}${lines.join(' · ')}</p>\n`)}${ways.length === 0 ? null : html`<ul class="plain quiet">${ways.slice(0, waysShown).map((way) => html`<li>${way}</li>`)}${ways.length > waysShown ? html`<li>and ${ways.length - waysShown} more</li>` : null}</ul>\n`}${source ? html`<p class="quiet"><code>${placeOf(source)}</code></p>\n` : null}${
    findings.length === 0
      ? null
      : html`<ul class="concerns">${findings.slice(0, findingsShown).map((finding) => html`<li><a href="#f-${finding.fingerprint}"><span class="state ${finding.state === 'undecided' ? 'undecided' : finding.severity}">${finding.state === 'undecided' ? '?' : signs[finding.severity]}</span> ${finding.message}</a></li>\n`)}${rest > 0 ? html`<li class="all"><a href="#findings?state=broken,undecided&amp;part=${id}">all ${counted(findings.length, 'finding')} of ${name}</a></li>` : null}</ul>\n`
  }</article>
`;
}
