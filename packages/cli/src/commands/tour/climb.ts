import { climbTable } from '@plimsoll/report/tour';
import type { Terminal } from '../../terminal/terminal.ts';
import { names } from './examples.ts';
import type { ExampleName, LocalExamples, Point, Started } from './examples.ts';

export type Climbed = Readonly<Record<ExampleName, readonly Point[]>>;

export interface ClimbOptions {
  readonly rates: readonly number[]; // customers a second
  readonly durationMs: number;
  readonly signal: AbortSignal;
}

/** The same load on both in turn, at rising rates. A system that did not hold at two rates in a row is not loaded any more. */
export async function climb(started: Readonly<Record<ExampleName, Started>>, examples: LocalExamples, { rates, durationMs, signal }: ClimbOptions, terminal: Terminal): Promise<Climbed> {
  const points: Record<ExampleName, Point[]> = { monolith: [], payments: [] };
  const table = climbTable({ systems: names, objectiveMs: examples.objectives.p95Ms }, terminal);
  terminal.out(table.head());
  for (const rate of rates) {
    const row: (Point | null)[] = [];
    for (const name of names) {
      if (signal.aborted) return points;
      const point = gaveWay(points[name]) ? null : await measured(name, rate);
      if (point) points[name].push(point);
      row.push(point);
    }
    if (signal.aborted || row.every((point) => point === null)) break;
    terminal.out(
      table.row(
        rate,
        row.map((point) => point && { ...point, failed: point.failed + point.overload, requests: point.requests + point.overload }),
      ),
    );
  }
  return points;

  async function measured(name: ExampleName, customersPerSecond: number): Promise<Point> {
    const p95Ms: (number | null)[] = [];
    const draw = (): void => {
      if (terminal.interactive) terminal.err(`\r\u{1b}[K${table.progress(customersPerSecond, name, p95Ms)}`);
    };
    draw();
    try {
      return await examples.measure(started[name].url, {
        customersPerSecond,
        durationMs,
        signal,
        onTick: (tick) => {
          p95Ms.push(tick.p95Ms);
          draw();
        },
      });
    } finally {
      if (terminal.interactive) terminal.err('\r\u{1b}[K');
    }
  }
}

function gaveWay(points: readonly Point[]): boolean {
  return points.slice(-2).filter(({ holds }) => !holds).length === 2;
}

/** The highest rate that held with all below it; null: not even the lowest did. */
export function highestHeld(points: readonly Point[]): number | null {
  const first = points.findIndex(({ holds }) => !holds);
  return points[(first === -1 ? points.length : first) - 1]?.customersPerSecond ?? null;
}
