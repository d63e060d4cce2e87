import type { DebtItem } from '../debt/debt-item.ts';
import { percentileOf } from './measured-run.ts';
import type { MeasuredRun } from './measured-run.ts';
import type { Limit } from './objectives.ts';

/** "P95 145 ms + accepted 50 ms ≤ 200 ms", of one latency objective. */
export interface Headroom {
  readonly quantile: number;
  readonly limitMs: number;
  readonly measuredMs: number | null; // null: no run holds the percentile
  readonly acceptedMs: number; // of the debts whose impact is known
  readonly unknown: readonly DebtItem[]; // whose impact is not a latency
  readonly leftMs: number | null; // below zero: the accepted debt no longer fits
  readonly fits: boolean | null;
}

/**
 * Adds the impacts of open debts to what was measured. A debt's last measured impact counts before its estimate. The sum is an upper
 * bound: impacts on different requests do not add up, and a run made while a debt stood holds its impact already.
 */
export function headroomOf(limit: Extract<Limit, { of: 'latency' }>, run: MeasuredRun | null, debts: readonly DebtItem[]): Headroom {
  const impacts = debts.filter(({ closed }) => !closed).map((item) => ({ item, impactMs: item.measured?.impactMs ?? item.impactMs }));
  const acceptedMs = impacts.reduce((sum, { impactMs }) => sum + (impactMs ?? 0), 0);
  const unknown = impacts.flatMap(({ item, impactMs }) => (impactMs === null ? [item] : []));
  const measuredMs = run ? percentileOf(run, limit.quantile) : null;
  const leftMs = measuredMs === null ? null : limit.value.value - measuredMs - acceptedMs;
  const fits = leftMs === null ? null : leftMs < 0 ? false : unknown.length > 0 ? null : true;
  return { quantile: limit.quantile, limitMs: limit.value.value, measuredMs, acceptedMs, unknown, leftMs, fits };
}

/** The newest run of a service that shows something: judged invalid, it does not. */
export function lastRunOf(runs: readonly MeasuredRun[], names: readonly string[]): MeasuredRun | null {
  const own = runs.filter(({ service, verdict }) => service !== null && verdict !== 'invalid' && names.some((name) => sameName(name, service)));
  return own.reduce<MeasuredRun | null>((last, run) => (last === null || run.id > last.id ? run : last), null);
}

/** `Payment API`, `payment-api` and `payment_api` are one service. */
export function sameName(a: string, b: string): boolean {
  const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
  return plain(a) === plain(b);
}
