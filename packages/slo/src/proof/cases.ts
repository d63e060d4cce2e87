import { errorBudgetOf } from '../budget/budget.ts';
import type { Plain } from '../print/yaml.ts';
import { absentForMs } from '../rules/alerts.ts';
import type { Planned } from '../rules/plan.ts';
import { plain, rangeOf } from '../rules/range.ts';
import type { Stretch } from './history.ts';
import { counterOver } from './history.ts';
import type { EventSeries } from './series.ts';
import { seriesOf } from './series.ts';

const busy = 100_000; // events a minute: shares of any budget are whole enough

/** What a history proves of the rules of one objective, as tests of promtool. */
export function casesOf(plan: Planned): { readonly tests: readonly Plain[]; readonly note: string | null } {
  const series = seriesOf(plan);
  if (!series) return { tests: [missing(plan)], note: `${plan.service}: only a missing metric is tested for \`${plan.name}\`: its queries do not say which series they read` };
  return { tests: [healthy(plan, series), outage(plan, series), ...slowBurn(plan, series), idle(plan, series), missing(plan), ...quiet(plan, series), ...unjudged(plan, series)], note: null };
}

function healthy(plan: Planned, series: EventSeries): Plain {
  const onlyGood = series.bad.some((name) => series.good.includes(name)) ? series : { ...series, bad: [] };
  return test(plan, 'no error has ever been seen', input(onlyGood, [{ minutes: 30, good: 60, bad: 0 }]), {
    values: [value(`slo:errors:rate5m${plan.id}`, 15, 0), value(`slo:error_ratio:rate${rangeOf(plan.periodMs)}${plan.id}`, 30, 0), value(`slo:budget_remaining:ratio${plan.id}`, 30, 1)],
    alerts: [fired(plan, 'SloBudgetBurn', 30, []), fired(plan, 'SloNotMeasured', 30, []), fired(plan, 'SloAbsent', 30, [])],
  });
}

function outage(plan: Planned, series: EventSeries): Plain {
  return test(plan, 'everything fails', input(series, [{ minutes: 20, good: 0, bad: busy }]), {
    values: [value(`slo:error_ratio:rate5m${plan.id}`, 15, 1)],
    alerts: [fired(plan, 'SloBudgetBurn', 15, severitiesOf(plan)), fired(plan, 'SloBudgetExhausted', 20, ['ticket'])],
  });
}

/** Faster than the slowest ticket and slower than the slowest page. */
function slowBurn(plan: Planned, series: EventSeries): readonly Plain[] {
  const factors = (severity: string): readonly number[] => plan.tiers.filter((tier) => tier.severity === severity).map(({ factor }) => factor);
  const [tickets, pages] = [factors('ticket'), factors('page')];
  if (tickets.length === 0) return [];
  const budget = errorBudgetOf(plan.target);
  const [low, high] = [Math.min(...tickets) * budget, Math.min(1, ...pages.map((factor) => factor * budget))];
  const bad = Math.round(Math.sqrt(low * high) * busy);
  if (bad / busy <= low || bad / busy >= high) return [];
  return [
    test(plan, 'the budget burns slowly', input(series, [{ minutes: 30, good: busy - bad, bad }]), {
      values: [near(`slo:error_ratio:rate1h${plan.id}`, 30, bad / busy)],
      alerts: [fired(plan, 'SloBudgetBurn', 30, ['ticket'])],
    }),
  ];
}

function idle(plan: Planned, series: EventSeries): Plain {
  const bad = Math.max(1, Math.round((errorBudgetOf(plan.target) / 2) * busy));
  const working: Stretch = { minutes: 15, good: busy - bad, bad };
  const period = rangeOf(plan.periodMs);
  return test(plan, 'nobody asks for a while', input(series, [working, { minutes: 15, good: 0, bad: 0 }, working]), {
    values: [
      { expr: `slo:error_ratio:rate5m${plan.id}`, eval_time: '28m', exp_samples: [] },
      near(`slo:error_ratio:rate${period}${plan.id}`, 28, bad / busy),
      near(`slo:error_ratio:rate${period}${plan.id}`, 45, bad / busy),
    ],
    alerts: [fired(plan, 'SloBudgetBurn', 28, []), fired(plan, 'SloAbsent', 28, []), fired(plan, 'SloBudgetBurn', 45, [])],
  });
}

function missing(plan: Planned): Plain {
  const minutes = absentForMs(plan) / 60_000 + 5;
  return test(plan, 'the metric is gone', [{ series: 'something_else', values: `1x${Math.ceil(minutes)}` }], {
    values: [],
    alerts: [fired(plan, 'SloAbsent', minutes, ['page']), fired(plan, 'SloBudgetBurn', minutes, [])],
  });
}

/** One failure in forty minutes of one request a minute, which is more than many budgets allow and nothing to wake anyone for. */
function quiet(plan: Planned, series: EventSeries): readonly Plain[] {
  if (plan.errorsMin < 3) return [];
  return [
    test(
      plan,
      'one failure among few',
      input(series, [
        { minutes: 40, good: 1, bad: 0 },
        { minutes: 1, good: 0, bad: 1 },
        { minutes: 5, good: 1, bad: 0 },
      ]),
      {
        values: [],
        alerts: [fired(plan, 'SloBudgetBurn', 42, []), fired(plan, 'SloBudgetBurn', 45, [])],
      },
    ),
  ];
}

function unjudged(plan: Planned, series: EventSeries): readonly Plain[] {
  if (series.judging.length === 0) return [];
  const without = { ...series, good: series.good.filter((name) => !series.judging.includes(name)) };
  return [
    test(plan, 'traffic, but no bucket at the target', input(without, [{ minutes: 20, good: 60, bad: 0 }]), {
      values: [{ expr: `slo:error_ratio:rate5m${plan.id}`, eval_time: '20m', exp_samples: [] }],
      alerts: [fired(plan, 'SloNotMeasured', 20, ['ticket']), fired(plan, 'SloBudgetBurn', 20, [])],
    }),
  ];
}

interface Expected {
  readonly values: readonly Plain[];
  readonly alerts: readonly Plain[];
}

function test({ service, name }: Planned, what: string, inputSeries: readonly Plain[], { values, alerts }: Expected): Plain {
  return { name: `${service} ${name}: ${what}`, interval: '1m', input_series: inputSeries, promql_expr_test: [...values, ...alerts] };
}

/** A series may count good and bad events alike, as the count of a histogram does. */
function input({ good, bad }: EventSeries, stretches: readonly Stretch[]): readonly Plain[] {
  return [...new Set([...good, ...bad])].map((name) => ({
    series: name,
    values: counterOver(stretches.map((stretch) => ({ minutes: stretch.minutes, perMinute: (good.includes(name) ? stretch.good : 0) + (bad.includes(name) ? stretch.bad : 0) }))),
  }));
}

function value(expr: string, minutes: number, expected: number): Plain {
  const metric = expr.replace(/\{.*$/s, '');
  return { expr, eval_time: `${minutes}m`, exp_samples: [{ labels: `${metric}${expr.slice(metric.length)}`, value: expected }] };
}

/** Within a millionth: sums of rates carry the dust of binary fractions. */
function near(expr: string, minutes: number, expected: number): Plain {
  const id = expr.replace(/^[^{]*/, '');
  return { expr: `abs(${expr} / ${plain(expected)} - 1) < bool 0.000001`, eval_time: `${minutes}m`, exp_samples: [{ labels: id, value: 1 }] };
}

function severitiesOf({ tiers }: Planned): readonly string[] {
  return [...new Set(tiers.map(({ severity }) => severity))];
}

/** Asked of ALERTS and not of the alert's rule, which fires for all objectives together. */
function fired({ id, alertsOff }: Planned, name: string, minutes: number, severities: readonly string[]): Plain {
  const own = (more: string): string => `ALERTS{alertname="${name}",alertstate="firing",${more}${id.slice(1)}`;
  return {
    expr: own(''),
    eval_time: `${minutes}m`,
    exp_samples: severities.filter((severity) => !alertsOff.some((off) => off === severity)).map((severity) => ({ labels: own(`severity="${severity}",`), value: 1 })),
  };
}
