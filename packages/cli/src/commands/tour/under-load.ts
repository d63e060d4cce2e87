import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { highestThatHolds } from '@plimsoll/contract';
import { chapter, judged, paragraph, parts } from '@plimsoll/report/tour';
import type { Terminal } from '../../terminal/terminal.ts';
import { run as slo } from '../slo/index.ts';
import { climb } from './climb.ts';
import type { Climbed } from './climb.ts';
import { curvesOf } from './curves.ts';
import { names } from './examples.ts';
import type { ExampleName, LocalExamples, Started } from './examples.ts';
import { prove, sloFile } from './proof.ts';

export interface UnderLoad {
  readonly root: string; // of the checkout
  readonly folder: string; // of the tour
  readonly examples: LocalExamples;
  readonly plan: { readonly rates: readonly number[]; readonly durationMs: number; readonly secondsLeast: number; readonly operations: number };
  readonly signal: AbortSignal;
}

/** P99 is decided by at least so many requests; a customer makes two. */
const requestsLeast = 2000;

/** What is left of it for the pages: files. Null: the tour was stopped before. */
export interface Measured {
  readonly curves: string;
  readonly budgets: Readonly<Record<ExampleName, string>>;
}

/** Both systems start, climb, are judged and are stopped, whatever happens. */
export async function underLoad({ root, folder, examples, plan, signal }: UnderLoad, terminal: Terminal): Promise<Measured | null> {
  terminal.out(chapter(2, 'Both start', 'npx node examples/local/start.ts payments', terminal));
  const started: Partial<Record<ExampleName, Started>> = {};
  try {
    for (const name of names) {
      if (signal.aborted) return null;
      const each = await examples.systems[name]();
      started[name] = each;
      terminal.out(parts(each.says, terminal));
    }
    const both = started as Readonly<Record<ExampleName, Started>>;

    terminal.out(chapter(3, 'What they carry', 'npx node examples/local/compare.ts', terminal));
    const climbed = await climb(both, examples, { ...plan, signal }, terminal);
    if (signal.aborted) return null;
    const curves = join(folder, 'curves.json');
    writeFileSync(curves, curvesOf(climbed, examples, plan.durationMs, terminal.now()));
    terminal.out(`\n${paragraph([carried(climbed)], terminal)}`);

    const rate = telling(climbed);
    const seconds = Math.max(plan.secondsLeast, Math.ceil((1.1 * requestsLeast) / (2 * rate)));
    terminal.out(chapter(4, `What was promised, at ${rate} customers a second`, `npx plimsoll gate --slo ${sloFile}`, terminal));
    const budgets = { monolith: '', payments: '' };
    for (const name of names) {
      if (signal.aborted) return null;
      const { report, recording } = await prove(name, both[name], examples, { root, folder, customersPerSecond: rate, seconds }, terminal);
      budgets[name] = recording;
      terminal.out(judged(name, report, terminal));
    }

    terminal.out(chapter(5, 'What is left of the error budget', 'npx plimsoll slo status', terminal));
    terminal.out(paragraph([`Had a month begun with these ${seconds} seconds:`], terminal));
    for (const name of names) {
      terminal.out(`\n${paragraph([name], terminal)}`);
      await slo(['status', '--replay', relative(terminal.cwd, budgets[name]), relative(terminal.cwd, join(root, 'examples/payments'))], terminal);
    }
    return { curves, budgets };
  } finally {
    await Promise.all(Object.values(started).map((each) => each.stop()));
  }
}

function carried({ monolith, payments }: Climbed): string {
  const [low, high] = [highestThatHolds(monolith), highestThatHolds(payments)];
  if (high === null) return 'Not even the lowest rate held in payments: this machine is too busy with something else to show it.';
  const times = low === null ? '' : `, ${(high / low).toFixed(1).replace(/\.0$/, '')} times as many`;
  const atLeast = payments.at(-1)?.arrivalsPerSecond === high ? 'at least ' : ''; // it was not led to where it gives way
  return `Within its objectives the monolith carries ${low === null ? 'none of these rates' : `${low} customers a second`}, payments ${atLeast}${high}${times}. One payment at a time passes the mutex of src/payments.ts, for as long as the fraud service answers (20 ms): 1 ÷ 0.02 s = 50 a second is the most that it can ever be.`;
}

/** The lowest rate at which the monolith does not hold and payments does, from 50 on, as slower ones take long to prove; the middle of the climb where there is none. */
function telling({ monolith, payments }: Climbed): number {
  const held = new Set(payments.filter(({ holds }) => holds).map(({ arrivalsPerSecond }) => arrivalsPerSecond));
  const found = monolith.find(({ holds, arrivalsPerSecond }) => !holds && arrivalsPerSecond >= 50 && held.has(arrivalsPerSecond));
  return found?.arrivalsPerSecond ?? 60;
}
