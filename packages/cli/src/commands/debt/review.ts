import { parseArgs } from 'node:util';
import { parseDuration } from '@plimsoll/contract';
import { reviewDebt } from '@plimsoll/decisions';
import { exitCodes } from '../../exit-codes.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { directoryOf, todayOf } from '../directory.ts';
import { registerOf, textOf, write } from './register.ts';

const usage = `usage: plimsoll debt review [options] ID [directory]

Records that somebody looked at a debt, as WAF-PERF-100 asks for each quarter. What was measured counts before the estimate.

  --measured 40ms       what it costs now
  --run ID              the stored run that shows it
  --dry-run             show the change and write nothing
  --today YYYY-MM-DD    the day of the review (default: today)
  --help                print this page
`;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = { measured: { type: 'string' }, run: { type: 'string' }, 'dry-run': { type: 'boolean' }, today: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const [id, ...rest] = positionals;
  if (id === undefined) throw new UsageError('name the debt: plimsoll debt review PERF-DEBT-2026-003');
  const { measured, run } = values;
  const impact = measured === undefined ? null : parseDuration(measured.replace(/^\+/, ''));
  if (impact?.ok === false) throw new UsageError(`--measured: ${impact.message}`);
  if (run !== undefined && measured === undefined) throw new UsageError('--run shows what was measured; add --measured 40ms');
  const register = registerOf(directoryOf(rest, terminal.cwd));
  const edited = reviewDebt(register.file, textOf(register), id, { on: todayOf(values.today, terminal.now()), measured: measured === undefined ? null : { impact: measured, run: run ?? null } });
  return write(register, edited, values['dry-run'] === true, terminal);
}
