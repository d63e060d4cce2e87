import { parseArgs } from 'node:util';
import type { CheckReport, DebtEntry } from '@plimsoll/contract';
import { parseDuration } from '@plimsoll/contract';
import { debtListText } from '@plimsoll/report';
import { exitCodes } from '../../exit-codes.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { checkDecisions } from '../adr/checked.ts';
import { directoryOf, todayOf } from '../directory.ts';
import { sayUnread } from './unread.ts';

const usage = `usage: plimsoll debt due [options] [directory]

Shows the debts that are overdue or will be soon. Ends with 1 when one is overdue, else with 3 when a part of the register could not be
read.

  --within 30d          how far to look ahead (default: 30d)
  --today YYYY-MM-DD    the date by which debts are judged (default: today)
  --help                print this page
`;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { within: { type: 'string' }, today: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const within = parseDuration(values.within ?? '30d');
  if (!within.ok) throw new UsageError(`--within: ${within.message}`);
  const today = todayOf(values.today, terminal.now());
  const { report, files } = await checkDecisions(directoryOf(positionals, terminal.cwd), today, terminal, true);
  const until = new Date(Math.min(Date.parse(today) + within.value, Date.parse('9999-12-31'))).toISOString().slice(0, 10);
  const due = (report.decisions?.debts ?? []).filter(({ state, due: day }) => state !== 'closed' && day !== null && day <= until);
  const isWhole = sayUnread(report, files, terminal).length === 0;
  if (due.length === 0) terminal.out(`no performance debt ${isWhole ? '' : 'that could be read '}is due until ${until}\n`);
  else terminal.out(debtListText(only(report, due), { columns: terminal.columns, colour: terminal.colour, closed: false, isWhole, notes: [] }));
  if (due.some(({ state }) => state === 'overdue')) return exitCodes.doesNotHold;
  return isWhole ? exitCodes.holds : exitCodes.notJudged;
}

function only(report: CheckReport, debts: readonly DebtEntry[]): CheckReport {
  return { ...report, decisions: { decisions: [], debts, headrooms: [] } };
}
