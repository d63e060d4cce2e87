import { controls } from '@plimsoll/contract';
import { html } from '../markup.ts';
import type { Page, Section } from '../page.ts';
import { numberCell } from './overview.ts';

/** The ten controls of WAF-PERF with the rules that evidence them; one without a rule is shown as such. */
export function controlsTable({ report }: Page): Section {
  const rows = report.controls.map(
    ({ id, rules, broken, kept, undecided }) =>
      html`<tr><th scope="row" class="name">${id}</th><td>${controls[id] ?? ''}</td>${rules.length === 0 ? html`<td class="number zero">none yet</td>` : html`<td class="number">${rules.length}</td>`}${[broken, kept, undecided].map(numberCell)}</tr>\n`,
  );
  return {
    id: 'controls',
    title: 'Controls of WAF-PERF',
    count: null,
    body: html`<div class="scroll" tabindex="0" role="region" aria-label="Controls of WAF-PERF"><table>
<caption>A rule names the controls that it evidences. That nothing is broken is no proof that a control is met; of a control without a rule nothing is said at all.</caption>
<thead><tr><th scope="col">Control</th><th scope="col">In short</th><th scope="col" class="number">Rules</th><th scope="col" class="number">Broken</th><th scope="col" class="number">Kept</th><th scope="col" class="number">Undecided</th></tr></thead>
<tbody>
${rows}</tbody>
</table></div>`,
  };
}
