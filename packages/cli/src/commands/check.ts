import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { CheckOptions, FileIndex } from '@plimsoll/check';
import type { CheckReport, Severity } from '@plimsoll/contract';
import { readContract } from '@plimsoll/contract/file';
import type { ContractProblem } from '@plimsoll/contract/file';
import { severities } from '@plimsoll/contract';
import { jsonReport, sarifReport, textReport } from '@plimsoll/report';
import { cached } from '../cache/index.ts';
import { diskFiles } from '../disk/file-index.ts';
import { exitCodes } from '../exit-codes.ts';
import { keepHeapSmall } from '../memory.ts';
import { progressLine } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';
import { directoryOf, todayOf } from './directory.ts';

const formats = ['text', 'json', 'sarif'] as const;
type Format = (typeof formats)[number];

const usage = `usage: plimsoll check [options] [directory]

Reads the whole repository, builds one model of the system and holds it against the eight principles.

  --format text|json|sarif[=FILE]   what to print; repeat it to write several, one of them to standard output
  --fail-on error|warning|info|undecided|never
                                    from which findings on the exit code is not 0 (default: error)
  --today YYYY-MM-DD                the date to judge by (default: today)
  --all                             print every finding in full, also the undecided
  --no-cache                        read everything anew, and leave .plimsoll/cache alone
  --help                            print this page
`;

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

  for (const output of outputs) {
    const text = await render(output.format, report, files, terminal, failOn, values.all === true, output.file !== null);
    if (output.file === null) terminal.out(text);
    else writeOutput(resolve(terminal.cwd, output.file), output.file, text);
  }
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
  // The analysis is loaded when there is something to analyse.
  const work = async (): Promise<CheckReport> => {
    keepHeapSmall();
    const { check } = await import('@plimsoll/check');
    return check(files, options);
  };
  const report = usesCache ? await cached(files, options, work) : await work();
  progress.end();
  return { report, files };
}

async function render(format: Format, report: CheckReport, files: FileIndex, terminal: Terminal, failOn: FailOn, all: boolean, toFile: boolean): Promise<string> {
  if (format === 'json') return jsonReport(report);
  if (format === 'sarif') return sarifReport(report, (await import('@plimsoll/check/rules')).rules);
  return textReport(report, { columns: terminal.columns, colour: terminal.colour && !toFile, all, failOn, textOf: (file) => files.text(file) });
}

function writeOutput(path: string, shown: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`${shown} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function outputsOf(stated: readonly string[]): readonly { format: Format; file: string | null }[] {
  const outputs = stated.map((entry) => {
    const [name = '', ...rest] = entry.split('=');
    const format = formats.find((candidate) => candidate === name);
    if (!format) throw new UsageError(`there is no format ${name}; formats are ${formats.join(', ')}`);
    return { format, file: rest.length === 0 ? null : rest.join('=') };
  });
  if (outputs.filter((output) => output.file === null).length > 1) throw new UsageError('only one format can go to standard output; write the others to files with --format NAME=FILE');
  return outputs;
}

type FailOn = Severity | 'undecided' | 'never';

function failOnOf(stated: string): FailOn {
  const found = [...severities, 'undecided' as const, 'never' as const].find((candidate) => candidate === stated);
  if (!found) throw new UsageError(`--fail-on ${stated}: choose error, warning, info, undecided or never`);
  return found;
}

function exitCodeOf(report: CheckReport, failOn: FailOn): number {
  if (report.internalErrors.length > 0) return exitCodes.bug;
  if (failOn === 'never') return exitCodes.holds;
  const limit = failOn === 'undecided' ? 'error' : failOn;
  const open = report.findings.filter((finding) => !finding.suppressed);
  if (open.some((finding) => finding.state === 'broken' && severities.indexOf(finding.severity) <= severities.indexOf(limit))) return exitCodes.doesNotHold;
  if (failOn === 'undecided' && open.some((finding) => finding.state === 'undecided')) return exitCodes.notJudged;
  return exitCodes.holds;
}
