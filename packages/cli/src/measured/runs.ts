import { renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Run } from '@plimsoll/contract';
import { pathToWrite } from '../commands/adr/own-path.ts';
import { codeOf } from '../disk/error-code.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../usage-error.ts';

/**
 * Keeps a run on disk, in a folder that git does not see; returns its path from the directory. Where nothing can be written that is said,
 * and the run goes on: what was measured is worth more than its copy.
 */
export function keepRun({ cwd, err }: Pick<Terminal, 'cwd' | 'err'>, run: Run): string | null {
  const file = `.plimsoll/runs/${run.id}.json`;
  try {
    const path = pathToWrite(cwd, file);
    const ignore = join(dirname(path), '.gitignore');
    writeNew(ignore, '*\n');
    writeFileSync(`${path}.part`, JSON.stringify(run), { flag: 'wx' }); // a reader never sees half a run
    renameSync(`${path}.part`, path);
    return file;
  } catch (error) {
    err(`plimsoll: the run was not kept: ${error instanceof UsageError ? error.message : `.plimsoll/runs cannot be written (${codeOf(error)})`}\n`);
    return null;
  }
}

/** Leaves what is there, a link as well. */
function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}
