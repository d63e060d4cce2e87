import { errorBudgetOf } from '../budget/budget.ts';
import type { Tier } from '../budget/tiers.ts';
import type { Planned } from './plan.ts';
import { plain, rangeOf } from './range.ts';
import type { AlertingRule } from './rule.ts';

const notMeasuredForMs = 600_000;
const exhaustedForMs = 300_000;
const absentForMaxMs = 1_800_000;

/** Burn-rate alerts, and alerts for what a burn rate cannot show: an empty budget, a metric that is gone, a bucket that is missing. */
export function alertsOf(plan: Planned): readonly AlertingRule[] {
  const { measured, id, service, name } = plan;
  const total = measured.kind === 'ratio' ? `slo:error_ratio:rate5m${id}` : `slo:total:rate5m${id}`;
  const all = [
    ...(['page', 'ticket'] as const).flatMap((severity) => burn(plan, severity)),
    alert(plan, 'SloBudgetExhausted', 'ticket', exhaustedForMs, `slo:budget_remaining:ratio${id} < -1e-9`, `${service}: the error budget of ${name} over ${rangeOf(plan.periodMs)} is used up`),
    alert(plan, 'SloAbsent', 'page', absentForMs(plan), `absent(${total})`, `${service}: nothing is measured for ${name}; whether it holds is not known`),
    // The errors of a counter are never absent while there is traffic.
    ...(measured.kind === 'ratio' || measured.indicator.kind === 'counter'
      ? []
      : [
          alert(
            plan,
            'SloNotMeasured',
            'ticket',
            notMeasuredForMs,
            `${total} > 0 unless slo:errors:rate5m${id}`,
            `${service}: there is traffic, but ${name} cannot be judged: the bucket or the series of good events is missing`,
          ),
        ]),
  ];
  return all.filter(({ labels }) => !plan.alertsOff.some((severity) => severity === labels['severity']));
}

function burn(plan: Planned, severity: Tier['severity']): readonly AlertingRule[] {
  const tiers = plan.tiers.filter((tier) => tier.severity === severity);
  if (tiers.length === 0) return [];
  const factors = tiers.map(({ factor }) => plain(Number(factor.toPrecision(3)))).join(' or ');
  const expr = tiers.map((tier) => condition(plan, tier)).join('\nor\n');
  return [alert(plan, 'SloBudgetBurn', severity, 0, expr, `${plan.service}: the error budget of ${plan.name} burns more than ${factors} times as fast as ${rangeOf(plan.periodMs)} allow`)];
}

/** The short window ends the alert soon after the burn does; the least number of errors keeps one failure of a quiet service from paging. */
function condition({ target, id, measured, errorsMin }: Planned, { longMs, shortMs, factor }: Tier): string {
  const threshold = plain(factor * errorBudgetOf(target));
  const [long, short] = [rangeOf(longMs), rangeOf(shortMs)];
  const enough = measured.kind === 'ratio' || errorsMin <= 0 ? '' : `\n  and\n  slo:errors:rate${long}${id} * ${longMs / 1000} >= ${errorsMin}`;
  return `(\n  slo:error_ratio:rate${long}${id} > ${threshold}\n  and\n  slo:error_ratio:rate${short}${id} > ${threshold}${enough}\n)`;
}

/** As long as a total outage takes to reach the first page: factor × (1 - target) × long window; from two evaluations to half an hour. */
export function absentForMs({ tiers, target, intervalMs }: Planned): number {
  const [first] = tiers;
  const outageMs = first ? first.factor * errorBudgetOf(target) * first.longMs : 0;
  return Math.ceil(Math.max(2 * intervalMs, Math.min(outageMs, absentForMaxMs)) / 60_000) * 60_000;
}

function alert(plan: Planned, name: string, severity: string, forMs: number, expr: string, summary: string): AlertingRule {
  return { alert: name, expr, forMs, labels: { ...plan.labels, severity }, annotations: { summary } };
}
