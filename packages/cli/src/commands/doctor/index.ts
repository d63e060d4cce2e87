import { parseArgs } from 'node:util';
import { analyse } from '@plimsoll/check';
import { doctorJson, doctorText } from '@plimsoll/report';
import type { Diagnosis } from '@plimsoll/report';
import { diskFiles } from '../../disk/file-index.ts';
import { exitCodes } from '../../exit-codes.ts';
import { progressLine } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { version } from '../../version.ts';
import { directoryOf, todayOf } from '../directory.ts';
import { fileDiagnoses } from './files.ts';
import { machine } from './machine.ts';
import { settingDiagnoses } from './settings.ts';
import { systemDiagnoses } from './system.ts';

const usage = `usage: plimsoll doctor [--format text|json] [directory]

Says what Plimsoll sees of a repository and what it cannot see: the machine, the files, what was understood of them, and the
settings. Ends with 0 unless something is broken.

  --format text|json   how to print it (default: text)
  --help               print this page
`;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { format: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const format = values.format ?? 'text';
  if (format !== 'text' && format !== 'json') throw new UsageError(`there is no doctor format ${format}; formats are text, json`);
  const directory = directoryOf(positionals, terminal.cwd);
  const today = todayOf(undefined, terminal.now());
  const files = diskFiles(directory);
  const progress = progressLine(terminal);
  const analysis = await analyse(files, today, progress.report);
  progress.end();
  const diagnoses: readonly Diagnosis[] = [...(await machine(directory)), ...fileDiagnoses(files, analysis), ...systemDiagnoses(analysis), ...settingDiagnoses(files, today)];
  terminal.out(format === 'json' ? doctorJson(version(), diagnoses) : doctorText(diagnoses, { columns: terminal.columns, colour: terminal.colour }));
  if (analysis.internalErrors.length > 0) return exitCodes.bug;
  return diagnoses.some((entry) => entry.state === 'fail') ? exitCodes.doesNotHold : exitCodes.holds;
}
