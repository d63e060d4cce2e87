import type { CheckReport } from '@plimsoll/contract';
import { lineReader } from '../frame/lines.ts';
import type { RuleText } from '../rule-text.ts';
import { countsOf, verdictOf } from '../verdict/verdict.ts';
import type { FailOn } from '../verdict/verdict.ts';
import { documentOf } from './document.ts';
import { html } from './markup.ts';
import type { Page, Section } from './page.ts';
import { about } from './sections/about.ts';
import { comparison } from './sections/comparison.ts';
import { controlsTable } from './sections/controls.ts';
import { debts } from './sections/debts.ts';
import { decisions } from './sections/decisions.ts';
import { findings } from './sections/findings.ts';
import { overview } from './sections/overview.ts';
import { rulesTable } from './sections/rules.ts';
import { suppressed } from './sections/suppressed.ts';
import { undecided } from './sections/undecided.ts';
import { bugs, unread } from './sections/unread.ts';
import { style } from './style.ts';

export interface HtmlOptions {
  readonly rules: readonly RuleText[];
  readonly name: string; // of the repository, for the title
  readonly textOf: (file: string) => string | undefined; // for the lines shown
  readonly failOn?: FailOn; // default: error
}

/** In the order of the page; a new part of the report is a new file in sections/ and a line here. */
const sections: readonly ((page: Page) => Section | null)[] = [bugs, overview, comparison, findings, undecided, decisions, debts, suppressed, unread, controlsTable, rulesTable, about];

/** One page that needs nothing beside it: no script, no network, light and dark, fit to print. */
export function htmlReport(report: CheckReport, options: HtmlOptions): string {
  const failOn = options.failOn ?? 'error';
  const page: Page = { report, rules: options.rules, name: options.name, failOn, lineOf: lineReader(options.textOf) };
  const shown = sections.flatMap((section) => section(page) ?? []);
  const verdict = verdictOf(report, failOn);
  const words = verdict.says.replace(/, with$/, '');
  return documentOf({
    title: `${options.name}: ${words.toLowerCase()} · Plimsoll`,
    style,
    brand: 'Plimsoll',
    heading: options.name,
    header: html`<p class="verdict ${verdict.state}"><strong>${words}</strong> ${countsOf(report)}</p>
<p class="quiet">Judged by <time datetime="${report.today}">${report.today}</time> · ${verdict.exit}</p>
`,
    body: html`<nav aria-label="Sections"><ul>
${shown.map((section) => html`<li><a href="#${section.id}">${section.title}</a>${section.count === null ? null : html` <span class="count">${section.count}</span>`}</li>\n`)}</ul></nav>
<main id="main">
${shown.map((section) => html`<section id="${section.id}" aria-labelledby="${section.id}-title">\n<h2 id="${section.id}-title">${section.title}</h2>\n${section.body}\n</section>\n`)}</main>
<footer><p class="quiet">Plimsoll ${report.tool.version}. Right or silent: what is not known is undecided, with the value that would decide it.</p></footer>
`,
  });
}
