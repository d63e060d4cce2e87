import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from '@plimsoll/contract';

/** Keeps a run on disk whatever becomes of it, in a folder that git does not see; returns its path from the directory. */
export function keepRun(directory: string, run: Run): string {
  const folder = join(directory, '.plimsoll', 'runs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '.gitignore'), '*\n');
  const path = join(folder, `${run.id}.json`);
  writeFileSync(`${path}.part`, JSON.stringify(run)); // a reader never sees half a run
  renameSync(`${path}.part`, path);
  return `.plimsoll/runs/${run.id}.json`;
}
