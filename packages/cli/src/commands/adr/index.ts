import { exitCodes } from '../../exit-codes.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';

type Run = (args: readonly string[], terminal: Terminal) => Promise<number>;

const commands: Readonly<Record<string, () => Promise<{ run: Run }>>> = {
  new: () => import('./new.ts'),
  update: () => import('./update.ts'),
  lint: () => import('./lint.ts'),
  list: () => import('./list.ts'),
  graph: () => import('./graph.ts'),
};

const usage = `usage: plimsoll adr <command> [options]

  new     begin a decision record in the repository's own style, its performance section filled
  update  take over the numbers of a stored run into a record
  lint    hold records, their claims and the performance debt against DP8
  list    the records with what their claims came to
  graph   which record replaced which, and the debt each accepted

Records are those of Nygard, MADR, log4brains and adr-tools. docs/performance-impact.md is the grammar of the performance section.
plimsoll adr <command> --help prints a command's own page.
`;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h') {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) throw new UsageError(`there is no command adr ${name}; commands are ${Object.keys(commands).join(', ')}`);
  return (await load()).run(rest, terminal);
}
