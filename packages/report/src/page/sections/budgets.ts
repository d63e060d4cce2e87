import { html } from '../../html/markup.ts';
import type { Section } from '../../html/page.ts';
import { serviceHtml } from '../../slo/html/budget-html.ts';
import { budgetView, verdictMarks } from '../../slo/view.ts';
import type { PageParts } from '../page-parts.ts';

const room = { objectives: 60, drawings: 20 } as const;

/** Error budgets as a recording has them. */
export function budgets({ budgets: report }: PageParts): Section | null {
  if (!report) return null;
  const view = budgetView(report);
  const [symbol] = verdictMarks[view.verdict];
  return {
    id: 'budgets',
    title: 'Error budgets',
    count: view.services.reduce((sum, { objectives }) => sum + objectives.length, 0),
    body: html`<p><b>${symbol} ${view.says}</b> <span class="quiet">${view.read}</span></p>
<p class="quiet">A bar is what remains of a budget. The line below is how it was spent over the window; at the dashed line features freeze.</p>
<div class="budgets">${view.services.map((service) => serviceHtml(service, { ...room }))}</div>
${view.notes.length === 0 ? null : html`<ul class="plain quiet">${view.notes.map((note) => html`<li>${note}</li>`)}</ul>`}`,
  };
}
