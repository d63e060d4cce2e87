import type { BudgetReport, DeployVerdict } from '@plimsoll/slo';
import { command, logLine } from '../github/command.ts';
import type { Command } from '../github/command.ts';
import { budgetView } from './view.ts';

const kinds: Readonly<Record<DeployVerdict, Command | null>> = { go: null, caution: 'notice', unknown: 'warning', frozen: 'error' };
const annotationsMost = 10; // of one kind; GitHub drops the others

/** Annotations of a GitHub job: one for each objective that asks for something, the worst first, then the decision as a line of the log. */
export function budgetGithub(report: BudgetReport): string {
  const view = budgetView(report);
  const annotations = view.services.flatMap(({ name, objectives }) =>
    objectives.flatMap((objective) => {
      const kind = kinds[objective.decision.verdict];
      const says = [`${objective.name}: ${objective.left}, ${objective.why}`, objective.spent, objective.forecast].flatMap((text) => text ?? []).join('; ');
      return kind === null ? [] : [{ kind, text: command(kind, { title: `plimsoll slo ${name}` }, says) }];
    }),
  );
  const shown = [...Map.groupBy(annotations, ({ kind }) => kind).values()].flatMap((own) => own.slice(0, annotationsMost).map(({ text }) => text));
  return `${[...shown, logLine(view.headline)].join('\n')}\n`;
}
