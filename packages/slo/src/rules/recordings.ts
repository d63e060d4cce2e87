import { errorBudgetOf } from '../budget/budget.ts';
import { over } from '../indicator/indicator.ts';
import type { Planned } from './plan.ts';
import { plain, rangeOf } from './range.ts';
import type { RecordingRule } from './rule.ts';

const longestDirectMs = 6 * 3_600_000;

/**
 * Rates of errors and of all events per window, and ratios of them. A ratio averaged over time would weigh a quiet night like a
 * busy day; sums of rates weigh every event alike. Windows over six hours add up the rates of five minutes, which costs little.
 */
export function recordingsOf(plan: Planned): readonly RecordingRule[] {
  const { measured, windowsMs, periodMs, target, id } = plan;
  const record = (name: string, expr: string): RecordingRule => ({ record: name, expr, labels: plan.labels });
  const period = rangeOf(periodMs);
  const budget = plain(errorBudgetOf(target));
  const base = measured.kind === 'ratio' ? `slo:error_ratio:rate5m${id}` : `slo:errors:rate5m${id}`;
  return [
    record('slo:objective:ratio', `vector(${plain(target)})`),
    record('slo:window:seconds', `vector(${plain(periodMs / 1000)})`),
    ...windowsMs.flatMap((windowMs) => windowRules(plan, windowMs, record)),
    record(`slo:error_ratio:rate${period}`, measured.kind === 'ratio' ? `avg_over_time(slo:error_ratio:rate5m${id}[${period}])` : ratioOfMeans(id, period)),
    record(`slo:coverage:ratio${period}`, `clamp_max(count_over_time(${base}[${period}]) / ${plain(periodMs / plan.intervalMs)}, 1)`),
    record('slo:burn_rate:ratio1h', `slo:error_ratio:rate1h${id} / ${budget}`),
    record('slo:budget_remaining:ratio', `1 - slo:error_ratio:rate${period}${id} / ${budget}`),
  ];
}

function windowRules({ measured, id, intervalMs }: Planned, windowMs: number, record: (name: string, expr: string) => RecordingRule): readonly RecordingRule[] {
  const range = rangeOf(windowMs);
  if (measured.kind === 'ratio') return [record(`slo:error_ratio:rate${range}`, over(measured.errorRatio, range))];
  if (windowMs <= longestDirectMs) {
    return [
      record(`slo:total:rate${range}`, over(measured.rates.total, range)),
      record(`slo:errors:rate${range}`, over(measured.rates.errors, range)),
      record(`slo:error_ratio:rate${range}`, `slo:errors:rate${range}${id} / (slo:total:rate${range}${id} > 0)`),
    ];
  }
  // As rate() has it: what was counted, over the whole range, however little of it was measured.
  const summed = (part: string): string => `sum_over_time(slo:${part}:rate5m${id}[${range}]) * ${plain(intervalMs / windowMs)}`;
  return [record(`slo:total:rate${range}`, summed('total')), record(`slo:errors:rate${range}`, summed('errors')), record(`slo:error_ratio:rate${range}`, ratioOfMeans(id, range))];
}

/** Means of rates over the same samples divide like their sums; where errors were unmeasured for a while, a sum would call that time good. */
function ratioOfMeans(id: string, range: string): string {
  return `avg_over_time(slo:errors:rate5m${id}[${range}]) / (avg_over_time(slo:total:rate5m${id}[${range}]) > 0)`;
}
