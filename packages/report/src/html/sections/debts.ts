import type { DebtEntry, DecisionEntry } from '@plimsoll/contract';
import { debtStyles, quarterOf, sayHeadroom, sayImpact } from '../../decisions/words.ts';
import { html } from '../markup.ts';
import type { Html } from '../markup.ts';
import type { Page, Section } from '../page.ts';
import { debtAnchor, decisionAnchor } from './decisions.ts';

/** Performance debt as a timeline by quarter, then as a table; linked with the decisions that accepted it. */
export function debts({ report }: Page, drawn: (open: readonly DebtEntry[], today: string) => Html | null = timeline): Section | null {
  const { debts: all = [], headrooms = [], decisions = [] } = report.decisions ?? {};
  if (all.length === 0) return null;
  const open = all.filter(({ state }) => state !== 'closed');
  const sorted = all.toSorted((a, b) => Number(a.state === 'closed') - Number(b.state === 'closed') || ((a.due ?? '9999') < (b.due ?? '9999') ? -1 : 1));
  return {
    id: 'debt',
    title: 'Performance debt',
    count: open.length,
    body: html`${drawn(open, report.today)}${
      headrooms.length === 0
        ? null
        : html`<ul class="plain">${headrooms.map((entry) => html`<li><span class="state ${entry.fits === false ? 'error' : entry.fits === true ? 'kept' : 'undecided'}">${entry.service}</span> ${sayHeadroom(entry)}</li>\n`)}</ul>
`
    }<div class="scroll" tabindex="0" role="region" aria-label="Performance debt"><table>
<thead><tr><th scope="col">Debt</th><th scope="col">Impact</th><th scope="col">Owner</th><th scope="col">Due</th><th scope="col">State</th><th scope="col">Decision</th></tr></thead>
<tbody>
${sorted.map((debt) => row(debt, decisions))}</tbody>
</table></div>`,
  };
}

/** Quarters in order, the present one marked; what has no date stands at the end. */
function timeline(open: readonly DebtEntry[], today: string): Html | null {
  if (open.length === 0) return null;
  const now = quarterOf(today);
  const byQuarter = Map.groupBy(open, ({ due }) => (due === null ? 'no date' : quarterOf(due)));
  const order = (quarter: string): string => (quarter === 'no date' ? '9' : `${quarter.slice(3)}${quarter.slice(0, 2)}`);
  const quarters = [...new Set([...byQuarter.keys(), now])].toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  return html`<ol class="quarters" aria-label="By quarter">
${quarters.map(
  (
    quarter,
  ) => html`<li${quarter === now ? html` class="now" aria-current="date"` : null}><b>${quarter}</b>${quarter === now ? html` <span class="count">now</span>` : null}${(byQuarter.get(quarter) ?? []).map((debt) => html`<br><a href="#${debtAnchor(debt.id)}"><span class="${debtStyles[debt.state]}">${debt.id}</span></a>`)}</li>
`,
)}</ol>
`;
}

function row(debt: DebtEntry, decisions: readonly DecisionEntry[]): Html {
  const links = debt.decisions.map((file, index) => {
    const decision = decisions.find((entry) => entry.file === file);
    return html`${index > 0 ? html`<br>` : null}${decision ? html`<a href="#${decisionAnchor(file)}">${decision.number ?? decision.title}</a>` : html`<code>${file}</code>`}`;
  });
  const times = debt.extensions === 0 ? null : html`<br><span class="count">extended ${debt.extensions === 1 ? 'once' : `${debt.extensions} times`}</span>`;
  return html`<tr id="${debtAnchor(debt.id)}"><th scope="row">${debt.id}<br><span class="count">${debt.title}</span></th><td>${sayImpact(debt)}</td><td>${debt.owner ?? '–'}</td><td class="name">${debt.due ?? debt.target ?? '–'}${times}</td><td class="name"><span class="state ${debtStyles[debt.state]}">${debt.state}</span></td><td>${links}</td></tr>
`;
}
