import type { BudgetReport } from '@plimsoll/slo';
import { prose } from '../markdown/escape.ts';
import { bar } from './bar.ts';
import { budgetView, verdictMarks } from './view.ts';
import type { ObjectiveView, ServiceView } from './view.ts';

/** Stands before the text of a comment, so that one comment is kept instead of one for each push. */
export const budgetMarker = '<!-- plimsoll:slo-gate -->';

const lengthMax = 60_000; // GitHub refuses comments of more than 65,536 characters
const rowsMax = 200;
const barCells = 10;

/** Budgets and the decision as a comment on a pull request, and as the summary of a job. */
export function budgetMarkdown(report: BudgetReport): string {
  const view = budgetView(report);
  const rows = view.services.flatMap((service) => service.objectives.map((objective) => ({ service, objective })));
  const below = rows.flatMap(({ objective }) => [objective.forecast, ...objective.asides].flatMap((text) => (text === null ? [] : [`- ${prose(`${objective.name}: ${text}`)}`])));
  const lines = [
    `### ${verdictMarks[view.verdict][0]} ${prose(view.headline)}`,
    '',
    prose(view.read),
    '',
    '| service | objective | promise | budget | remains | burn rate | |',
    '| --- | --- | --- | --- | --: | --- | --- |',
    ...rows.slice(0, rowsMax).map(row),
    ...(rows.length > rowsMax ? ['', `and ${rows.length - rowsMax} more; the JSON report holds all`] : []),
    '',
    ...view.services.flatMap(({ notes }) => notes.map((note) => `- ${prose(note)}`)),
    ...below,
    '',
    '<details><summary>What was decided on</summary>',
    '',
    ...view.facts.map(([name, text]) => `- ${prose(`${name}: ${text}`)}`),
    ...view.notes.map((note) => `- ${prose(note)}`),
    '',
    '</details>',
    '',
  ];
  const whole = lines.join('\n');
  return whole.length <= lengthMax ? whole : `${whole.slice(0, lengthMax).toWellFormed()}\n\n…\n`;
}

function row({ service, objective }: { readonly service: ServiceView; readonly objective: ObjectiveView }): string {
  const { full, rest } = bar(objective.remaining, barCells);
  const [symbol] = verdictMarks[objective.decision.verdict];
  const cells = [
    service.name,
    objective.name,
    objective.promise,
    `${full}${rest}`,
    objective.left,
    objective.burn.map(({ window, rate }) => `${rate} (${window})`).join(', '),
    `${symbol} ${objective.why}`,
  ];
  return `| ${cells.map(prose).join(' | ')} |`;
}
