import type { Verdict } from '@plimsoll/contract';
import type { ComparisonMode, GateReport } from '@plimsoll/gate';
import { documentOf } from '../../html/document.ts';
import { html } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import { style as shared } from '../../html/style.ts';
import { gateView, verdictStyles } from '../view.ts';
import type { Table } from '../view.ts';
import { distribution, effects, overTime, shifts } from './charts.ts';

const style = `${shared}
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1rem 2rem; } .chart { margin: 0; } .chart svg { width: 100%; height: auto; overflow: visible; } .chart figcaption { font: inherit; font-size: .9rem; }
.grid { stroke: var(--rule); } .tick { fill: var(--quiet); font: 11px system-ui, sans-serif; } .line { fill: none; stroke-width: 2; } .line.head, .dot.head { stroke: var(--sea); } .dot.head { fill: var(--sea); } .line.base { stroke: var(--quiet); stroke-dasharray: 5 4; } .dot.base { stroke: var(--quiet); fill: var(--paper); }
.label { fill: var(--ink); font: 12px system-ui, sans-serif; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; } .axis { stroke: var(--ink); } .margin { stroke: var(--error); stroke-dasharray: 4 4; } .bar { fill: var(--sea); } .interval { stroke: var(--undecided); stroke-width: 3; } .interval.slower { stroke: var(--error); } .interval.not-slower { stroke: var(--kept); } .interval.quarantined, .proves-nothing .interval { stroke: var(--quiet); } .proves-nothing .bar { fill: var(--quiet); } .dot { stroke-width: 1.5; } .dot.centre { fill: var(--ink); stroke: var(--paper); r: 4px; }
.key { display: flex; gap: 1.5rem; margin: .25rem 0 .75rem; padding: 0; list-style: none; color: var(--quiet); font-size: .9rem; } .key span { display: inline-block; width: 2rem; margin-right: .5rem; border-top: 2px solid var(--sea); vertical-align: middle; } .key .base { border-top: 2px dashed var(--quiet); }
.verdict.fail { border-color: var(--error); } .verdict.fail strong { color: var(--error); } .verdict.pass { border-color: var(--kept); } .verdict.pass strong { color: var(--kept); } .verdict.invalid { border-color: var(--warning); } .verdict.invalid strong { color: var(--warning); } .verdict.inconclusive { border-color: var(--undecided); } .verdict.inconclusive strong { color: var(--undecided); }
.undecided { color: var(--undecided); } .number + th, .number + .state { padding-left: .75rem; }
@media (max-width: 40rem) { dl.about { grid-template-columns: 1fr; } .tick, .label { font-size: 16px; } }
@media print { .chart { break-inside: avoid; } }
`;

const words: Readonly<Record<Verdict, string>> = { pass: 'Holds', fail: 'Does not hold', inconclusive: 'Could not be judged', invalid: 'Proves nothing' };

const against: Readonly<Record<ComparisonMode, string>> = {
  none: 'held against its limits only',
  paired: 'paired with base on this machine',
  history: 'compared with earlier runs',
  percentiles: 'compared with earlier runs by percentiles only',
};

const rowsMost = 200; // of a table, so that a scenario of a thousand endpoints is still a page
const reasonsMost = 50;

/** The verdict as one page that needs nothing beside it: no script, no network, light and dark, fit to print. */
export function gateHtml(report: GateReport): string {
  const view = gateView(report);
  const charts = [effects(report), shifts(report), distribution(report), overTime(report)].filter((each) => each !== null);
  return documentOf({
    title: `${report.scenario.name}: ${words[report.verdict].toLowerCase()} · Plimsoll gate`,
    style,
    brand: 'Plimsoll gate',
    heading: report.scenario.name,
    header: html`<p class="verdict ${report.verdict}"><strong>${verdictStyles[report.verdict][0]} ${words[report.verdict]}</strong> ${report.verdict}, ${against[report.comparison]}${report.rule === 'ratio' ? ', by the naive ratio rule' : ''}</p>
`,
    body: html`<main id="main">
<ul class="plain">${view.reasons.slice(0, reasonsMost).map((reason) => html`<li>${reason}</li>`)}${view.reasons.length > reasonsMost ? html`<li>and ${view.reasons.length - reasonsMost} more</li>` : null}</ul>
${view.tables.map(tableHtml)}
${charts.length === 0 ? null : html`<h2>Pictures</h2>${report.base ? html`<ul class="key"><li><span></span>head</li><li><span class="base"></span>base</li></ul>` : null}<div class="charts${report.verdict === 'invalid' ? ' proves-nothing' : ''}">${charts}</div>`}
<h2>Environment, and how to repeat it</h2>
<dl class="about">${view.facts.map(([name, text]) => html`<dt>${name}</dt><dd>${name === 'again' ? html`<code>${text}</code>` : text}</dd>`)}</dl>
${view.notes.length === 0 ? null : html`<ul class="plain quiet">${view.notes.map((note) => html`<li>${note}</li>`)}</ul>`}
</main>
<footer><p class="quiet">Plimsoll ${report.tool.version}, judged by ${report.today}</p></footer>
`,
  });
}

/** When not all rows fit, those that alarm stay. */
function tableHtml({ title, columns, rows: all }: Table): Html {
  const rows = all.length <= rowsMost ? all : all.toSorted((a, b) => Number(b.style === 'error') - Number(a.style === 'error')).slice(0, rowsMost);
  const cell = (content: string, index: number, last: boolean, kind: string): Html => html`<td class="${columns[index]?.isNumber === true ? 'number' : last ? `state ${kind}` : ''}">${content}</td>`;
  return html`<h2>${title}</h2>
<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table aria-label="${title}">
<thead><tr>${columns.map(({ name, isNumber }) => html`<th scope="col" class="${isNumber ? 'number' : ''}">${name}</th>`)}</tr></thead>
<tbody>${rows.map(({ style: kind, cells }) => html`<tr>${cells.map((content, index) => (index === 0 ? html`<th scope="row" class="name">${content}</th>` : cell(content, index, index === cells.length - 1, kind)))}</tr>`)}</tbody>
</table></div>${all.length > rows.length ? html`<p class="quiet">and ${all.length - rows.length} more; the JSON report holds all</p>` : null}`;
}
