import { sayCount } from '@plimsoll/contract';
import type { CurvePoint } from '@plimsoll/contract';
import { sayMs } from '@plimsoll/gate';
import type { Span } from '../terminal/span.ts';
import { show, styled } from '../terminal/span.ts';
import { fit, padEnd, padStart } from '../terminal/width.ts';
import { sparkline } from '../gate/load-tick.ts';
import type { TourPage } from './page.ts';

/** The same load on several systems at rising rates: a row for each rate, a column for each system. */
export interface Climb {
  readonly systems: readonly string[];
  readonly objectiveMs: number; // of P95
}

/** Rows of a climb as they come. */
export interface ClimbTable {
  readonly head: () => string;
  /** Null: no longer loaded, as it gave way before. */
  readonly row: (customersPerSecond: number, points: readonly (CurvePoint | null)[]) => string;
  /** One line, without its end, that may be drawn over: what is being measured, and P95 of each second so far. */
  readonly progress: (customersPerSecond: number, system: string, p95Ms: readonly (number | null)[]) => string;
}

const [shortestMs, longestMs] = [10, 5000]; // the ends of a bar, whose scale is logarithmic
const rateColumns = 13;
const [latencyColumns, failedColumns] = [10, 8];
const barMost = 20;

export function climbTable({ systems, objectiveMs }: Climb, { columns, colour }: TourPage): ClimbTable {
  const half = Math.floor((Math.min(columns, 110) - rateColumns) / systems.length);
  const bar = Math.min(barMost, half - latencyColumns - failedColumns - 6);
  const hasBar = bar >= 8;
  const width = latencyColumns + (hasBar ? bar + 2 : 0) + failedColumns + 4;
  const mark = cellsOf(objectiveMs, bar);

  const objective = hasBar ? `${' '.repeat(mark + 1)}┆ ${sayMs(objectiveMs)}` : '';
  return {
    head: () =>
      show(
        [
          [padStart('customers', rateColumns), '  ', ...systems.map((name) => styled('strong', padEnd(name, width)))],
          [
            styled('quiet', padStart('a second', rateColumns)),
            '  ',
            ...systems.map(() => styled('quiet', padEnd(`${padStart('P95', latencyColumns - 2)}  ${padEnd(objective, hasBar ? bar + 2 : 0)}${padStart('failed', failedColumns)}`, width))),
          ],
        ],
        colour,
      ),
    row: (rate, points) => show([[padStart(sayCount(rate), rateColumns), '  ', ...points.flatMap((point) => cell(point))]], colour),
    progress: (rate, system, p95Ms) => {
      const seconds = p95Ms.length === 0 ? '' : `  P95 ${sparkline(p95Ms)} ${sayMs(p95Ms.findLast((each) => each !== null) ?? 0)}`;
      return fit(`${padStart(sayCount(rate), rateColumns)}  ${system}${seconds}`, Math.max(20, columns - 1));
    },
  };

  function cell(point: CurvePoint | null): readonly Span[] {
    if (point === null) return [styled('quiet', padEnd(`${padStart('–', latencyColumns - 2)}  gave way`, width))];
    const { p95Ms, holds } = point;
    const failed = point.failed + point.overload; // what was not sent, as too much was under way, is lost as well
    const latency = padStart(p95Ms === null ? 'none' : sayMs(p95Ms), latencyColumns - 2);
    const share = padStart(failed === 0 ? '–' : shareOf(failed, point.requests + point.overload), failedColumns);
    return [latency, '  ', ...(hasBar ? barOf(p95Ms ?? longestMs) : []), failed === 0 ? styled('quiet', share) : share, '  ', holds ? styled('kept', '✓') : styled('error', '✗'), ' '];
  }

  /** What lies beyond the objective has the colour of an error; the objective shows where the bar does not reach it. */
  function barOf(p95Ms: number): readonly Span[] {
    const cells = cellsOf(p95Ms, bar);
    const within = Math.min(cells, mark);
    const rest = bar + 2 - cells;
    if (cells > mark) return ['▇'.repeat(within), styled('error', '▇'.repeat(cells - within)), ' '.repeat(rest)];
    const gap = mark - cells;
    return ['▇'.repeat(cells), ' '.repeat(gap + 1), styled('quiet', '┆'), ' '.repeat(Math.max(0, rest - gap - 2))];
  }
}

function cellsOf(ms: number, most: number): number {
  const share = Math.log(Math.min(longestMs, Math.max(shortestMs, ms)) / shortestMs) / Math.log(longestMs / shortestMs);
  return Math.max(1, Math.round(share * most));
}

function shareOf(failed: number, requests: number): string {
  const percent = (100 * failed) / Math.max(1, requests);
  return percent >= 10 ? `${Math.round(percent)} %` : percent >= 0.1 ? `${percent.toFixed(1)} %` : '< 0.1 %';
}
