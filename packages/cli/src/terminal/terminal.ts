import { exitCodes } from '../exit-codes.ts';

const columnsByDefault = 100;

/** What a command may print to, and what it knows of it. Injected, so that tests read what a user would see. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly columns: number;
  readonly colour: boolean;
  readonly interactive: boolean; // standard error is a terminal: progress may be drawn
  readonly cwd: string;
  readonly now: () => Date;
}

export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  stdout.on('error', (error) => gone('standard output', error));
  stderr.on('error', (error) => gone('standard error', error));
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    columns: columnsOf(env['COLUMNS'], stdout.columns),
    colour: isColoured(env, stdout.isTTY === true),
    interactive: stderr.isTTY === true && env['TERM'] !== 'dumb',
    cwd: process.cwd(),
    now: () => new Date(),
  };
}

/** What the user asks for (POSIX, COLUMNS), else what the terminal has; a pipe has no width, and some terminals say 0. */
function columnsOf(stated: string | undefined, found: number | undefined): number {
  if (stated !== undefined && /^[1-9]\d{0,4}$/.test(stated)) return Number(stated);
  return found !== undefined && found > 0 ? found : columnsByDefault;
}

/** https://no-color.org and, as Node itself has it, FORCE_COLOR, where 0 is a no. */
function isColoured({ NO_COLOR: no = '', FORCE_COLOR: forced, TERM: term }: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if (no !== '' || forced === '0' || forced === 'false') return false;
  return forced !== undefined || (isTerminal && term !== 'dumb');
}

/**
 * Nobody reads on, as in `plimsoll check | head -1`: no reason to complain. Anything else, a full disk for instance, must not end with the
 * code of a verdict that nobody could read.
 */
function gone(stream: string, error: Error): void {
  if ('code' in error && error.code === 'EPIPE') return;
  if (stream === 'standard output') process.stderr.write(`plimsoll: standard output cannot be written: ${error.message}\n`);
  process.exit(exitCodes.usage);
}
