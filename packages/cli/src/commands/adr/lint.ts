import { parseArgs } from 'node:util';
import { exitCodes } from '../../exit-codes.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { exitCodeOf, failOnOf } from '../check/exit-code.ts';
import { outputsOf, writeOutputs } from '../check/outputs.ts';
import { directoryOf, todayOf } from '../directory.ts';
import { checkDecisions } from './checked.ts';

const usage = `usage: plimsoll adr lint [options] [directory]

Holds decision records against DP8: that those which bear on performance have the section, that results lead to stored runs and say
their numbers, that targets are met and agree with the SLO, that scaling bounds are those of the infrastructure, that debt is
registered, dated and reviewed. The same rules as plimsoll check --principle DP8.

  --format NAME[=FILE]  text, json, sarif, junit, markdown, html or github; repeatable (default: text)
  --fail-on SEVERITY    error, warning, info, undecided or never (default: error)
  --today YYYY-MM-DD    the date by which debts are judged (default: today)
  --all                 every finding in full
  --no-cache            read everything anew
  --help                print this page
`;

const options = {
  format: { type: 'string', multiple: true },
  'fail-on': { type: 'string' },
  today: { type: 'string' },
  all: { type: 'boolean' },
  'no-cache': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const outputs = outputsOf(values.format ?? ['text']);
  const failOn = failOnOf(values['fail-on'] ?? 'error');
  const directory = directoryOf(positionals, terminal.cwd);
  const { report, files } = await checkDecisions(directory, todayOf(values.today, terminal.now()), terminal, values['no-cache'] !== true);
  await writeOutputs(outputs, { report, files, directory, failOn, all: values.all === true }, terminal);
  return exitCodeOf(report, failOn);
}
