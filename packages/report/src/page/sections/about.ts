import { html } from '../../html/markup.ts';
import type { Html } from '../../html/markup.ts';
import type { Section } from '../../html/page.ts';
import { about as aboutOf } from '../../html/sections/about.ts';
import { controlsTable } from '../../html/sections/controls.ts';
import { rulesTable } from '../../html/sections/rules.ts';
import type { PageParts } from '../page-parts.ts';

/** What was read, and by which rules: a hundred rows that few look for, folded. */
export function about(parts: PageParts): Section {
  const section = aboutOf(parts);
  const rules = rulesTable(parts);
  return {
    ...section,
    body: html`${section.body}
${rules ? folded(`What each of ${rules.count ?? ''} rules holds, and what it judged here`, rules) : null}${folded('The controls of WAF-PERF that the rules evidence', controlsTable(parts))}`,
  };
}

function folded(summary: string, { id, body }: Section): Html {
  return html`<details id="${id}"><summary>${summary}</summary><div class="inside">${body}</div></details>
`;
}
