import { sayCount, sayDuration } from '@plimsoll/contract';
import { sayMs, sayShare } from '@plimsoll/gate';
import { show, styled } from '../terminal/span.ts';
import type { Line, Span } from '../terminal/span.ts';
import { fit, padEnd } from '../terminal/width.ts';
import { rate } from './load-text.ts';

/** What a view of the load needs of each second. */
export interface Tick {
  readonly atMs: number;
  readonly totalMs: number;
  readonly intendedPerSecond: number | null;
  readonly sentPerSecond: number;
  readonly inFlight: number;
  readonly requests: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly errors: Readonly<Record<string, number>>;
  readonly overload: number;
  readonly lagP99Ms: number | null;
}

/** A limit that the view compares the last second with. */
export interface TickLimit {
  readonly name: string;
  readonly quantile: 0.5 | 0.95 | 0.99;
  readonly limitMs: number;
}

/** One line for each interval, for logs. */
export function loadTickLine(tick: Tick): string {
  const parts = [
    padEnd(sayDuration(Math.round(tick.atMs / 1000) * 1000), 6),
    padEnd(rate(tick.sentPerSecond), 8),
    `in flight ${padEnd(sayCount(tick.inFlight), 5)}`,
    `P50 ${padEnd(latency(tick.p50Ms), 8)}`,
    `P95 ${padEnd(latency(tick.p95Ms), 8)}`,
    `P99 ${padEnd(latency(tick.p99Ms), 8)}`,
    `errors ${padEnd(sayCount(errorsOf(tick)), 5)}`,
    `lag ${latency(tick.lagP99Ms)}`,
  ];
  return `${parts.join('  ').trimEnd()}\n`;
}

/** A few lines that are drawn again each second. Every line fits, so that the cursor can go back over them. */
export function loadTickScreen(ticks: readonly Tick[], limits: readonly TickLimit[], { columns, colour }: { readonly columns: number; readonly colour: boolean }): string {
  const tick = ticks.at(-1);
  if (!tick) return '';
  const width = Math.max(40, columns) - 1;
  const done = Math.min(1, tick.atMs / tick.totalMs);
  const bar = Math.min(40, width - 24);
  const errors = errorsOf(tick);
  const lines: readonly Line[] = [
    [styled('quiet', '▕'), '█'.repeat(Math.round(done * bar)), styled('quiet', `${'·'.repeat(bar - Math.round(done * bar))}▏`), ` ${Math.round(done * 100)} % of ${sayDuration(tick.totalMs)}`],
    row('rate', [
      rate(tick.sentPerSecond),
      tick.intendedPerSecond === null ? '' : styled('quiet', ` of ${rate(tick.intendedPerSecond)}`),
      `   in flight ${sayCount(tick.inFlight)}`,
      tick.overload > 0 ? styled('error', `   not sent ${sayCount(tick.overload)}`) : '',
    ]),
    row('latency', [`P50 ${latency(tick.p50Ms)}   P95 ${latency(tick.p95Ms)}   P99 ${latency(tick.p99Ms)}`]),
    row('P95', [sparkline(ticks.map(({ p95Ms }) => p95Ms).slice(-Math.min(60, width - 12)))]),
    row('errors', [errors === 0 ? styled('quiet', 'none') : styled('error', `${sayCount(errors)} of ${sayCount(tick.requests)} (${sayShare(errors / Math.max(1, tick.requests))})`)]),
    row('lag', [styled((tick.lagP99Ms ?? 0) > 5 ? 'warning' : 'quiet', latency(tick.lagP99Ms))]),
    ...limits.map((limit) => limitRow(limit, tick)),
  ];
  return show(
    lines.map((line) => clipped(line, width)),
    colour,
  );
}

/** Eighths of a block, from the smallest to the largest value shown. */
export function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return values.map((value) => (value === null ? ' ' : ('▁▂▃▄▅▆▇█'[high === low ? 3 : Math.round(((value - low) / (high - low)) * 7)] ?? ' '))).join('');
}

function limitRow({ name, quantile, limitMs }: TickLimit, tick: Tick): Line {
  const value = { 0.5: tick.p50Ms, 0.95: tick.p95Ms, 0.99: tick.p99Ms }[quantile];
  const holds = value === null || value <= limitMs;
  return row(fit(name, 10), [styled(holds ? 'kept' : 'error', holds ? '✓' : '✗'), ` ${latency(value)} of ${sayMs(limitMs)} in the last second`]);
}

function row(name: string, content: readonly Span[]): Line {
  return ['  ', styled('quiet', padEnd(name, 10)), ...content];
}

function clipped(line: Line, width: number): Line {
  let left = width;
  return line.flatMap((span): readonly Span[] => {
    const text = fit(typeof span === 'string' ? span : span.text, Math.max(0, left));
    left -= [...text].length;
    return left < 0 || text === '' ? [] : [typeof span === 'string' ? text : styled(span.style, text)];
  });
}

function errorsOf({ errors }: Tick): number {
  return Object.values(errors).reduce((sum, each) => sum + each, 0);
}

function latency(ms: number | null): string {
  return ms === null ? '–' : sayMs(ms);
}
