import { parseArgs } from 'node:util';
import { addDebt, parseTargetDate, readDebtRegister } from '@plimsoll/decisions';
import type { DebtItem, Edited } from '@plimsoll/decisions';
import { exitCodes } from '../../exit-codes.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { rawText } from '../adr/raw-text.ts';
import { directoryOf, todayOf } from '../directory.ts';
import { registerOf, write } from './register.ts';

const usage = `usage: plimsoll debt import [options] PAGE [directory]

Takes over the debts of a Markdown page, WAF++'s table with ID, title, impact, owner and target date among them, into the register.
Debts that are there already stay as they are. The page is left alone.

  --dry-run             show the change and write nothing
  --today YYYY-MM-DD    the date of entries that have none (default: today)
  --help                print this page
`;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { 'dry-run': { type: 'boolean' }, today: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const [page, ...rest] = positionals;
  if (page === undefined || !/\.(?:md|markdown)$/i.test(page)) throw new UsageError('name the page, below the directory: plimsoll debt import docs/performance-debt.md');
  const directory = directoryOf(rest, terminal.cwd);
  const found = readDebtRegister(page, rawText(directory, page), true);
  if (!found) throw new UsageError(`${page} holds no table of debts; one has the columns ID, Owner and Target`);
  for (const { line, message } of found.unread) terminal.err(`plimsoll: ${page}:${line} ${message}\n`);
  const register = registerOf(directory);
  const there = new Set(register.register?.items.map(({ id }) => id.value));
  const wanted = found.items.filter(({ id, closed }) => !there.has(id.value) && !closed);
  const today = todayOf(values.today, terminal.now());
  let edited: Edited = { ok: true, text: register.text ?? '' };
  for (const item of wanted) if (edited.ok) edited = addDebt(register.file, edited.text, newDebt(item, today));
  if (wanted.length === 0) {
    terminal.out(`${page} holds no open debt that ${register.file} does not\n`);
    return exitCodes.holds;
  }
  const code = write(register, edited, values['dry-run'] === true, terminal);
  terminal.out(`take ${page} out, and name ${register.file} where plimsoll.yml names a register: else each debt stands in two\n`);
  return code;
}

function newDebt(item: DebtItem, today: string) {
  const created = item.accepted ? parseTargetDate(item.accepted.value) : null;
  return {
    id: item.id.value,
    title: item.title,
    description: null,
    impact: item.impact,
    services: item.services.map(({ value }) => value),
    owner: item.owner?.value ?? null,
    priority: item.priority,
    created: created ?? today,
    target: item.targetText ?? '',
    rationale: item.rationale?.value ?? null,
    adr: item.adr?.value ?? null,
  };
}
