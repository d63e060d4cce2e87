import type { Planned } from '@plimsoll/slo';
import { counterOver } from '../../packages/slo/src/proof/history.ts';
import { seriesOf } from '../../packages/slo/src/proof/series.ts';

/** Traffic that alerts are watched over, as shares of an objective's budget. */
export interface History {
  readonly name: string;
  readonly minutes: number;
  readonly stretches: (budget: number) => readonly Stretch[];
  readonly seriesEnd?: number; // in minutes; after it nothing is scraped any more
}

interface Stretch {
  readonly minutes: number;
  readonly good: number;
  readonly bad: number;
}

const busy = 100_000; // events a minute

/** So many times as fast as the budget allows; at most everything fails. */
const burning = (minutes: number, rate: number, budget: number): Stretch => {
  const bad = Math.min(busy, Math.round(busy * budget * rate));
  return { minutes, good: busy - bad, bad };
};
const healthy = (minutes: number): Stretch => ({ minutes, good: busy, bad: 0 });

export const histories: readonly History[] = [
  { name: 'outage of 30 min', minutes: 180, stretches: () => [healthy(60), { minutes: 30, good: 0, bad: busy }, healthy(90)] },
  { name: '20 times too fast for an hour', minutes: 180, stretches: (budget) => [healthy(60), burning(60, 20, budget), healthy(60)] },
  { name: '8 times for two hours', minutes: 180, stretches: (budget) => [healthy(30), burning(120, 8, budget), healthy(30)] },
  { name: '2 times for two hours', minutes: 180, stretches: (budget) => [healthy(30), burning(120, 2, budget), healthy(30)] },
  { name: 'as fast as allowed', minutes: 120, stretches: (budget) => [burning(120, 0.9, budget)] },
  { name: 'idle within a burn', minutes: 180, stretches: (budget) => [healthy(30), burning(40, 20, budget), { minutes: 30, good: 0, bad: 0 }, burning(40, 20, budget), healthy(40)] },
  {
    name: 'one failure among few',
    minutes: 120,
    stretches: () => [
      { minutes: 60, good: 1, bad: 0 },
      { minutes: 1, good: 0, bad: 1 },
      { minutes: 59, good: 1, bad: 0 },
    ],
  },
  { name: 'gone in an outage', minutes: 120, stretches: () => [healthy(30), { minutes: 90, good: 0, bad: busy }], seriesEnd: 45 },
];

type Input = readonly { readonly series: string; readonly values: string }[];

/** The series that an exporter would show; null where the queries do not say which. */
export function inputOf(plan: Planned, history: History): Input | null {
  const stretches = history.stretches(1 - plan.target);
  const series = seriesOf(plan);
  if (series) {
    return [...new Set([...series.good, ...series.bad])].map((name) => {
      const values = counterOver(stretches.map(({ minutes, good, bad }) => ({ minutes, perMinute: (series.good.includes(name) ? good : 0) + (series.bad.includes(name) ? bad : 0) })));
      return { series: name, values: history.seriesEnd === undefined ? values : cut(stretches, history.seriesEnd, series.good.includes(name), series.bad.includes(name)) };
    });
  }
  return gauges(plan, stretches, history);
}

function cut(stretches: readonly Stretch[], end: number, isGood: boolean, isBad: boolean): string {
  let left = end;
  const kept = stretches.map(({ minutes, good, bad }) => {
    const some = Math.max(0, Math.min(minutes, left));
    left -= some;
    return { minutes: some, perMinute: (isGood ? good : 0) + (isBad ? bad : 0) };
  });
  return `${counterOver(kept)} stale`;
}

const clients = 40;

/** Sloth's wifi: how satisfied each of forty clients is, of whom as many are unsatisfied as events would be bad. */
function gauges({ measured }: Planned, stretches: readonly Stretch[], { seriesEnd }: History): Input | null {
  const query = measured.kind === 'ratio' ? measured.errorRatio : measured.rates.total;
  const metric = /\b(unifipoller_client_satisfaction_ratio)\b/.exec(query)?.[1];
  if (metric === undefined) return null;
  return Array.from({ length: clients }, (_, client) => {
    const values = stretches.flatMap(({ minutes, good, bad }) => {
      const share = good + bad === 0 ? null : bad / (good + bad);
      return Array.from({ length: minutes }, () => (share === null ? '_' : client < Math.round(share * clients) ? '0.1' : '0.9'));
    });
    return { series: `${metric}{client="${client}"}`, values: (seriesEnd === undefined ? values : [...values.slice(0, seriesEnd), 'stale']).join(' ') };
  });
}
