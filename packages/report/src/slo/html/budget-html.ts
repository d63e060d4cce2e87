import { createHash } from 'node:crypto';
import type { BudgetReport, DeployVerdict } from '@plimsoll/slo';
import { html, trusted } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import { style as shared } from '../../html/style.ts';
import { budgetView, verdictMarks } from '../view.ts';
import type { ObjectiveView, ServiceView } from '../view.ts';
import { budgetBar, describes } from './budget-bar.ts';
import { burnDown, size } from './burn-down.ts';
import { budgetStyle } from './style.ts';

/** Of what is shown of each objective. */
export const objectiveStyle = `.objective { margin: 1.25rem 0 2rem; } .objective h3 { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; margin: 0 0 .35rem; } .objective .promise { color: var(--quiet); font-weight: 400; } .say { margin-left: auto; } .say.go { color: var(--kept); } .say.caution { color: var(--warning); } .say.frozen { color: var(--error); } .say.unknown { color: var(--undecided); }
.objective svg { display: block; width: 100%; height: auto; } .objective p { margin: .35rem 0; } .burn { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .35rem 0; padding: 0; list-style: none; color: var(--quiet); font-variant-numeric: tabular-nums; } .burn b { color: var(--ink); font-weight: 600; }
`;

const style = `${shared}${budgetStyle}
.verdict.go { border-color: var(--kept); } .verdict.go strong { color: var(--kept); } .verdict.caution { border-color: var(--warning); } .verdict.caution strong { color: var(--warning); } .verdict.frozen { border-color: var(--error); } .verdict.frozen strong { color: var(--error); } .verdict.unknown { border-color: var(--undecided); } .verdict.unknown strong { color: var(--undecided); }
${objectiveStyle}@media (max-width: 40rem) { dl.about { grid-template-columns: 1fr; } .say { margin-left: 0; } .tick { font-size: 16px; } }
@media print { .objective { break-inside: avoid; } }
`;

const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;

const words: Readonly<Record<DeployVerdict, string>> = { go: 'Go', caution: 'Go with care', unknown: 'Cannot be decided', frozen: 'Frozen' };
const objectivesMost = 300; // of a page
const drawingsMost = 40; // an hourly history of thirty days is a few kilobytes each

/** Budgets and the decision as one page that needs nothing beside it: no script, no network, light and dark, fit to print. */
export function budgetHtml(report: BudgetReport): string {
  const view = budgetView(report);
  const [symbol] = verdictMarks[view.verdict];
  const title = report.decisions.length === 1 ? (report.decisions[0]?.service ?? '') : `${report.decisions.length} services`;
  const room = { objectives: objectivesMost, drawings: drawingsMost };
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}: ${words[view.verdict].toLowerCase()} · Plimsoll error budgets</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#main">To the budgets</a>
<header>
<p class="brand">Plimsoll error budgets</p>
<h1>${title}</h1>
<p class="verdict ${view.verdict}"><strong>${symbol} ${words[view.verdict]}</strong> ${view.says}</p>
<p class="quiet">${view.read}</p>
</header>
<main id="main">
<p class="quiet">A bar is what remains of a budget. The line below is how it was spent over the window; at the dashed line features freeze.</p>
${view.services.map((service) => serviceHtml(service, room))}
<h2>What was decided on</h2>
<dl class="about">${view.facts.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl>
${view.notes.length === 0 ? null : html`<ul class="plain quiet">${view.notes.map((note) => html`<li>${note}</li>`)}</ul>`}
</main>
<footer><p class="quiet">Plimsoll ${report.tool.version}. The worst objective decides, never a mean of them.</p></footer>
</body>
</html>
`.markup;
}

/** The objectives of a service, as far as there is room on the page for them and for their drawings. */
export function serviceHtml({ name, objectives, notes }: ServiceView, room: { objectives: number; drawings: number }): Html {
  const shown = objectives.slice(0, Math.max(0, room.objectives));
  room.objectives -= shown.length;
  return html`<h2>${name}</h2>
${notes.length === 0 ? null : html`<ul class="plain">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}${shown.map((objective) => objectiveHtml(objective, room.drawings-- > 0))}${objectives.length > shown.length ? html`<p class="quiet">and ${objectives.length - shown.length} more objectives; the JSON report holds all</p>` : null}`;
}

function objectiveHtml(objective: ObjectiveView, isDrawn: boolean): Html {
  const { decision, name, promise, left, why, spent, burn, forecast, asides } = objective;
  const drawing = isDrawn ? burnDown(decision) : null;
  return html`<section class="objective">
<h3>${name} <span class="promise">${promise}</span> <span class="say ${decision.verdict}">${verdictMarks[decision.verdict][0]} ${left}, ${why}</span></h3>
<svg viewBox="0 0 720 20" role="img" aria-label="${describes(objective)}">${budgetBar(objective, 1, 4, 718, 12)}</svg>
${spent === null ? null : html`<p>${spent}</p>`}${forecast === null ? null : html`<p>${forecast}</p>`}${burn.length === 0 ? null : html`<ul class="burn"><li>burn rate</li>${burn.map(({ window, rate }) => html`<li><b>${rate}</b> over ${window}</li>`)}</ul>`}
${drawing === null ? null : html`<svg viewBox="0 0 ${String(size.width)} ${String(size.height)}" role="img" aria-label="${drawing.describes}">${drawing.marks}</svg>`}
${asides.length === 0 ? null : html`<ul class="plain quiet">${asides.map((aside) => html`<li>${aside}</li>`)}</ul>`}
</section>
`;
}
