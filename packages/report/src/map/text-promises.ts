import { sayDuration, sayRatio } from '@plimsoll/contract';
import { field } from '../terminal/field.ts';
import { styled } from '../terminal/span.ts';
import type { Line } from '../terminal/span.ts';
import { wrap } from '../terminal/wrap.ts';
import { counted } from '../verdict/verdict.ts';
import type { NotJoined } from './not-joined.ts';
import type { LoadTestView, PromisesView, SloView } from './promises-view.ts';
import { at, some } from './text-workloads.ts';

const nameColumns = 11;

export function promiseLines(promises: PromisesView, columns: number): readonly Line[] {
  const { slos, loadTests, deploys, decisions, debts } = promises;
  const open = debts.filter((debt) => !debt.closed);
  const line = (name: string, content: Line): readonly Line[] => field(name, content, columns, nameColumns);
  return [
    ...some(slos, (slo, first) => line(first ? 'SLOs' : '', [`${slo.workload ?? slo.service ?? 'no service named'}: ${sayObjectives(slo)} `, at(slo.source)]), columns, 2 + nameColumns),
    ...some(loadTests, (test, first) => line(first ? 'load tests' : '', [sayLoadTest(test), ' ', styled('path', test.file)]), columns, 2 + nameColumns),
    ...some(
      deploys,
      (step, first) => line(first ? 'deploys' : '', [`${step.workflow}, ${step.job}: ${step.tool}${step.environment === null ? '' : ` to ${step.environment}`} `, at(step.source)]),
      columns,
      2 + nameColumns,
    ),
    ...(decisions.length === 0
      ? []
      : line('decisions', [`${counted(decisions.length, 'record')}, ${decisions.filter((decision) => decision.performanceSection).length} with a section on performance`])),
    ...some(
      open,
      (debt, first) => line(first ? 'debts' : '', [`${debt.id} ${debt.title ?? '(in no register)'}${debt.due === null ? '' : `, due ${debt.due}`} `, ...(debt.source ? [at(debt.source)] : [])]),
      columns,
      2 + nameColumns,
    ),
  ];
}

function sayObjectives(slo: SloView): string {
  return (
    slo.objectives
      .map(({ name, quantile, thresholdMs, target, windowMs }) => {
        const window = windowMs === null ? '' : ` over ${sayDuration(windowMs)}`;
        if (quantile !== null && thresholdMs !== null) return `P${Number((quantile * 100).toFixed(3))} ≤ ${sayDuration(thresholdMs)}${window}`;
        if (target === null) return name;
        return `${sayRatio(target)} ${thresholdMs === null ? name : `≤ ${sayDuration(thresholdMs)}`}${window}`;
      })
      .join(', ') || 'no objectives'
  );
}

function sayLoadTest(test: LoadTestView): string {
  const criteria = test.criteria.length === 0 ? 'no criteria' : test.criteria.slice(0, 3).join(', ') + (test.criteria.length > 3 ? ', …' : '');
  const [run] = test.runs;
  return `${test.tool} ${test.purpose.replaceAll('-', ' ')}, ${criteria}${run ? `, run by ${run.workflow}` : ', run by no workflow'}`;
}

const shownEach = 5;

/** By kind and reason, so that forty units without code are one line and not forty. */
export function notJoinedLines(entries: readonly NotJoined[], columns: number): readonly Line[] {
  const groups = [...Map.groupBy(entries, (entry) => `${entry.what}\n${entry.why}`).values()];
  return groups.flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const names = [...new Set(group.map((entry) => entry.name))];
    const rest = names.length - shownEach;
    const list = `${names.slice(0, shownEach).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
    return wrap([`${first.what} ${list}: ${first.why} `, ...(group.length === 1 ? [at(first.source)] : [])], columns, { first: ['  '], rest: '      ' });
  });
}
