import { principles } from '@plimsoll/contract';
import type { PrincipleStatus, PrincipleSummary } from '@plimsoll/contract';
import { html } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import type { Section } from '../../html/page.ts';
import { numberCell } from '../../html/sections/overview.ts';
import type { PageParts } from '../page-parts.ts';

const statuses: Readonly<Record<PrincipleStatus, readonly [words: string, style: string]>> = {
  kept: ['✓ kept', 'kept'],
  broken: ['✗ broken', 'error'],
  undecided: ['? undecided', 'undecided'],
  'not-applicable': ['– does not apply', 'quiet'],
};

/** The eight principles, a row each: status, how the subjects fell, and the way to its findings. */
export function scorecard({ report }: PageParts): Section {
  const withFindings = new Set(report.findings.map(({ principle }) => principle));
  return {
    id: 'principles',
    title: 'Principles',
    count: null,
    body: html`<div class="scroll" tabindex="0" role="region" aria-label="Principles"><table class="scorecard">
<caption>The numbers count subjects judged: pools, workloads, calls, pipelines.</caption>
<thead><tr><th scope="col">Principle</th><th scope="col">Status</th><th scope="col" class="shares"><span class="hidden">Shares</span></th><th scope="col" class="number">Broken</th><th scope="col" class="number">Kept</th><th scope="col" class="number">Undecided</th></tr></thead>
<tbody>
${report.principles.map((summary) => row(summary, withFindings.has(summary.id)))}</tbody>
</table></div>`,
  };
}

function row(summary: PrincipleSummary, isLinked: boolean): Html {
  const { id, status, broken, kept, undecided } = summary;
  const [words, style] = statuses[status];
  const title = html`<b>${id}</b> ${principles[id]}`;
  return html`<tr><th scope="row">${isLinked ? html`<a href="#findings?state=${broken > 0 ? 'broken' : 'undecided'}&amp;principle=${id}">${title}</a>` : title}</th><td class="name"><span class="state ${style}">${words}</span></td><td class="shares">${bar(summary)}</td>${[broken, kept, undecided].map(numberCell)}</tr>
`;
}

const barWidth = 120;

/** The numbers beside it as lengths. */
function bar({ broken, kept, undecided }: PrincipleSummary): Html | null {
  const all = broken + kept + undecided;
  if (all === 0) return null;
  let x = 0;
  const pieces = [
    { count: broken, kind: 'error' },
    { count: undecided, kind: 'undecided' },
    { count: kept, kind: 'kept' },
  ].flatMap(({ count, kind }) => {
    if (count === 0) return [];
    const width = (barWidth * count) / all;
    const piece = html`<rect class="piece ${kind}" x="${x.toFixed(1)}" y="1" width="${Math.max(1, width - 1).toFixed(1)}" height="8"/>`;
    x += width;
    return [piece];
  });
  return html`<svg viewBox="0 0 ${barWidth} 10" width="${barWidth}" height="10" aria-hidden="true">${pieces}</svg>`;
}
