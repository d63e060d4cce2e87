import { parseArgs } from 'node:util';
import { analyse } from '@plimsoll/check';
import { mapJson, mapMermaid, mapText } from '@plimsoll/report';
import { diskFiles } from '../disk/file-index.ts';
import { exitCodes } from '../exit-codes.ts';
import { progressLine } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { directoryOf, todayOf } from './directory.ts';

const usage = `usage: plimsoll map [options] [directory]

Prints what was understood of a system: workloads with their code, instances and scaling, databases with the pools on
them, networks and promises, and why each was joined to the other.

  --format NAME       text, json, mermaid or svg (default: text)
  --env NAME          only this environment
  --today YYYY-MM-DD  the date to judge by (default: today)
  --help              print this page
`;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { format: { type: 'string' }, env: { type: 'string' }, today: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const format = values.format ?? 'text';
  if (format !== 'text' && format !== 'json' && format !== 'mermaid' && format !== 'svg') throw new UsageError(`there is no map format ${format}; formats are text, json, mermaid, svg`);
  const directory = directoryOf(positionals, terminal.cwd);
  const progress = progressLine(terminal);
  const analysis = await analyse(diskFiles(directory), todayOf(values.today, terminal.now()), progress.report);
  progress.end();
  const names = analysis.systems.map((system) => system.environment);
  const chosen = values.env === undefined ? names : (await import('./check/selection.ts')).environmentsNamed(values.env)(names);
  const systems = analysis.systems.filter((system) => chosen.includes(system.environment));
  if (format === 'json') terminal.out(mapJson(systems));
  else if (format === 'mermaid') terminal.out(mapMermaid(systems));
  else if (format === 'svg') terminal.out((await import('@plimsoll/report/page')).mapSvg(systems)); // the layout is loaded for this one only
  else terminal.out(mapText(systems, { columns: terminal.columns, colour: terminal.colour }));
  for (const error of analysis.internalErrors) terminal.err(`plimsoll: ${error}\n`);
  return analysis.internalErrors.length > 0 ? exitCodes.bug : exitCodes.holds;
}
