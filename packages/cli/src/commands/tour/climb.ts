import type { CurvePoint } from '@plimsoll/contract';
import { climbTable } from '@plimsoll/report/tour';
import type { Terminal } from '../../terminal/terminal.ts';
import { names } from './examples.ts';
import type { ExampleName, LocalExamples, Started } from './examples.ts';

export type Climbed = Readonly<Record<ExampleName, readonly CurvePoint[]>>;

export interface ClimbOptions {
  readonly rates: readonly number[]; // customers a second
  readonly durationMs: number;
  readonly signal: AbortSignal;
}

/** The same load on both in turn, at rising rates. A system that did not hold at two rates in a row is not loaded any more. */
export async function climb(started: Readonly<Record<ExampleName, Started>>, examples: LocalExamples, { rates, durationMs, signal }: ClimbOptions, terminal: Terminal): Promise<Climbed> {
  const points: Record<ExampleName, CurvePoint[]> = { monolith: [], payments: [] };
  const table = climbTable({ systems: names, objectiveMs: examples.objectives.p95Ms }, terminal);
  terminal.out(table.head());
  for (const rate of rates) {
    const row: (CurvePoint | null)[] = [];
    for (const name of names) {
      if (signal.aborted) return points;
      const point = examples.gaveWay(points[name]) ? null : await measured(name, rate);
      if (point) points[name].push(point);
      row.push(point);
    }
    if (signal.aborted || row.every((point) => point === null)) break;
    terminal.out(table.row(rate, row));
  }
  return points;

  async function measured(name: ExampleName, customersPerSecond: number): Promise<CurvePoint> {
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
