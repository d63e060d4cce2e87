import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { textReport } from '@plimsoll/report';
import { exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { checkDirectory } from './check/index.ts';

/** The examples are judged by this day, so that the tour shows the same on every day. */
const today = '2026-11-23';

const stops = [
  { name: 'monolith', says: 'one small service with every anti-pattern of the eight principles' },
  { name: 'payments', says: 'the same system done right' },
] as const;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    terminal.out('usage: plimsoll tour\n\nChecks the two bundled examples and shows both reports.\n');
    return exitCodes.holds;
  }
  const folder = new URL('../../../../examples/', import.meta.url);
  if (!existsSync(folder)) throw new UsageError('the examples are not here; the tour runs in a checkout of Plimsoll');
  let bug = false;
  for (const stop of stops) {
    const directory = fileURLToPath(new URL(`${stop.name}/`, folder));
    const { report, files } = await checkDirectory(directory, today, terminal, { usesCache: false });
    terminal.out(`\nplimsoll check examples/${stop.name}  ·  ${stop.says}\n`);
    terminal.out(textReport(report, { columns: terminal.columns, colour: terminal.colour, all: false, textOf: (file) => files.text(file) }));
    bug ||= report.internalErrors.length > 0;
  }
  terminal.out('\nNext: npx plimsoll check <your repository>, npx plimsoll explain <rule>, npx plimsoll map examples/payments\n');
  return bug ? exitCodes.bug : exitCodes.holds;
}
