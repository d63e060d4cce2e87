import { parseArgs } from 'node:util';
import { extendDebt } from '@plimsoll/decisions';
import { exitCodes } from '../../exit-codes.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { directoryOf, todayOf } from '../directory.ts';
import { registerOf, textOf, write } from './register.ts';

const usage = `usage: plimsoll debt extend --to WHEN --reason TEXT [options] ID [directory]

Moves the target of a debt. What it was, when it was moved and why stay in the entry, and extensions are counted.

  --to WHEN             2026-12-31, 2026-12 or "Q4 2026" (required)
  --reason TEXT         why it takes longer (required)
  --dry-run             show the change and write nothing
  --today YYYY-MM-DD    the date of the extension (default: today)
  --help                print this page
`;

const options = { to: { type: 'string' }, reason: { type: 'string' }, 'dry-run': { type: 'boolean' }, today: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const [id, ...rest] = positionals;
  const { to, reason } = values;
  if (id === undefined) throw new UsageError('name the debt: plimsoll debt extend PERF-DEBT-2026-003 --to "Q4 2026" --reason "…"');
  if (to === undefined) throw new UsageError('extend needs --to: the new target');
  if (reason === undefined || reason.trim() === '') throw new UsageError('extend needs --reason: reviewers will ask for it');
  const register = registerOf(directoryOf(rest, terminal.cwd));
  if (register.register?.items.some((item) => item.id.value === id && item.closed) === true) throw new UsageError(`${id} is closed; what is paid is not extended`);
  return write(register, extendDebt(register.file, textOf(register), id, { on: todayOf(values.today, terminal.now()), to, reason }), values['dry-run'] === true, terminal);
}
