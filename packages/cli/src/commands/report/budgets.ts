import type { BudgetReport } from '@plimsoll/slo';
import type { Terminal } from '../../terminal/terminal.ts';
import { slosIn } from '../slo/files.ts';
import { decisionsOf } from '../slo/status/decisions.ts';
import { environmentOf } from '../slo/status/environment.ts';
import { earlierOf } from '../slo/status/earlier.ts';
import { reportOf } from '../slo/status/report.ts';
import { servicesOf, slosOf } from '../slo/status/services.ts';
import { readBudgets } from '../slo/status/source.ts';

/** What a recording says of the objectives of a directory, decided as `slo status --replay` decides it. */
export async function recordedBudgets(
  file: string,
  directory: string,
  { environment: named, today }: { readonly environment: string | undefined; readonly today: string },
  terminal: Terminal,
): Promise<BudgetReport> {
  const files = slosIn([directory], terminal.cwd);
  const slos = slosOf(files.found, []);
  const environment = await environmentOf(named);
  const read = await readBudgets({ replay: file }, slos, terminal);
  const { services, notes } = servicesOf(slos, read.recording, files, []);
  const atMs = Date.parse(read.recording.at);
  const { before } = earlierOf(undefined, { environment, beforeMs: atMs }, terminal);
  const decisions = await decisionsOf(services, { change: 'feature', environment, atMs, today, before });
  return reportOf(read, { decisions, today, environment, notes }, null);
}
