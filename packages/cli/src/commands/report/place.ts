import { lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../usage-error.ts';

export const usualPlace = '.plimsoll/report/index.html';

const folders = ['.plimsoll', '.plimsoll/report'] as const;
const ignoreFile = '.plimsoll/report/.gitignore';

/** In the folder that is ours, out of the sight of git: a page is made anew, not kept. A link in the way may come from anybody, and could lead anywhere. */
export function inUsualPlace(directory: string): string {
  for (const path of [...folders, ignoreFile, usualPlace]) {
    if (lstatSync(join(directory, path), { throwIfNoEntry: false })?.isSymbolicLink() === true) throw new UsageError(`${path} is a link, and nothing is written behind one; name a file with --out`);
  }
  try {
    mkdirSync(join(directory, folders[1]), { recursive: true });
    writeFileSync(join(directory, ignoreFile), '*\n');
  } catch (error) {
    throw new UsageError(`${folders[1]} cannot be made: ${error instanceof Error ? error.message : String(error)}; name a file with --out`);
  }
  return join(directory, usualPlace);
}
