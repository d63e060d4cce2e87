import { html } from '../markup.ts';
import type { Page, Section } from '../page.ts';
import { numberCell } from './overview.ts';

/** Every rule that judged, with the subjects it judged. */
export function rulesTable({ report, rules }: Page): Section | null {
  if (report.rules.length === 0) return null;
  const rows = report.rules.map(({ rule, broken, kept, undecided }) => {
    const text = rules.find((entry) => entry.id === rule);
    const own = report.controls.filter((control) => control.rules.includes(rule)).map((control) => control.id.replace('WAF-PERF-', ''));
    return html`<tr><th scope="row"><code>${rule}</code></th><td>${text?.summary ?? ''}</td><td class="name">${text ? html`<span class="${text.severity}">${text.severity}</span>` : null}</td><td class="name">${own.join(', ')}</td>${[broken, kept, undecided].map(numberCell)}</tr>\n`;
  });
  return {
    id: 'rules',
    title: 'Rules',
    count: report.rules.length,
    body: html`<div class="scroll" tabindex="0" role="region" aria-label="Rules"><table>
<caption>What each rule holds; <code>plimsoll explain RULE</code> says why. A rule with zeros only found nothing to judge.</caption>
<thead><tr><th scope="col">Rule</th><th scope="col">What holds</th><th scope="col">Severity</th><th scope="col">Controls</th><th scope="col" class="number">Broken</th><th scope="col" class="number">Kept</th><th scope="col" class="number">Undecided</th></tr></thead>
<tbody>
${rows}</tbody>
</table></div>`,
  };
}
