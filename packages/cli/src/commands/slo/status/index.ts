import { parseArgs } from 'node:util';
import { exitCodes } from '../../../exit-codes.ts';
import type { Terminal } from '../../../terminal/terminal.ts';
import { todayOf } from '../../directory.ts';
import { slosIn } from '../files.ts';
import { decisionsOf } from './decisions.ts';
import { earlierOf } from './earlier.ts';
import { environmentOf } from './environment.ts';
import { budgetOptions, budgetUsage } from './options.ts';
import { outputsOf, writeBudgets } from './outputs.ts';
import { reportOf } from './report.ts';
import { servicesOf, slosOf } from './services.ts';
import { readBudgets } from './source.ts';

const usage = `usage: plimsoll slo status (--prometheus URL | --replay FILE) [options] [directory or file]

Shows what is left of the error budget of each objective, how fast it burns, and until when it lasts; the worst first.
Ends with 0, or with 3 when there is no SLO file or nothing of any objective is known.

${budgetUsage}
  --log FILE            the log of slo gate: a freeze that it began is shown until it lifts
  --format NAME[=FILE]  text, json, markdown, html, svg or github; repeatable (default: text)
  --help                print this page
`;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: budgetOptions });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const outputs = outputsOf(values.format);
  const files = slosIn(positionals, terminal.cwd);
  if (files.found.length === 0) {
    terminal.err(`plimsoll: there is no SLO file in ${positionals[0] ?? '.'}; plimsoll slo init SERVICE begins one\n`);
    return exitCodes.notJudged;
  }
  const slos = slosOf(files.found, values.service ?? []);
  const environment = await environmentOf(values.env);
  const read = await readBudgets(values, slos, terminal);
  const { recording } = read;
  const { services, notes } = servicesOf(slos, recording, files, values.service ?? []);
  const atMs = Date.parse(recording.at);
  const today = todayOf(values.today, new Date(atMs));
  const decisions = await decisionsOf(services, { change: 'feature', environment, atMs, today, before: earlierOf(values.log, { environment, beforeMs: atMs }, terminal).before });
  writeBudgets(outputs, reportOf(read, { decisions, today, environment, notes }, null), terminal);
  return decisions.some(({ objectives }) => objectives.some(({ cause }) => cause !== 'no-data')) ? exitCodes.holds : exitCodes.notJudged;
}
