import { exitCodes } from '../../exit-codes.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';

type Run = (args: readonly string[], terminal: Terminal) => Promise<number>;

const commands: Readonly<Record<string, () => Promise<{ run: Run }>>> = {
  lint: () => import('./lint.ts'),
  rules: () => import('./rules.ts'),
  init: () => import('./init.ts'),
  status: () => import('./status/index.ts'),
  gate: () => import('./gate/index.ts'),
  export: () => import('./export.ts'),
};

const usage = `usage: plimsoll slo <command> [options] [directory or file]

  lint    hold SLO files against the rules of SLO files
  rules   write Prometheus rules for them, and tests of those rules
  init    begin an SLO file for a service
  status  what is left of the error budgets, and until when it lasts
  gate    decide by them whether a change may be deployed
  export  write SLO files in the shape of OpenSLO, Sloth or WAF++

SLO files are the principle's own shape, OpenSLO v1 and v1alpha, Sloth and Pyrra. plimsoll slo <command> --help prints a command's own page.
`;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h') {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) throw new UsageError(`there is no command slo ${name}; commands are ${Object.keys(commands).join(', ')}`);
  return (await load()).run(rest, terminal);
}
