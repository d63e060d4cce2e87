import type { ClaimEntry, DecisionEntry } from '@plimsoll/contract';
import { claimMarks } from '../../decisions/words.ts';
import { html } from '../markup.ts';
import type { Html } from '../markup.ts';
import type { Page, Section } from '../page.ts';

/** Decisions with their claims and what became of each; linked with findings and debts. */
export function decisions(page: Page): Section | null {
  const entries = page.report.decisions?.decisions ?? [];
  const shown = entries.filter(({ claims, bearsOnPerformance, hasPerformanceSection }) => claims.length > 0 || bearsOnPerformance || hasPerformanceSection);
  if (shown.length === 0) return null;
  const others = entries.length - shown.length;
  return {
    id: 'decisions',
    title: 'Decisions',
    count: shown.length,
    body: html`<div class="scroll" tabindex="0" role="region" aria-label="Decisions"><table>
<caption>Decisions that bear on performance, with what they claim. A claim is held against stored runs, SLOs, infrastructure and the debt register.${others > 0 ? ` ${others} more ${others === 1 ? 'decision does' : 'decisions do'} not.` : ''}</caption>
<thead><tr><th scope="col">Decision</th><th scope="col">Status</th><th scope="col">Claims</th><th scope="col">Debt</th></tr></thead>
<tbody>
${shown.map((entry) => row(entry, page))}</tbody>
</table></div>`,
  };
}

function row(entry: DecisionEntry, page: Page): Html {
  const { file, line, number, title, status, supersededBy, claims, debts } = entry;
  const later = page.report.decisions?.decisions.find((each) => each.file === supersededBy);
  const known = new Set(page.report.decisions?.debts.map(({ id }) => id));
  return html`<tr id="${decisionAnchor(file)}"><th scope="row">${number === null ? null : html`<span class="count">${number}</span> `}${title}<br><code>${file}:${String(line)}</code></th><td>${status ?? 'no status'}${later ? html`<br>by <a href="#${decisionAnchor(later.file)}">${later.number ?? later.title}</a>` : null}</td><td>${claims.length === 0 ? html`<span class="quiet">${entry.hasPerformanceSection ? 'none in numbers' : 'no performance section'}</span>` : html`<ul class="plain">${claims.map((claim) => html`<li>${claimLine(claim, file, page)}</li>`)}</ul>`}</td><td class="name">${debts.map((id, index) => html`${index > 0 ? html`<br>` : null}${known.has(id) ? html`<a href="#${debtAnchor(id)}">${id}</a>` : id}`)}</td></tr>
`;
}

function claimLine({ state, text, line, rules, run }: ClaimEntry, file: string, page: Page): Html {
  const [mark, style] = claimMarks[state];
  const finding = page.report.findings.find(({ rule, location }) => rules.includes(rule) && location?.file === file && Math.abs(location.line - line) <= 3);
  const verdict = html`<span class="state ${style}">${mark} ${state}</span>`;
  return html`${finding ? html`<a href="#f-${finding.fingerprint}">${verdict}</a>` : verdict} ${text}${run === null ? null : html` <code>${run}</code>`}`;
}

export function decisionAnchor(file: string): string {
  return `decision-${anchored(file)}`;
}

export function debtAnchor(id: string): string {
  return `debt-${anchored(id)}`;
}

function anchored(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/g, '-');
}
