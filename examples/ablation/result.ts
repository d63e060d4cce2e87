import type { Fraud } from './measure.ts';
import { fixedRate, rates } from './measure.ts';
import type { Run, RunsHead } from './runs.ts';
import { middleOf } from './summary.ts';
import type { Middle } from './summary.ts';
import { measured } from './systems.ts';
import { variants } from './variants.ts';

/** What stands in bench/examples/ablation.json. */
export interface Ablation extends RunsHead {
  readonly schemaVersion: 1;
  readonly fixedRate: number;
  readonly lowestRate: number;
  readonly bars: readonly Bar[];
  readonly notMeasured: readonly { readonly id: string; readonly does: string; readonly why: string }[];
  readonly runs: readonly Run[];
}

export interface Bar {
  readonly id: string;
  readonly does: string;
  readonly healthy: Cell | null;
  readonly stalling: Cell | null;
}

export interface Cell {
  /** Customers a second; 0 stands for less than the lowest rate. */
  readonly highest: Middle;
  /** Null where it is not known of more than half of the runs, as too little was answered. */
  readonly p95AtFixedMs: Middle | null;
  readonly heldAtFixed: number;
  readonly runs: number;
}

export function ablationOf(head: RunsHead, runs: readonly Run[]): Ablation {
  const does = (id: string): string => variants.find((variant) => variant.id === id)?.does ?? (id === 'payments' ? 'all of it: examples/payments' : 'as it is');
  const cell = (id: string, fraud: Fraud): Cell | null => {
    const own = runs.filter((run) => run.id === id && run.fraud === fraud);
    if (own.length === 0) return null;
    const latencies = own.flatMap(({ p95AtFixedMs }) => p95AtFixedMs ?? []);
    return {
      highest: middleOf(own.map(({ highest }) => highest ?? 0)),
      p95AtFixedMs: latencies.length * 2 > own.length ? middleOf(latencies) : null,
      heldAtFixed: own.filter(({ holdsAtFixed }) => holdsAtFixed).length,
      runs: own.length,
    };
  };
  return {
    schemaVersion: 1,
    ...head,
    fixedRate,
    lowestRate: rates[0] ?? 0,
    bars: measured.map((id) => ({ id, does: does(id), healthy: cell(id, 'healthy'), stalling: cell(id, 'stalling') })),
    notMeasured: variants.flatMap((variant) => (variant.notMeasured === null ? [] : [{ id: variant.id, does: variant.does, why: variant.notMeasured }])),
    runs: runs.toSorted((a, b) => a.repeat - b.repeat),
  };
}

/** For bench/RESULTS.md. */
export function ablationTable({ measuredAt, command, git, machine, seconds, notes, bars, notMeasured, lowestRate }: Ablation): string {
  const rate = (value: number): string => (value === 0 ? `< ${lowestRate}` : String(value));
  const highest = (cell: Cell | null): string => (cell ? `**${rate(cell.highest.median)}** (${rate(cell.highest.low)}–${rate(cell.highest.high)})` : 'not run');
  const ms = (cell: Cell | null): string => {
    if (!cell) return 'not run';
    const held = cell.heldAtFixed === cell.runs ? '' : `, holds in ${cell.heldAtFixed} of ${cell.runs}`;
    return cell.p95AtFixedMs ? `${cell.p95AtFixedMs.median.toFixed(0)} ms${held}` : `too little is answered${held}`;
  };
  const name = (id: string): string => (/^dp\d$/.test(id) ? id.toUpperCase() : id);
  const repeats = bars[0]?.healthy?.runs ?? 0;
  const confidence = bars[0]?.healthy?.highest.confidence ?? 0;
  return `\`${command ?? ''}\`, ${measuredAt.slice(0, 10)}, commit ${git?.commit.slice(0, 8) ?? 'unknown'}${git?.dirty ? ' and changes' : ''}, ${machine.cpus ?? '?'} processors (${machine.cpuModel ?? '?'}), ${machine.runtime ?? ''}.
${repeats === 1 ? 'One repetition, so there is no interval' : `${repeats} repetitions`}, ${seconds} s at each rate, the systems in rotated order; in brackets the interval of the median by order statistics (${(confidence * 100).toFixed(0)} %).
${notes.map((note) => `\n**${note}**\n`).join('')}
| the monolith with | highest customers/s | P95 at ${fixedRate}/s | fraud service stalls: highest | P95 at ${fixedRate}/s |
| --- | --: | --: | --: | --: |
${bars.map(({ id, does, healthy, stalling }) => `| ${name(id)}: ${does} | ${highest(healthy)} | ${ms(healthy)} | ${highest(stalling)} | ${ms(stalling)} |`).join('\n')}
${notMeasured.map(({ id, does, why }) => `| ${name(id)}: ${does} | ${why} | | | |`).join('\n')}`;
}
