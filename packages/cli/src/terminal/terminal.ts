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
  const colour = env['NO_COLOR'] === undefined || env['NO_COLOR'] === '' ? env['FORCE_COLOR'] !== undefined || (stdout.isTTY === true && env['TERM'] !== 'dumb') : false;
  stdout.on('error', unlessClosed);
  stderr.on('error', unlessClosed);
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    columns: stdout.columns ?? 100,
    colour,
    interactive: stderr.isTTY === true && env['TERM'] !== 'dumb',
    cwd: process.cwd(),
    now: () => new Date(),
  };
}

/** Nobody reads on, as in `plimsoll check | head -1`: no reason to complain. */
function unlessClosed(error: Error): void {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
}
