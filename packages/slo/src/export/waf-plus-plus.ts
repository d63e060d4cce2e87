import { budgetMinutes } from '../budget/budget.ts';
import type { Objective, ServiceLevelObjectives } from '../objectives.ts';
import { policyByDefault } from '../policy/defaults.ts';
import type { FreezePolicy } from '../policy/policy.ts';
import type { Plain } from '../print/yaml.ts';
import { printYaml } from '../print/yaml.ts';
import { measuredBy } from '../rules/measured.ts';
import type { MetricNames } from '../rules/measured.ts';
import { rangeOf } from '../rules/range.ts';
import { nominalLengthMs } from '../windows/window.ts';
import type { Exported } from './lost.ts';
import { lostAt, percent } from './lost.ts';

const monthMs = 30 * 86_400_000;

/** The objectives in the richer shape of WAF++'s best practice on observability: indicators as numerator and denominator, budgets in minutes, a deployment policy in steps. */
export function toWafPlusPlus(slo: ServiceLevelObjectives, names: MetricNames = 'otel'): Exported {
  const lost: string[] = [...lostOf(slo)];
  const service = slo.service?.value ?? 'service';
  const slos = slo.objectives.flatMap((objective) => exported(objective, service, names, lost) ?? []);
  const budgets = slo.objectives.flatMap(budgetOfObjective);
  const text = printYaml({
    version: '1.0',
    service,
    owner: slo.owner?.value,
    last_reviewed: slo.lastReviewed?.value,
    slos,
    error_budgets: budgets.length === 0 ? undefined : Object.fromEntries(budgets),
    deployment_policy: slo.errorBudget?.policy || slo.policy ? stepsOf(slo.policy) : undefined,
    review_cadence: 'quarterly',
  });
  return { text, lost };
}

function exported(objective: Objective, service: string, names: MetricNames, lost: string[]): Plain | null {
  const { name, target, targetRate, thresholdMs, quantile, window, windowByDefault, source } = objective;
  if (window?.value.kind === 'calendar') lost.push(lostAt(window.source, `the calendar window of \`${name}\` has no place there; it is ${rangeOf(nominalLengthMs(window.value))}, back from now`));
  const range = rangeOf(window ? nominalLengthMs(window.value) : (windowByDefault?.ms ?? monthMs));
  if (targetRate) return { name, sli: objective.sli ?? name, target: targetRate.value, unit: 'req/s', window: range };
  if (!target && !thresholdMs) {
    lost.push(lostAt(source, `\`${name}\` states no target; it is left out`));
    return null;
  }
  const measured = measuredBy(objective, service, names);
  if (measured.kind !== 'rates') lost.push(lostAt(source, `the indicator of \`${name}\` is a sentence there: ${measured.kind === 'ratio' ? 'its query is a ratio' : `it ${measured.why}`}`));
  const sli: Plain = measured.kind === 'rates' ? { numerator: `(${measured.rates.total}) - (${measured.rates.errors})`, denominator: measured.rates.total } : (objective.sli ?? name);
  // A percentile in the name is read from it; P95 within 200 ms needs no second number.
  const isPercentile = thresholdMs && quantile !== null && (!target || Math.abs(target.value - quantile) < 1e-9) && /p\d/i.test(name);
  if (isPercentile) return { name, sli, target: thresholdMs.value, unit: 'ms', window: range };
  return { name, sli, target: target ? percent(target.value) : undefined, threshold: thresholdMs ? `${thresholdMs.value}ms` : undefined, window: range };
}

function budgetOfObjective({ name, target, window, windowByDefault }: Objective): readonly (readonly [string, Plain])[] {
  if (!target || target.value >= 1) return [];
  const lengthMs = window ? nominalLengthMs(window.value) : (windowByDefault?.ms ?? monthMs);
  const range = rangeOf(lengthMs);
  return [[`${name}_${range}`, { slo: percent(target.value), window: range, total_minutes: lengthMs / 60_000, allowed_downtime_minutes: budgetMinutes(target.value, lengthMs) }]];
}

function stepsOf(policy: FreezePolicy | null): readonly Plain[] {
  const freeze = percent(policy?.freezeBelow?.value ?? policyByDefault.freezeBelow);
  const caution = percent(policy?.cautionBelow?.value ?? policyByDefault.cautionBelow);
  const through = policy?.through?.map(({ value }) => value) ?? policyByDefault.through;
  return [
    { condition: `error_budget_remaining > ${Math.max(caution, freeze)}%`, action: 'deploy as usual' },
    ...(caution > freeze ? [{ condition: `error_budget_remaining ${freeze}-${caution}%`, action: 'extra caution; require a load test' }] : []),
    { condition: `error_budget_remaining <= ${freeze}%`, action: `freeze new features; ${through.join(', ')} pass` },
  ];
}

/** What the shape has no place for. */
function lostOf({ policy, reviewBy, links, alerts }: ServiceLevelObjectives): readonly string[] {
  const keys = policy
    ? ([
        ['lifts_above', policy.liftsAbove?.source],
        ['coverage_min', policy.coverageMin?.source],
        ['on_no_data', policy.onNoData?.[0]?.answer.source],
        ['fast_burn', policy.fastBurn?.source],
        ['slow_burn', policy.slowBurn?.source],
        ['classes', policy.classes?.[0]?.source],
        ['not_our_fault', policy.notOurFault?.[0]?.source],
      ] as const)
    : [];
  return [
    ...keys.flatMap(([key, source]) => (source ? [lostAt(source, `\`${key}\` of \`policy\` has no place there`)] : [])),
    ...(reviewBy ? [lostAt(reviewBy.source, '`review_by` has no place there')] : []),
    ...links.map((link) => lostAt(link.source, `the link ${link.value.slice(0, 60)} has no place there`)),
    ...alerts.map((alert) => lostAt(alert.source, `the alert ${alert.value.slice(0, 60)} has no place there`)),
  ];
}
