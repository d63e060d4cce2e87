import { principles, severities } from '@plimsoll/contract';
import type { Finding, PrincipleSummary, Severity } from '@plimsoll/contract';
import { html } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import type { Section } from '../../html/page.ts';
import type { PageParts } from '../page-parts.ts';

/** The eight principles, a row each: status, its findings with the way to them, and how the subjects fell. */
export function scorecard({ report }: PageParts): Section {
  const open = Map.groupBy(
    report.findings.filter(({ suppressed }) => !suppressed),
    ({ principle }) => principle,
  );
  return {
    id: 'principles',
    title: 'Principles',
    count: null,
    body: html`<div class="scroll" tabindex="0" role="region" aria-label="Principles"><table class="scorecard">
<thead><tr><th scope="col">Principle</th><th scope="col">Status</th><th scope="col">Findings</th><th scope="col" class="shares"><span class="hidden">Shares</span></th><th scope="col" class="number">Subjects kept</th></tr></thead>
<tbody>
${report.principles.map((summary) => row(summary, open.get(summary.id) ?? []))}</tbody>
</table></div>
<p class="quiet">Subjects are what a rule judges: pools, workloads, calls, pipelines, documents. Copies of one cause are one finding. A principle is broken from a warning on; a check fails from an error on.</p>`,
  };
}

function row(summary: PrincipleSummary, findings: readonly Finding[]): Html {
  const { id, broken, kept, undecided } = summary;
  const worst = worstOf(findings);
  const [words, style] = statusOf(summary, worst);
  const all = broken + kept + undecided;
  return html`<tr><th scope="row"><b>${id}</b> ${principles[id]}</th><td class="name"><span class="state ${style}">${words}</span></td><td class="tallies">${tallies(id, findings)}</td><td class="shares">${bar(summary, worst)}</td><td class="number${all === 0 ? ' zero' : ''}">${all === 0 ? '–' : html`${kept} <span class="count">of ${all}</span>`}</td></tr>
`;
}

function statusOf({ status, broken }: PrincipleSummary, worst: Severity): readonly [words: string, style: string] {
  if (status === 'broken') return worst === 'warning' ? ['! broken', 'warning'] : ['✗ broken', 'error'];
  if (status === 'undecided') return ['? undecided', 'undecided'];
  if (status === 'not-applicable') return ['– does not apply', 'quiet'];
  return broken > 0 ? ['✓ kept, with advice', 'kept'] : ['✓ kept', 'kept'];
}

const none = html`<span class="tally"></span>`; // so that equal signs stand below each other

const signs: Readonly<Record<Severity, string>> = { error: '✗', warning: '!', info: 'i' };

/** `✗ 4  ! 2  i 1  ? 3`, each the way to those findings. */
function tallies(id: string, findings: readonly Finding[]): Html {
  const broken = findings.filter(({ state }) => state === 'broken');
  const undecided = findings.length - broken.length;
  const links = severities.flatMap((level) => {
    const count = broken.filter(({ severity }) => severity === level).length;
    return [count === 0 ? none : tally(`#findings?level=${level}&principle=${id}`, level, signs[level], count, `${level} of ${id}`)];
  });
  if (findings.length === 0) return html`<span class="quiet">–</span>`;
  const open = undecided === 0 ? [] : [tally(`#findings?state=undecided&principle=${id}`, 'undecided', '?', undecided, `undecided of ${id}`)];
  return html`${[...links, ...open]}`;
}

function tally(href: string, style: string, sign: string, count: number, says: string): Html {
  return html`<a class="tally state ${style}" href="${href}">${sign} ${count}<span class="hidden"> ${says}</span></a>`;
}

function worstOf(findings: readonly Finding[]): Severity {
  const levels = new Set(findings.filter(({ state }) => state === 'broken').map(({ severity }) => severity));
  return severities.find((level) => levels.has(level)) ?? 'info';
}

const barWidth = 140;

/** How the subjects fell, as lengths; what is broken has the colour of the worst that was found. */
function bar({ broken, kept, undecided }: PrincipleSummary, worst: Severity): Html | null {
  const all = broken + kept + undecided;
  if (all === 0) return null;
  let x = 0;
  const pieces = [
    { count: broken, kind: worst },
    { count: undecided, kind: 'undecided' },
    { count: kept, kind: 'kept' },
  ].flatMap(({ count, kind }) => {
    if (count === 0) return [];
    const width = (barWidth * count) / all;
    const piece = html`<rect class="piece ${kind}" x="${x.toFixed(1)}" y="1" width="${Math.max(1, width - 1).toFixed(1)}" height="8" rx="1.5"/>`;
    x += width;
    return [piece];
  });
  return html`<svg viewBox="0 0 ${barWidth} 10" width="${barWidth}" height="10" aria-hidden="true">${pieces}</svg>`;
}
