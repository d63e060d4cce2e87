import { parseArgs } from 'node:util';
import { debtListMarkdown, debtListText } from '@plimsoll/report';
import { exitCodes } from '../../exit-codes.ts';
import { outputsAmong, writeAll } from '../../outputs.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { checkDecisions } from '../adr/checked.ts';
import { directoryOf, todayOf } from '../directory.ts';
import { collisions, debtsOfBranches } from './other-branches.ts';
import { sayUnread } from './unread.ts';

const usage = `usage: plimsoll debt list [options] [directory]

Lists performance debt with impact, owner and due date, and compares what was accepted for each service with what its SLO leaves:
P95 145 ms + accepted 50 ms ≤ 200 ms.

  --format NAME[=FILE]  text, markdown or json; repeatable (default: text)
  --all                 with the debts that are closed
  --today YYYY-MM-DD    the date by which debts are judged (default: today)
  --help                print this page
`;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = { format: { type: 'string', multiple: true }, all: { type: 'boolean' }, today: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const outputs = outputsAmong(values.format ?? ['text'], ['text', 'markdown', 'json'] as const);
  const directory = directoryOf(positionals, terminal.cwd);
  const { report, files } = await checkDecisions(directory, todayOf(values.today, terminal.now()), terminal, true);
  const debts = report.decisions?.debts ?? [];
  const [file] = debts.flatMap((debt) => debt.file ?? []);
  const notes = file === undefined ? [] : collisions(debts, debtsOfBranches(directory, file));
  const closed = values.all === true;
  const isWhole = sayUnread(report, files, terminal).length === 0;
  writeAll(
    outputs,
    (format, toFile) => {
      if (format === 'json') return `${JSON.stringify({ schemaVersion: 1, today: report.today, debts, headrooms: report.decisions?.headrooms ?? [], notes }, null, 2)}\n`;
      return format === 'markdown' ? debtListMarkdown(report, { closed }) : debtListText(report, { columns: terminal.columns, colour: terminal.colour && !toFile, closed, isWhole, notes });
    },
    terminal,
  );
  return exitCodes.holds;
}
