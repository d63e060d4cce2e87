import { client } from '@plimsoll/page/client';
import type { System } from '@plimsoll/check';
import type { CheckReport, Curves } from '@plimsoll/contract';
import type { MeasuredRun } from '@plimsoll/decisions';
import type { BudgetReport } from '@plimsoll/slo';
import { lineReader } from '../frame/lines.ts';
import { documentOf } from '../html/document.ts';
import { html } from '../html/markup.ts';
import type { Html } from '../html/markup.ts';
import type { Section } from '../html/page.ts';
import { decisions } from '../html/sections/decisions.ts';
import { bugs } from '../html/sections/unread.ts';
import type { RuleText } from '../rule-text.ts';
import { nextSteps } from '../verdict/next-steps.ts';
import { countsOf, openOf, verdictOf } from '../verdict/verdict.ts';
import { pageData } from './page-data.ts';
import type { PageParts } from './page-parts.ts';
import { budgets } from './sections/budgets.ts';
import { curves } from './sections/curves.ts';
import { debts } from './sections/debts.ts';
import { findings } from './sections/findings.ts';
import { map } from './sections/map.ts';
import { about } from './sections/about.ts';
import { scorecard } from './sections/scorecard.ts';
import { unread } from './sections/unread.ts';
import { style } from './style.ts';
import { systemMap } from './system-map.ts';

/** Everything that the page shows of a repository; what is not there is not shown. */
export interface PageInput {
  readonly report: CheckReport;
  readonly systems: readonly System[]; // that were judged
  readonly rules: readonly RuleText[];
  readonly name: string; // of the repository
  readonly textOf: (file: string) => string | undefined;
  readonly runs: readonly MeasuredRun[]; // that are stored
  readonly curves: Curves | null; // null: no file was named
  readonly budgets: BudgetReport | null; // null: no recording was named
}

/** In the order of the page; a new part of the page is a new file in sections/ and a line here. */
const sections: readonly ((parts: PageParts) => Section | null)[] = [bugs, scorecard, map, findings, curves, budgets, decisions, debts, unread, about];

/**
 * One page that needs nothing beside it and asks nobody anything: light and dark, fit to print. Laid out and written here; the one script, allowed by its
 * hash, draws the list of findings. At most about 1.5 MB, whatever the repository holds.
 */
export function pageReport({ report, systems, rules, name, textOf, runs, curves: measured, budgets: budgetReport }: PageInput): string {
  const lineOf = lineReader(textOf);
  const systemsMap = systemMap(systems, report.findings);
  const carried = pageData(report, systemsMap, lineOf);
  const parts: PageParts = { report, rules, name, failOn: 'error', lineOf, systems, map: systemsMap, carried, runs, curves: measured, budgets: budgetReport };
  const shown = sections.flatMap((section) => section(parts) ?? []);
  const verdict = verdictOf(report, 'error');
  const words = verdict.says.replace(/, with$/, '');
  return documentOf({
    title: `${name}: ${words.toLowerCase()} · Plimsoll`,
    style,
    brand: 'Plimsoll',
    heading: name,
    header: html`<p class="verdict ${verdict.state}"><strong>${words}</strong> ${countsOf(report)}</p>
<p class="quiet">Judged by <time datetime="${report.today}">${report.today}</time>${report.environments.length > 1 || report.environments[0] !== 'default' ? ` · ${report.environments.join(', ')}` : ''} · ${report.stats.files} files</p>
${textOf('plimsoll.yml') === undefined && textOf('plimsoll.yaml') === undefined ? steps(report) : null}`,
    body: html`<nav class="sections" aria-label="Sections"><ul>
${shown.map((section) => html`<li><a href="#${section.id}">${section.title}</a>${section.count === null ? null : html` <span class="count">${section.count}</span>`}</li>\n${section.id === 'findings' ? undecidedLink(report) : null}`)}</ul></nav>
<main id="main">
${shown.map((section) => html`<section id="${section.id}">\n<h2>${section.title}</h2>\n${section.body}\n</section>\n`)}</main>
<footer><p class="quiet">Plimsoll ${report.tool.version}. Right or silent: what is not known is undecided, with the value that would decide it.</p></footer>
`,
    script: client,
  });
}

function undecidedLink(report: CheckReport): Html | null {
  const { undecided } = openOf(report);
  return undecided.length === 0 ? null : html`<li><a href="#findings?state=undecided">Undecided</a> <span class="count">${undecided.length}</span></li>\n`;
}

/** For a repository that has no contract yet; one with a contract knows its way. */
function steps(report: CheckReport): Html | null {
  const next = nextSteps(report);
  if (next.length === 0) return null;
  return html`<ol class="next" aria-label="Next steps">${next.map(({ says, command }) => html`<li>${says}: <code>${command}</code></li>`)}</ol>
`;
}
