import type { Tier, TierTable } from '../budget/tiers.ts';
import { tiersOf } from '../budget/tiers.ts';
import type { Objective } from '../objectives.ts';
import { nominalLengthMs } from '../windows/window.ts';
import { measuredBy, otelBoundaries } from './measured.ts';
import type { Measured, MetricNames } from './measured.ts';
import { plain } from './range.ts';

export interface RuleOptions {
  readonly names: MetricNames;
  readonly table: TierTable;
  readonly intervalMs: number; // between evaluations, and between the samples that coverage expects
  readonly errorsMin: number; // in the long window, before an alert fires
}

export const ruleOptionsByDefault: RuleOptions = { names: 'otel', table: 'google', intervalMs: 60_000, errorsMin: 10 };

/** Everything that the rules of one objective are written from. */
export interface Planned {
  readonly service: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly id: string; // the selector of those labels
  readonly target: number;
  readonly periodMs: number;
  readonly intervalMs: number;
  readonly errorsMin: number;
  readonly windowsMs: readonly number[]; // ascending
  readonly tiers: readonly Tier[];
  readonly alertsOff: readonly Tier['severity'][];
  readonly measured: Exclude<Measured, { readonly kind: 'not' }>;
}

export interface Plan {
  readonly planned: Planned | null; // null: no rules, and a note says why
  readonly notes: readonly string[];
}

const windowByDefaultMs = 30 * 86_400_000;
const alwaysMs = [300_000, 3_600_000]; // the base of all sums, and the burn rate that people look at

export function planOf(objective: Objective, service: string, { names, table, intervalMs, errorsMin }: RuleOptions): Plan {
  const place = (line: number): string => `${objective.source.file}:${line}`;
  const measured = measuredBy(objective, service, names);
  if (measured.kind === 'not') return { planned: null, notes: [`${place(measured.source.line)}: \`${objective.name}\` ${measured.why}`] };
  const { target, window } = objective;
  if (!target) return { planned: null, notes: [`${place(objective.source.line)}: \`${objective.name}\` states no share of good events`] };
  if (target.value >= 1 || target.value <= 0)
    return { planned: null, notes: [`${place(target.source.line)}: \`${objective.name}\` promises ${plain(target.value * 100)} %, which leaves no budget to burn; promise less than 100 %`] };
  const notes: string[] = [];
  const note = (text: string): void => void notes.push(`${place(objective.source.line)}: \`${objective.name}\` ${text}`);
  const periodMs = window ? nominalLengthMs(window.value) : (objective.windowByDefault?.ms ?? windowByDefaultMs);
  if (!window) note(`states no window; the rules take ${plain(periodMs / 86_400_000)} days`);
  if (window?.value.kind === 'calendar') note(`counts by the ${window.value.unit}, which no range of PromQL can; the rules take the last ${plain(periodMs / 86_400_000)} days`);
  if (measured.kind === 'ratio') note('is measured by a ratio that somebody else computes: quiet and busy times weigh alike, and a few events may fire its alerts');
  if (!objective.indicator) note(`names no indicator; the rules take the metric names of ${names === 'otel' ? 'OpenTelemetry' : 'Prometheus client libraries'}`);
  if (!objective.indicator && names === 'otel' && measured.kind === 'rates' && measured.threshold !== null && !otelBoundaries.includes(measured.threshold))
    note(`needs a bucket that ends at ${plain(measured.threshold)} s, and the boundaries that OpenTelemetry advises have none there: set them in the service, or its objective cannot be judged`);
  const { tiers, dropped } = tiersOf(target.value, periodMs, table);
  for (const each of dropped) note(each);
  const { alertsOff = [] } = objective;
  if (alertsOff.length > 0) note(`has its alerts of severity ${alertsOff.join(' and ')} switched off`);
  const labels = { slo_service: service, slo_name: objective.name };
  const windowsMs = [...new Set([...alwaysMs, ...tiers.flatMap(({ longMs, shortMs }) => [longMs, shortMs])])].toSorted((a, b) => a - b);
  const id = `{slo_service=${JSON.stringify(service)},slo_name=${JSON.stringify(objective.name)}}`;
  return { planned: { service, name: objective.name, labels, id, target: target.value, periodMs, intervalMs, errorsMin, windowsMs, tiers, alertsOff, measured }, notes };
}
