import type { GateReport } from '@plimsoll/gate';
import { code, prose } from '../markdown/escape.ts';
import type { Table } from './view.ts';
import { gateView, verdictStyles } from './view.ts';

/** Stands before the text of a comment, so that one comment is kept instead of one for each push. */
export const gateMarker = '<!-- plimsoll:gate -->';

const lengthMax = 60_000; // GitHub refuses comments of more than 65,536 characters

/** The verdict as a comment on a pull request, and as the summary of a job. */
export function gateMarkdown(report: GateReport): string {
  const view = gateView(report);
  const [limits, details] = [view.tables.filter(({ title }) => title.startsWith('Against')), view.tables.filter(({ title }) => !title.startsWith('Against'))];
  const lines = [
    `### ${verdictStyles[view.verdict][0]} ${prose(view.headline)}`,
    '',
    ...view.reasons.slice(0, 20).map((reason) => `- ${prose(reason)}`),
    ...limits.flatMap(tableMarkdown),
    ...details.flatMap(tableMarkdown),
    '',
    '<details><summary>Environment, and how to repeat it</summary>',
    '',
    ...view.facts.map(([name, text]) => `- ${prose(name)}: ${name === 'again' ? code(text) : prose(text)}`),
    ...view.notes.map((note) => `- ${prose(note)}`),
    '',
    '</details>',
    '',
  ];
  const whole = lines.join('\n');
  return whole.length <= lengthMax ? whole : `${whole.slice(0, lengthMax)}\n\n…\n`;
}

function tableMarkdown({ title, columns, rows }: Table): readonly string[] {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    '',
    `**${prose(title)}**`,
    '',
    row(columns.map(({ name }) => prose(name))),
    row(columns.map(({ isNumber }) => (isNumber ? '--:' : '---'))),
    ...rows.slice(0, 100).map(({ cells }) => row(cells.map(prose))),
  ];
}
