import { basename, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { check } from '@plimsoll/check';
import type { System } from '@plimsoll/check';
import { rules } from '@plimsoll/check/rules';
import { withAlso } from '@plimsoll/report';
import { pageReport } from '@plimsoll/report/page';
import { diskFiles } from '../../disk/file-index.ts';
import { ignoreFileIn } from '../../disk/own-file.ts';
import { exitCodes } from '../../exit-codes.ts';
import { everyStoredRunOf, mayClaim } from '../../measured/stored-runs.ts';
import { writeTo } from '../../outputs.ts';
import { progressLine } from '../../terminal/progress.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { version } from '../../version.ts';
import { environmentsNamed } from '../check/selection.ts';
import { directoryOf, todayOf } from '../directory.ts';
import { inUsualPlace, usualPlace } from './place.ts';
import { usage } from './usage.ts';

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: 'string' }, budgets: { type: 'string' }, curves: { type: 'string' }, env: { type: 'string' }, today: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const directory = directoryOf(positionals, terminal.cwd);
  const today = todayOf(values.today, terminal.now());
  // First, so that a wrong file is told before a large repository is read.
  const budgets = values.budgets === undefined ? null : await (await import('./budgets.ts')).recordedBudgets(values.budgets, directory, { environment: values.env, today }, terminal);
  const curves = values.curves === undefined ? null : (await import('./curves.ts')).measuredCurves(values.curves, terminal);
  const path = values.out === undefined ? inUsualPlace(directory) : resolve(terminal.cwd, values.out);
  const files = diskFiles(directory);
  const stored = everyStoredRunOf(directory);
  let history: ReturnType<typeof stored.load> | null = null; // read once, for the check and for the curves
  const runs = (): ReturnType<typeof stored.load> => (history ??= stored.load());
  const progress = progressLine(terminal);
  let systems: readonly System[] = [];
  try {
    const report = await check(files, {
      today,
      version: version(),
      stats: { files: files.paths.length, bytes: files.bytes },
      progress: progress.report,
      unread: files.problems,
      ignores: ignoreFileIn(directory),
      systems: (judged) => void (systems = judged),
      ...(mayClaim(files.paths) ? { runs } : {}),
      ...(values.env === undefined ? {} : { environments: environmentsNamed(values.env) }),
    });
    const page = pageReport({ report: withAlso(report), systems, rules, name: basename(directory), textOf: (file) => files.text(file), runs: (await runs())?.runs ?? [], curves, budgets });
    writeTo(path, values.out ?? usualPlace, page);
    terminal.out(`${relative(terminal.cwd, path) || path}\n`);
    for (const error of report.internalErrors) terminal.err(`plimsoll: ${error}\n`);
    return report.internalErrors.length > 0 ? exitCodes.bug : exitCodes.holds;
  } finally {
    progress.end();
  }
}
