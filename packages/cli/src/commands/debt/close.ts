import { parseArgs } from 'node:util';
import { closeDebt } from '@plimsoll/decisions';
import { exitCodes } from '../../exit-codes.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { directoryOf, todayOf } from '../directory.ts';
import { registerOf, textOf, write } from './register.ts';

const usage = `usage: plimsoll debt close [options] ID [directory]

Marks a debt as paid. Its entry stays, so that its id is never used again.

  --how TEXT            what was done
  --dry-run             show the change and write nothing
  --today YYYY-MM-DD    the day on which it was paid (default: today)
  --help                print this page
`;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = { how: { type: 'string' }, 'dry-run': { type: 'boolean' }, today: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const [id, ...rest] = positionals;
  if (id === undefined) throw new UsageError('name the debt: plimsoll debt close PERF-DEBT-2026-003');
  const register = registerOf(directoryOf(rest, terminal.cwd));
  if (register.register?.items.some((item) => item.id.value === id && item.closed) === true) throw new UsageError(`${id} is closed already`);
  return write(register, closeDebt(register.file, textOf(register), id, { on: todayOf(values.today, terminal.now()), how: values.how ?? null }), values['dry-run'] === true, terminal);
}
