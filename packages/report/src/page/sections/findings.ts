import { client } from '@plimsoll/page/client';
import { scriptElement } from '../../html/document.ts';
import { html, trusted } from '../../html/markup.ts';
import type { Section } from '../../html/page.ts';
import { openOf } from '../../verdict/verdict.ts';
import { embedded } from '../page-data.ts';
import type { PageParts } from '../page-parts.ts';

/** The place for the list that the script draws; without scripts the reader is told where a list without one is. It runs here, before what follows is laid out, so that nothing shifts. */
export function findings({ report, carried }: PageParts): Section {
  const { broken } = openOf(report);
  return {
    id: 'findings',
    title: 'Findings',
    count: broken.length,
    body: html`<div id="findings-list"><noscript><p>This list is drawn by the one script of the page, which does not run here. <code>plimsoll check --format html</code> writes the findings as a page without a script.</p></noscript></div>
<script type="application/json" id="data">${trusted(embedded(carried.data))}</script>
${scriptElement(client)}${carried.leftOut === 0 ? null : html`<p class="quiet">${carried.leftOut} more findings are left out for want of room; <code>plimsoll check --format json</code> has all.</p>`}`,
  };
}
