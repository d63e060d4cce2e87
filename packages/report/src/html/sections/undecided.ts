import { openOf } from '../../verdict/verdict.ts';
import { findingDetails } from '../finding.ts';
import { html } from '../markup.ts';
import type { Page, Section } from '../page.ts';

/** What could not be decided, by rule, each with the value that would decide it. */
export function undecided(page: Page): Section | null {
  const { undecided: open } = openOf(page.report);
  if (open.length === 0) return null;
  const groups = [...Map.groupBy(open, (finding) => finding.rule)];
  return {
    id: 'undecided',
    title: 'Undecided',
    count: open.length,
    body: html`<p class="quiet">A value is missing. Unknown is no violation: these do not change the exit code, unless asked for with <code>--fail-on undecided</code>.</p>
${groups.map(([rule, own]) => html`<h3><code>${rule}</code> <span class="count">${own.length}</span></h3>\n${own.map((finding) => findingDetails(finding, page, false))}`)}`,
  };
}
