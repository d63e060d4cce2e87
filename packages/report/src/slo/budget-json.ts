import type { BudgetReport, ObjectiveDecision } from '@plimsoll/slo';
import { printJson } from '../json/print.ts';
import { budgetView } from './view.ts';

/** Budgets and the decision for programs. The samples are in the recording; what is no number is null. */
export function budgetJson(report: BudgetReport): string {
  const { decisions, ...rest } = report;
  const { verdict, services } = budgetView(report);
  const told = new Map(services.flatMap(({ objectives }) => objectives.map((objective) => [objective.decision, objective.forecast] as const)));
  const plain = {
    ...rest,
    verdict,
    services: decisions.map(({ objectives, ...decision }) => ({ ...decision, objectives: objectives.map((objective) => objectiveOf(objective, told.get(objective) ?? null)) })),
  };
  return printJson(JSON.parse(JSON.stringify(plain)));
}

function objectiveOf(decision: ObjectiveDecision, forecast: string | null): Readonly<Record<string, unknown>> {
  const { status, considered, excluded, name, verdict, cause, says, frozen, freezeBelow, liftsAbove, liftsAtMs, resetsAtMs } = decision;
  const { snapshot, budget, minutesAllowed, minutesLeft, burn, exhaustedInMs } = considered;
  const { target, window, data, bad, total, coverage, notes = [] } = snapshot;
  return {
    name,
    verdict,
    cause,
    says,
    target,
    window,
    data,
    coverage,
    events: { bad, total, allowed: budget?.allowed ?? null },
    remaining: budget?.remaining ?? null,
    remainingOfAllEvents: status.budget?.remaining ?? null,
    minutes: { allowed: minutesAllowed, left: minutesLeft },
    burn,
    forecast,
    exhaustedInMs,
    frozen,
    freezeBelow,
    liftsAbove,
    liftsAt: moment(liftsAtMs),
    resetsAt: moment(resetsAtMs),
    excluded: excluded.map(({ incident, bad: gone, total: all, note }) => ({
      cause: incident.cause,
      from: new Date(incident.fromMs).toISOString(),
      to: new Date(incident.toMs).toISOString(),
      share: incident.share,
      reason: incident.reason,
      approver: incident.approver,
      place: `${incident.source.file}:${incident.source.line}`,
      bad: gone,
      total: all,
      note,
    })),
    notes,
  };
}

function moment(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
