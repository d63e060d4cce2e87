import { lstatSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyse } from '@plimsoll/check';
import type { FileIndex } from '@plimsoll/check';
import { contractDraft } from '@plimsoll/report';
import { diskFiles } from '../disk/file-index.ts';
import { exitCodes } from '../exit-codes.ts';
import { progressLine } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { directoryOf, todayOf } from './directory.ts';

const names = ['plimsoll.yml', 'plimsoll.yaml'] as const;

const usage = `usage: plimsoll init [--dry-run] [--force] [directory]

Writes a plimsoll.yml from what the repository says. Each value carries a comment with the line it comes from; what is not
known, or differs between environments, is commented out with what would decide.

  --dry-run   print it instead
  --force     overwrite a plimsoll.yml that is there
  --help      print this page
`;

export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean' }, force: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    terminal.out(usage);
    return exitCodes.holds;
  }
  const directory = directoryOf(positionals, terminal.cwd);
  const existing = names.find((name) => lstatSync(join(directory, name), { throwIfNoEntry: false }));
  if (existing !== undefined && !values.force && !values['dry-run']) throw new UsageError(`${existing} is there already; --force overwrites it, --dry-run prints what would be written`);
  const progress = progressLine(terminal);
  const analysis = await analyse(withoutContract(diskFiles(directory)), todayOf(undefined, terminal.now()), progress.report);
  progress.end();
  for (const error of analysis.internalErrors) terminal.err(`plimsoll: ${error}\n`);
  const draft = contractDraft(analysis.systems, basename(directory));
  if (values['dry-run']) terminal.out(draft.text);
  else {
    write(directory, existing ?? names[0], draft.text, values.force === true);
    terminal.out(
      `${existing ?? names[0]}: ${draft.stated} ${draft.stated === 1 ? 'value' : 'values'} stated, each with the line it comes from; ${draft.left} commented out, with what would decide.\n`,
    );
  }
  return analysis.internalErrors.length > 0 ? exitCodes.bug : exitCodes.holds;
}

/** What an earlier contract states is not what the repository says. */
function withoutContract(files: FileIndex): FileIndex {
  const isContract = (path: string): boolean => names.some((name) => name === path);
  return { paths: files.paths.filter((path) => !isContract(path)), has: (path) => !isContract(path) && files.has(path), text: (path) => (isContract(path) ? undefined : files.text(path)) };
}

/** A link could lead anywhere; nothing is written through one. */
function write(directory: string, name: string, text: string, overwrites: boolean): void {
  const path = join(directory, name);
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there && !there.isFile()) throw new UsageError(`${name} is not a file; take it away first`);
  try {
    writeFileSync(path, text, { flag: overwrites ? 'w' : 'wx' });
  } catch (error) {
    throw new UsageError(`${name} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
