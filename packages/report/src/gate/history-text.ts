import type { Verdict } from '@plimsoll/contract';
import type { TrendResult } from '@plimsoll/gate';
import { sayEffect, sayMs } from '@plimsoll/gate';
import { show, styled } from '../terminal/span.ts';
import type { Line } from '../terminal/span.ts';
import { sparkline } from './load-tick.ts';
import { tableLines } from './table.ts';
import { verdictStyles } from './view.ts';

export interface HistoryRow {
  readonly id: string;
  readonly at: string;
  readonly commit: string | null;
  readonly branch: string | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly verdict: Verdict | null;
}

export interface HistoryReport {
  readonly title: string;
  readonly rows: readonly HistoryRow[]; // oldest first
  readonly trend: readonly TrendResult[];
  readonly notes: readonly string[];
}

const shown = 20;

/** Runs over time: a line for each of the last, and what their level did. */
export function historyText({ title, rows, trend, notes }: HistoryReport, { columns, colour }: { readonly columns: number; readonly colour: boolean }): string {
  if (rows.length === 0) return show([[`${title}: no runs yet; plimsoll gate --record adds one`], ...notes.map((note): Line => ['  ', note])], colour);
  const last = rows.slice(-shown);
  const table = {
    title: `${title}: ${rows.length === 1 ? 'one run' : `the last ${last.length} of ${rows.length} runs`}`,
    columns: [...['date', 'commit', 'branch'].map((name) => ({ name, isNumber: false })), ...['P50', 'P95', 'P99'].map((name) => ({ name, isNumber: true })), { name: 'verdict', isNumber: false }],
    rows: last.map(({ at, commit, branch, p50Ms, p95Ms, p99Ms, verdict }) => ({
      style: verdict === null ? ('quiet' as const) : verdictStyles[verdict][1],
      cells: [at.slice(0, 16).replace('T', ' '), commit?.slice(0, 10) ?? '–', branch ?? '–', ...[p50Ms, p95Ms, p99Ms].map((ms) => (ms === null ? '–' : sayMs(ms))), verdict ?? 'not judged'],
    })),
  };
  const line = (name: string, of: (row: HistoryRow) => number | null): Line => ['  ', styled('quiet', name), '  ', sparkline(rows.slice(-60).map(of))];
  const changes = trend.map(({ metric, from, to, effect }): Line => ['  ', `${metric.toUpperCase()} changed by ${sayEffect(effect)} between ${from} and ${to}`]);
  return show(
    [...tableLines(table, Math.max(60, columns)), [], line('P95', ({ p95Ms }) => p95Ms), line('P99', ({ p99Ms }) => p99Ms), ...changes, ...notes.map((note): Line => ['  ', styled('quiet', note)])],
    colour,
  );
}
