import { argumentsErrorOf } from './arguments-error.ts';
import { exitCodes } from './exit-codes.ts';
import { UsageError } from './usage-error.ts';
import { processTerminal } from './terminal/terminal.ts';
import type { Terminal } from './terminal/terminal.ts';

interface Command {
  readonly group: string;
  readonly summary: string;
  readonly load: () => Promise<{ run: (args: readonly string[], terminal: Terminal) => Promise<number> }>;
}

/** Only what works is listed. Each command is loaded when it is called, so that `--help` stays quick. */
const commands: Readonly<Record<string, Command>> = {
  init: { group: 'declare', summary: 'write a plimsoll.yml from what the repository says', load: () => import('./commands/init.ts') },
  check: { group: 'check', summary: 'hold a repository against the eight principles', load: () => import('./commands/check/index.ts') },
  explain: { group: 'check', summary: 'show the page of a rule', load: () => import('./commands/explain.ts') },
  adr: { group: 'check', summary: 'decision records whose numbers are checked: adr new, update, lint, list, graph', load: () => import('./commands/adr/index.ts') },
  debt: { group: 'check', summary: 'the register of performance debt: debt list, due, add, extend, close, review, import', load: () => import('./commands/debt/index.ts') },
  map: { group: 'check', summary: 'print what was understood of a system', load: () => import('./commands/map.ts') },
  report: { group: 'check', summary: 'write one page about a system: principles, map, findings, curves, budgets, decisions', load: () => import('./commands/report/index.ts') },
  slo: { group: 'check', summary: 'SLO files: slo init, lint, rules, export; their error budgets: slo status, and slo gate for the deployment', load: () => import('./commands/slo/index.ts') },
  doctor: { group: 'check', summary: 'say what Plimsoll sees of a repository, and what it cannot see', load: () => import('./commands/doctor/index.ts') },
  pool: { group: 'build', summary: 'size connection pools for a database server and all instances, or check a live server', load: () => import('./commands/pool/index.ts') },
  scale: { group: 'build', summary: 'write what scales workloads on their own signal: KEDA, HPA, target tracking', load: () => import('./commands/scale/index.ts') },
  load: { group: 'prove', summary: 'send load on a schedule and measure latencies from the intended start', load: () => import('./commands/load/index.ts') },
  gate: { group: 'prove', summary: 'judge a load test: against limits, and head against base', load: () => import('./commands/gate/index.ts') },
  history: { group: 'prove', summary: 'the runs that were recorded: show, accept, prune', load: () => import('./commands/history/index.ts') },
  completion: { group: 'declare', summary: 'a script that completes commands and options in your shell', load: () => import('./commands/completion.ts') },
  tour: { group: 'check', summary: 'a small system done wrong and the same done right: checked, started, loaded, judged', load: () => import('./commands/tour/index.ts') },
};

/** Runs one command. Returns the exit code (see exit-codes.ts); never throws. */
export async function main(argv: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  const [name, ...rest] = argv;
  try {
    if (name === undefined) {
      const { firstScreen } = await import('./first-screen.ts');
      terminal.out(firstScreen(terminal.colour));
      return exitCodes.holds;
    }
    if (name === '--help' || name === '-h' || name === 'help') {
      terminal.out(help());
      return exitCodes.holds;
    }
    if (name === '--version' || name === '-V') {
      const { version } = await import('./version.ts');
      terminal.out(`${version()}\n`);
      return exitCodes.holds;
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) throw new UsageError(`there is no command ${name}; plimsoll --help lists them all`);
    const { run } = await command.load();
    return await run(rest, terminal);
  } catch (error) {
    const wrong = error instanceof UsageError ? error.message : argumentsErrorOf(error);
    if (wrong !== null) {
      terminal.err(`plimsoll: ${wrong}\n`);
      return exitCodes.usage;
    }
    terminal.err(`plimsoll: this is a bug in Plimsoll, not in your repository.\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return exitCodes.bug;
  }
}

function help(): string {
  const groups = Map.groupBy(Object.entries(commands), ([, command]) => command.group);
  const lists = [...groups].map(([group, entries]) => `${group}\n${entries.map(([name, command]) => `  ${name.padEnd(11)} ${command.summary}`).join('\n')}`);
  return `Shows how much load a system may carry, why not more, and keeps it that way.

usage: plimsoll <command> [options] [directory]

${lists.join('\n\n')}

  --version  print the version
  --help     print this page; plimsoll <command> --help prints a command's own

exit codes: 0 holds · 1 does not hold · 2 usage or configuration · 3 could not be judged · 70 a bug in Plimsoll
`;
}
