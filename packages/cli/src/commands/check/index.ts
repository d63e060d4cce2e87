import { parseArgs } from 'node:util';
import type { CheckOptions, FileIndex } from '@plimsoll/check';
import type { CheckReport } from '@plimsoll/contract';
import { readContract } from '@plimsoll/contract/file';
import type { ContractProblem } from '@plimsoll/contract/file';
import { withAlso } from '@plimsoll/report';
import { cached } from '../../cache/index.ts';
import { diskFiles } from '../../disk/file-index.ts';
import { ignoreFileIn } from '../../disk/own-file.ts';
import { commitOf } from '../../git/revision.ts';
import { revisionFiles } from '../../git/revision-files.ts';
import { exitCodes } from '../../exit-codes.ts';
import { storedRunsOf } from '../../measured/stored-runs.ts';
import { keepHeapSmall } from '../../memory.ts';
import { progressLine } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { version } from '../../version.ts';
import { directoryOf, todayOf } from '../directory.ts';
import { exitCodeOf, failOnOf } from './exit-code.ts';
import { outputsOf, writeOutputs } from './outputs.ts';
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
  // Rules and comparisons are loaded when they are asked for; a plain check of a cached repository needs neither.
  const { selectionOf } = (values.principle ?? values.rule ?? values.env) === undefined ? { selectionOf: everything } : await import('./selection.ts');
  const selection = selectionOf(values.principle ?? [], values.rule ?? [], values.env);
  const compared = { baseline: values.baseline, writeBaseline: values['write-baseline'], since: values.since };
  const comparison = Object.values(compared).some((value) => value !== undefined) ? await import('./comparison.ts') : null;
  comparison?.refuseMixed(compared, selection.rules !== undefined || values.env !== undefined);
  const directory = directoryOf(positionals, terminal.cwd);
  const today = todayOf(values.today, terminal.now());
  const known = comparison?.knownIn(values.baseline, terminal.cwd) ?? null;

  const { report: whole, files } = await checkDirectory(directory, today, terminal, { selection, since: values.since, usesCache: values['no-cache'] !== true });
  const { report: compact, keep } = comparison?.comparedWithBaseline(whole, known, compared, values.env === undefined, terminal) ?? { report: whole, keep: null };
  const report = withAlso(compact);
  // What the contract states decides judgements: with a broken one the report is shown, and is no verdict.
  const invalid = contractProblems(files);
  const judgedBy = invalid.length > 0 ? 'invalid-contract' : failOn;
  await writeOutputs(outputs, { report, files, directory, failOn: judgedBy, all: values.all === true, isWhole: selection.rules === undefined && selection.environment === undefined }, terminal);
  keep?.();
  if (report.internalErrors.length === 0) for (const problem of invalid) terminal.err(`plimsoll: ${problem.file}:${problem.line}:${problem.column} ${problem.message}\n`);
  return exitCodeOf(report, judgedBy);
}

function contractProblems(files: FileIndex): readonly ContractProblem[] {
  const file = ['plimsoll.yml', 'plimsoll.yaml'].find((name) => files.has(name));
  if (file === undefined) return [];
  const text = files.text(file);
  if (text !== undefined) return readContract(file, text).problems;
  return [{ file, line: 1, column: 1, endLine: 1, endColumn: 1, message: 'was not read (see unread), so nothing that it states was checked' }];
}

/** Nothing was asked for in particular. */
const everything = (): Selection => ({ rules: undefined, environment: undefined });

/** Checks one directory on disk; `tour` uses it, too. */
export async function checkDirectory(
  directory: string,
  today: string,
  terminal: Terminal,
  { selection, since, usesCache }: { readonly selection?: Selection; readonly since?: string | undefined; readonly usesCache: boolean },
): Promise<{ report: CheckReport; files: FileIndex }> {
  // First, so that a revision that is not there is told at once.
  const earlier = since === undefined ? null : { revision: since, files: revisionFiles(directory, commitOf(directory, since), since) };
  const files = diskFiles(directory);
  const progress = progressLine(terminal);
  const stored = storedRunsOf(directory, files.paths);
  const checked: CheckOptions = {
    today,
    version: version(),
    stats: { files: files.paths.length, bytes: files.bytes },
    progress: progress.report,
    unread: files.problems,
    ignores: ignoreFileIn(directory),
    ...(stored ? { runs: stored.load } : {}),
    ...(selection?.rules ? { rules: selection.rules } : {}),
    ...(selection?.environment === undefined ? {} : { environments: (await import('./selection.ts')).environmentsNamed(selection.environment) }),
  };
  try {
    // Loaded when there is something to check.
    const work = async (): Promise<CheckReport> => {
      keepHeapSmall();
      const { check } = await import('@plimsoll/check');
      return check(files, checked);
    };
    const part = { rules: selection?.rules ? [...selection.rules].toSorted() : null, environment: selection?.environment ?? null, ...(stored ? { runs: stored.state } : {}) };
    const report = usesCache ? await cached(files, checked, part, work) : await work();
    return { report: earlier ? await (await import('./comparison.ts')).comparedWithRevision(report, files.paths, earlier.files, earlier.revision, checked) : report, files };
  } finally {
    progress.end();
  }
}
