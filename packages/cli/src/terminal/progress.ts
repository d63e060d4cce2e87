import type { Terminal } from './terminal.ts';

const quietMs = 1000;

/** One line on standard error that says what is being done, drawn only on a terminal and only past the first second. */
export function progressLine(terminal: Terminal): { readonly report: (stage: string, done: number, of: number) => void; readonly end: () => void } {
  const began = Date.now();
  let drawn = false;
  let last = 0;
  return {
    report: (stage, done, of) => {
      const now = Date.now();
      if (!terminal.interactive || now - began < quietMs || now - last < 100) return;
      last = now;
      drawn = true;
      const share = of > 1 ? ` ${Math.floor((100 * done) / of)} %` : '';
      terminal.err(`\r\u{1b}[K${stage}${share}`);
    },
    end: () => {
      if (drawn) terminal.err('\r\u{1b}[K');
    },
  };
}
