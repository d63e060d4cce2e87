import { html } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import type { Section } from '../../html/page.ts';
import { counted } from '../../verdict/verdict.ts';
import type { PageParts } from '../page-parts.ts';

const entriesMost = 400;
const openMost = 12; // places of one message that are seen at once

/** What could not be read, by what was wrong, so that nobody takes silence for approval. Told as far as there is room. */
export function unread({ report }: PageParts): Section | null {
  const all = report.unread;
  if (all.length === 0) return null;
  const shown = all.slice(0, entriesMost);
  const groups = [...Map.groupBy(shown, ({ message }) => message)].toSorted(([, a], [, b]) => b.length - a.length);
  return {
    id: 'unread',
    title: 'Not read',
    count: all.length,
    body: html`<p class="quiet">What could not be understood; nothing was judged by it.</p>
<dl class="unread">
${groups.map(([message, entries]) => html`<dt>${message}</dt><dd>${places(entries.map(({ file, line }) => (line === null ? file : `${file}:${line}`)))}</dd>\n`)}</dl>
${all.length <= entriesMost ? null : html`<p class="quiet">and ${all.length - entriesMost} more; <code>plimsoll check --format json</code> has all</p>`}`,
  };
}

function places(all: readonly string[]): Html {
  const list = html`<ul class="places">${all.map((place) => html`<li><code>${place}</code></li>`)}</ul>`;
  return all.length <= openMost ? list : html`<details><summary>${counted(all.length, 'place')}</summary><div class="inside">${list}</div></details>`;
}
