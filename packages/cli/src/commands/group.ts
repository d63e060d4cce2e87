import { exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../usage-error.ts';

export type Run = (args: readonly string[], terminal: Terminal) => Promise<number>;

/** A command that has commands of its own, such as `plimsoll slo lint`. Each is loaded when it is called. */
export function groupOf(group: string, usage: string, commands: Readonly<Record<string, () => Promise<{ run: Run }>>>): Run {
  return async ([name, ...rest], terminal) => {
    if (name === undefined || name === '--help' || name === '-h') {
      terminal.out(usage);
      return exitCodes.holds;
    }
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!load) throw new UsageError(`there is no command ${group} ${name}; commands are ${Object.keys(commands).join(', ')}`);
    return (await load()).run(rest, terminal);
  };
}
