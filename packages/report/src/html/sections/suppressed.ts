import { placeOf, whereOf } from '../../plain/plain-finding.ts';
import { openOf } from '../../verdict/verdict.ts';
import { html } from '../markup.ts';
import type { Page, Section } from '../page.ts';

/** What somebody decided to leave for now, with the reason and its end. */
export function suppressed(page: Page): Section | null {
  const { suppressed: left } = openOf(page.report);
  if (left.length === 0) return null;
  const rows = left.map(
    (finding) =>
      html`<tr><td><code>${finding.rule}</code></td><td>${finding.message}<br><code>${whereOf(finding)}</code></td><td>${finding.suppressed?.reason ?? ''}${finding.suppressed?.source ? html`<br><code>${placeOf(finding.suppressed.source)}</code>` : null}</td><td class="name">${finding.suppressed?.until ?? '–'}</td></tr>\n`,
  );
  return {
    id: 'suppressed',
    title: 'Suppressed',
    count: left.length,
    body: html`<div class="scroll" tabindex="0" role="region" aria-label="Suppressed findings"><table>
<thead><tr><th scope="col">Rule</th><th scope="col">Finding</th><th scope="col">Reason</th><th scope="col">Until</th></tr></thead>
<tbody>
${rows}</tbody>
</table></div>`,
  };
}
