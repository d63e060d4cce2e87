import type { ServiceLevelObjectives } from '../objectives.ts';
import { alertsOf } from './alerts.ts';
import { planOf, ruleOptionsByDefault } from './plan.ts';
import type { Planned, RuleOptions } from './plan.ts';
import { recordingsOf } from './recordings.ts';
import type { RuleGroup } from './rule.ts';

export type { Planned, RuleOptions } from './plan.ts';
export { ruleOptionsByDefault } from './plan.ts';
export type { MetricNames } from './measured.ts';
export { otelBoundaries } from './measured.ts';
export type { AlertingRule, PrometheusRule, RecordingRule, RuleGroup } from './rule.ts';
export { printPrometheusRule, printRules, printRulesInTurn } from './print.ts';

export interface SloRules {
  readonly groups: readonly RuleGroup[];
  readonly notes: readonly string[]; // objectives without rules and what was assumed, with file and line
  readonly plans: readonly Planned[]; // what the tests of the rules are written from
}

/**
 * Prometheus rules for the objectives of one service: one group per objective, evaluated in order. Objectives of one name keep one
 * group; Prometheus would refuse two of a name, and mix their series.
 */
export function rulesOf(slo: ServiceLevelObjectives, options: Partial<RuleOptions> = {}): SloRules {
  const chosen = { ...ruleOptionsByDefault, ...options };
  const service = slo.service?.value ?? 'service';
  const notes: string[] = [];
  if (slo.kind === 'document') notes.push(`${slo.file}:${slo.source.line}: a page, not a file of objectives; no rules were written`);
  if (!slo.service && slo.objectives.length > 0) notes.push(`${slo.file}:${slo.source.line}: names no service; the rules call it \`service\``);
  const plans: Planned[] = [];
  for (const objective of slo.objectives) {
    if (plans.some(({ name }) => name === objective.name)) {
      notes.push(`${slo.file}:${objective.source.line}: \`${objective.name}\` is the name of an earlier objective, too; no rules were written for this one`);
      continue;
    }
    const plan = planOf(objective, service, chosen);
    notes.push(...plan.notes);
    if (plan.planned) plans.push(plan.planned);
  }
  return { groups: plans.map((plan) => ({ name: `slo:${service}:${plan.name}`, intervalMs: plan.intervalMs, rules: [...recordingsOf(plan), ...alertsOf(plan)] })), notes, plans };
}

/** The rules of several services as one file. Two groups of one name are refused by Prometheus: the first stays. */
export function joinedRules(all: readonly SloRules[]): SloRules {
  const parts = [...joinedInTurn(all)];
  return { groups: parts.flatMap(({ groups }) => groups), notes: parts.flatMap(({ notes }) => notes), plans: parts.flatMap(({ plans }) => plans) };
}

/** The same one service after the other, so that those of thousands need not be held at once. */
export function* joinedInTurn(all: Iterable<SloRules>): Generator<SloRules> {
  const names = new Set<string>();
  for (const { groups, notes, plans } of all) {
    const isFirst = groups.map(({ name }) => !names.has(name));
    const twice = groups.filter((_, index) => isFirst[index] === false).map(({ name }) => `${name} is in an earlier SLO file, too; only the rules of the first were written`);
    for (const { name } of groups) names.add(name);
    yield { groups: groups.filter((_, index) => isFirst[index]), notes: [...notes, ...twice], plans: plans.filter((_, index) => isFirst[index]) };
  }
}
