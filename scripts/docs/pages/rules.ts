import { principleIds, principles } from '@plimsoll/contract';
import { rules } from '@plimsoll/check/rules';
import { sloRules } from '@plimsoll/slo';
import { pageOf } from '../page.ts';
import type { Page } from '../page.ts';
import { textOf } from '../repository.ts';

const folders = { check: 'packages/check/src/rules', slo: 'packages/slo/src/lint/rules' } as const;

/** A page for each rule, and the table of all. */
export function rulePages(): readonly Page[] {
  return [
    pageOf('rules', 'docs/rules.md', `${textOf('docs/rules.md')}\n## Rules of SLO files\n\nThey are judged by \`plimsoll slo lint\`.\n\n${sloTable()}`),
    ...rules.map(({ id, severity, needs, controls }) => rulePage(id, `${folders.check}/${id}.md`, [severity, needs.join(' × '), ...controls])),
    ...sloRules.map(({ id, severity }) => rulePage(id, sloFile(id), [severity, 'slo'])),
  ];
}

/** Below the summary stands what the table of all rules says of it. */
function rulePage(id: string, file: string, said: readonly string[]): Page {
  const text = textOf(file);
  const [title = '', , summary = '', ...rest] = text.split('\n');
  const badges = said.map((word, index) => `<span class="said${index === 0 ? ` ${word}` : ''}">${word}</span>`).join(' ');
  const principle = principleIds.find((own) => id.startsWith(`${own.toLowerCase()}/`));
  const home = principle === undefined ? '' : ` [${principle} ${principles[principle]}](/docs/principles/${principle.toLowerCase()}.md)`;
  return pageOf(`rules/${id}`, file, [title, '', summary, '', `<div class="about">\n\n${badges}${home}\n\n</div>`, ...rest].join('\n'), id);
}

/** The rules of one principle as a table, for its page. */
export function tableOf(principle: string): string {
  const own = rules.filter(({ id }) => id.startsWith(`${principle.toLowerCase()}/`));
  return table(own.map((rule) => ({ ...rule, file: `${folders.check}/${rule.id}.md` })));
}

function sloTable(): string {
  return table(sloRules.map((rule) => ({ ...rule, needs: [], file: sloFile(rule.id) })));
}

function sloFile(id: string): string {
  return `${folders.slo}/${id.slice('slo/'.length)}.md`;
}

/** Links are written from the root of the repository. */
function table(rows: readonly { readonly id: string; readonly severity: string; readonly summary: string; readonly needs: readonly string[]; readonly file: string }[]): string {
  const lines = rows.map(({ id, severity, summary, needs, file }) => `| [${id.split('/')[1]}](/${file}) | ${severity} | ${summary} | ${needs.join(' × ')} |`);
  return `| rule | severity | what holds | reads |\n| --- | --- | --- | --- |\n${lines.join('\n')}\n`;
}
