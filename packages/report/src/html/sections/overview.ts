import { principles } from '@plimsoll/contract';
import type { PrincipleStatus } from '@plimsoll/contract';
import { html } from '../markup.ts';
import type { Html } from '../markup.ts';
import type { Page, Section } from '../page.ts';

const statuses: Readonly<Record<PrincipleStatus, readonly [words: string, style: string]>> = {
  kept: ['✓ kept', 'kept'],
  broken: ['✗ broken', 'error'],
  undecided: ['? undecided', 'undecided'],
  'not-applicable': ['– does not apply', 'quiet'],
};

/** The eight principles, a row each. */
export function overview({ report }: Page): Section {
  const shown = new Set(report.findings.filter((finding) => finding.state === 'broken' && !finding.suppressed).map((finding) => finding.principle));
  const rows = report.principles.map(({ id, status, broken, kept, undecided }) => {
    const [words, style] = statuses[status];
    const title = html`${id} ${principles[id]}`;
    return html`<tr><th scope="row">${shown.has(id) ? html`<a href="#${id}">${title}</a>` : title}</th><td><span class="state ${style}">${words}</span></td>${[broken, kept, undecided].map(numberCell)}</tr>\n`;
  });
  return {
    id: 'principles',
    title: 'Principles',
    count: null,
    body: html`<div class="scroll" tabindex="0" role="region" aria-label="Principles"><table>
<caption>The numbers count subjects judged: pools, workloads, calls, pipelines.</caption>
<thead><tr><th scope="col">Principle</th><th scope="col">Status</th><th scope="col" class="number">Broken</th><th scope="col" class="number">Kept</th><th scope="col" class="number">Undecided</th></tr></thead>
<tbody>
${rows}</tbody>
</table></div>`,
  };
}

export function numberCell(count: number): Html {
  return html`<td class="number${count === 0 ? ' zero' : ''}">${count}</td>`;
}
