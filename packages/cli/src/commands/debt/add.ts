import { parseArgs } from 'node:util';
import { addDebt, nextDebtId, parseTargetDate } from '@plimsoll/decisions';
import { exitCodes } from '../../exit-codes.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { directoryOf, todayOf } from '../directory.ts';
import { debtsOfBranches } from './other-branches.ts';
import { refusePages, registerOf, write } from './register.ts';

const usage = `usage: plimsoll debt add [options] TITLE [directory]

Registers a debt. Its id is the next that neither this register nor that of another branch in this clone uses.

  --target WHEN         when it will be paid: 2026-09-30, 2026-09 or "Q3 2026" (required)
  --owner NAME          who pays it (required)
  --impact TEXT         what it costs until then, such as "+50ms for static assets"
  --service NAME        a service that it slows down; repeatable
  --adr FILE            the decision that accepts it
  --priority NAME       high, medium or low
  --description TEXT    more than the title says
  --rationale TEXT      how it will be paid, or why it is accepted
  --id ID               instead of the next one
  --dry-run             show the change and write nothing
  --today YYYY-MM-DD    the date of the entry (default: today)
  --help                print this page
`;

const options = {
  target: { type: 'string' },
  owner: { type: 'string' },
  impact: { type: 'string' },
  service: { type: 'string', multiple: true },
  adr: { type: 'string' },
  priority: { type: 'string' },
  description: { type: 'string' },
  rationale: { type: 'string' },
  id: { type: 'string' },
  'dry-run': { type: 'boolean' },
  today: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const [title = '', ...rest] = positionals;
  if (title.trim() === '') throw new UsageError('name the debt: plimsoll debt add "Evidence without a CDN" --owner payments --target "Q3 2026"');
  const { target, owner, priority } = values;
  if (target === undefined) throw new UsageError('add needs --target: debt without a date is forgotten');
  if (parseTargetDate(target) === null) throw new UsageError(`--target ${target} names no day; write a date (2026-09-30), a month (2026-09) or a quarter (Q3 2026)`);
  if (owner === undefined || owner.trim() === '') throw new UsageError('add needs --owner: somebody has to pay it');
  if (priority !== undefined && !['high', 'medium', 'low'].includes(priority)) throw new UsageError(`--priority ${priority}: choose high, medium or low`);
  const register = registerOf(directoryOf(rest, terminal.cwd));
  refusePages(register);
  const today = todayOf(values.today, terminal.now());
  const branches = debtsOfBranches(register.directory, register.file);
  const own = register.register?.items.map(({ id }) => id.value) ?? [];
  const elsewhere = branches.find(({ debts }) => debts.some(({ id }) => id === values.id && !own.includes(id)));
  if (elsewhere) throw new UsageError(`${values.id ?? ''} is taken in branch ${elsewhere.branch}; leave --id out, and the next free one is used`);
  if (values.id !== undefined && !/^[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-\d+$/.test(values.id)) throw new UsageError(`--id ${values.id} is no id of a debt; write one such as PERF-DEBT-2026-003`);
  const taken = [...branches.flatMap(({ debts }) => debts.map(({ id }) => id)), ...own];
  const id = values.id ?? nextDebtId(taken, Number(today.slice(0, 4)));
  const edited = addDebt(register.file, register.text, {
    id,
    title: title.trim(),
    description: values.description ?? null,
    impact: values.impact ?? null,
    services: values.service ?? [],
    owner,
    priority: priority ?? null,
    created: today,
    target,
    rationale: values.rationale ?? null,
    adr: values.adr ?? null,
  });
  const code = write(register, edited, values['dry-run'] === true, terminal);
  terminal.out(`${id}: name it in the decision that accepts it\n`);
  return code;
}
