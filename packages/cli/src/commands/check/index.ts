import { parseArgs } from 'node:util';
import { check } from '@plimsoll/check';
import type { CheckOptions, FileIndex } from '@plimsoll/check';
import type { CheckReport } from '@plimsoll/contract';
import { readContract } from '@plimsoll/contract/file';
import type { ContractProblem } from '@plimsoll/contract/file';
import { diskFiles } from '../../disk/file-index.ts';
import { ignoreFileIn } from '../../disk/own-file.ts';
import { commitOf } from '../../git/revision.ts';
import { revisionFiles } from '../../git/revision-files.ts';
import { exitCodes } from '../../exit-codes.ts';
import { progressLine } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { version } from '../../version.ts';
import { directoryOf, todayOf } from '../directory.ts';
import { comparedWithBaseline, comparedWithRevision, knownIn, refuseMixed } from './comparison.ts';
import { exitCodeOf, failOnOf } from './exit-code.ts';
import { outputsOf, writeOutputs } from './outputs.ts';
import { environmentsNamed, selectionOf } from './selection.ts';
import type { Selection } from './selection.ts';
import { usage } from './usage.ts';

const options = {
  format: { type: 'string', multiple: true },
  'fail-on': { type: 'string' },
  today: { type: 'string' },
  all: { type: 'boolean' },
  principle: { type: 'string', multiple: true },
  rule: { type: 'string', multiple: true },
  env: { type: 'string' },
  since: { type: 'string' },
  baseline: { type: 'string' },
  'write-baseline': { type: 'string' },
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
  const selection = selectionOf(values.principle ?? [], values.rule ?? [], values.env);
  const compared = { baseline: values.baseline, writeBaseline: values['write-baseline'], since: values.since };
  refuseMixed(compared, selection.rules !== undefined || values.env !== undefined);
  const directory = directoryOf(positionals, terminal.cwd);
  const today = todayOf(values.today, terminal.now());
  const known = knownIn(values.baseline, terminal.cwd);

  const { report: whole, files } = await checkDirectory(directory, today, terminal, { selection, since: values.since });
  const report = comparedWithBaseline(whole, known, compared, values.env === undefined, terminal);
  writeOutputs(outputs, { report, files, directory, failOn, all: values.all === true }, terminal);
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
export async function checkDirectory(
  directory: string,
  today: string,
  terminal: Terminal,
  { selection, since }: { readonly selection?: Selection; readonly since?: string | undefined } = {},
): Promise<{ report: CheckReport; files: FileIndex }> {
  // First, so that a revision that is not there is told at once.
  const earlier = since === undefined ? null : { revision: since, files: revisionFiles(directory, commitOf(directory, since), since) };
  const files = diskFiles(directory);
  const progress = progressLine(terminal);
  const checked: CheckOptions = {
    today,
    version: version(),
    stats: { files: files.paths.length, bytes: files.bytes },
    progress: progress.report,
    unread: files.problems,
    ignores: ignoreFileIn(directory),
    ...(selection?.rules ? { rules: selection.rules } : {}),
    ...(selection?.environment === undefined ? {} : { environments: environmentsNamed(selection.environment) }),
  };
  try {
    const report = await check(files, checked);
    return { report: earlier ? await comparedWithRevision(report, files.paths, earlier.files, earlier.revision, checked) : report, files };
  } finally {
    progress.end();
  }
}
