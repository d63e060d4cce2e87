import { parseArgs } from 'node:util';
import { chapter, paragraph } from '@plimsoll/report/tour';
import { exitCodes } from '../../exit-codes.ts';
import { untilInterrupted } from '../../measured/live.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { checkBoth } from './check-both.ts';
import { checkout, localExamples } from './examples.ts';
import { tourFolder } from './folder.ts';
import { secondInstance } from './second-instance.ts';
import type { Measured } from './under-load.ts';
import { underLoad } from './under-load.ts';
import { usage } from './usage.ts';
import { writePages } from './pages.ts';

/** The examples are judged by this day, so that the tour shows the same on every day. */
const today = '2026-12-01';

const plans = {
  whole: { rates: [10, 20, 30, 40, 60, 80, 120, 160, 240, 320, 400, 480, 560], durationMs: 4000, secondsLeast: 10, operations: 200 },
  quick: { rates: [20, 60, 120], durationMs: 1500, secondsLeast: 5, operations: 60 },
} as const;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { quick: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const began = performance.now();
  const root = checkout();
  const folder = tourFolder(root);
  const examples = await localExamples();
  const { signal, dispose } = untilInterrupted();
  try {
    terminal.out(
      `\n${paragraph(['The same payment system, built twice: as it often happens, and by the eight design principles of performance efficiency. Nothing leaves this machine, and Ctrl-C stops everything.'], terminal)}`,
    );
    const reports = await checkBoth(root, today, terminal);
    let measured: Measured | null = null;
    if (examples.startable()) {
      const plan = values.quick === true ? plans.quick : plans.whole;
      measured = await underLoad({ root, folder, examples, plan, signal }, terminal);
      if (!signal.aborted) await secondInstance(examples, plan.operations, signal, terminal);
    } else {
      terminal.out(chapter(2, 'Both start', null, terminal));
      terminal.out(paragraph([`npm has no PostgreSQL for ${process.platform} on ${process.arch}, so nothing is started here.`], terminal));
    }
    if (!signal.aborted) await writePages({ root, folder, today, measured }, terminal);
    const seconds = Math.round((performance.now() - began) / 1000);
    terminal.out(`\n${paragraph([signal.aborted ? 'Stopped; nothing is left running.' : `That took ${seconds} s, and nothing is left running. Now yours: npx plimsoll check <directory>`], terminal)}`);
    return reports.some(({ internalErrors }) => internalErrors.length > 0) ? exitCodes.bug : exitCodes.holds;
  } finally {
    dispose();
  }
}
