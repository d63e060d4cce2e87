import { parseArgs } from 'node:util';
import type { CheckOptions, FileIndex } from '@plimsoll/check';
import type { CheckReport } from '@plimsoll/contract';
import { readContract } from '@plimsoll/contract/file';
import type { ContractProblem } from '@plimsoll/contract/file';
import { cached } from '../../cache/index.ts';
import { diskFiles } from '../../disk/file-index.ts';
import { exitCodes } from '../../exit-codes.ts';
import { progressLine } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { version } from '../../version.ts';
import { directoryOf, todayOf } from '../directory.ts';
import { exitCodeOf, failOnOf } from './exit-code.ts';
import { outputsOf, writeOutputs } from './outputs.ts';
import { usage } from './usage.ts';

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string', multiple: true },
      'fail-on': { type: 'string' },
      today: { type: 'string' },
      all: { type: 'boolean' },
      'no-cache': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const outputs = outputsOf(values.format ?? ['text']);
  const failOn = failOnOf(values['fail-on'] ?? 'error');
  const directory = directoryOf(positionals, terminal.cwd);
  const today = todayOf(values.today, terminal.now());
  const { report, files } = await checkDirectory(directory, today, terminal, values['no-cache'] !== true);

  await writeOutputs(outputs, { report, files, directory, failOn, all: values.all === true }, terminal);
  // What the contract states decides judgements: with a broken one the report is shown, and is no verdict.
  const invalid = contractProblems(files);
  if (invalid.length > 0 && report.internalErrors.length === 0) {
    for (const problem of invalid) terminal.err(`plimsoll: ${problem.file}:${problem.line}:${problem.column} ${problem.message}\n`);
    return exitCodes.usage;
  }
  return exitCodeOf(report, failOn);
}

function contractProblems(files: FileIndex): readonly ContractProblem[] {
  const file = ['plimsoll.yml', 'plimsoll.yaml'].find((name) => files.has(name));
  const text = file === undefined ? undefined : files.text(file);
  return file === undefined || text === undefined ? [] : readContract(file, text).problems;
}

/** Checks one directory on disk; `tour` uses it, too. */
export async function checkDirectory(directory: string, today: string, terminal: Terminal, usesCache: boolean): Promise<{ report: CheckReport; files: FileIndex }> {
  const files = diskFiles(directory);
  const progress = progressLine(terminal);
  const options: CheckOptions = { today, version: version(), stats: { files: files.paths.length, bytes: files.bytes }, progress: progress.report, unread: files.problems };
  const work = async (): Promise<CheckReport> => (await import('@plimsoll/check')).check(files, options); // loaded when there is something to check
  const report = usesCache ? await cached(files, options, work) : await work();
  progress.end();
  return { report, files };
}
