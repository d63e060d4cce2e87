import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { IgnoreFile } from '@plimsoll/check';
import { UsageError } from '../usage-error.ts';

const bytesMax = 2 * 1024 * 1024;

/** Where findings are left that have no line; the folder is ours, so the walk over a repository passes it by. */
export const ignoreFiles: readonly string[] = ['.plimsoll/ignore.yml', '.plimsoll/ignore.yaml'];

/** `.plimsoll/ignore.yml` of a repository, or null. A link out of the repository is not followed. */
export function ignoreFileIn(root: string): IgnoreFile | null {
  for (const file of ignoreFiles) {
    const path = join(root, file);
    try {
      if (!realpathSync(path).startsWith(`${realpathSync(root)}${sep}`) || !statSync(path).isFile()) continue;
    } catch {
      continue; // not there
    }
    if (statSync(path).size > bytesMax) throw new UsageError(`${file} has more than ${bytesMax / 1024 / 1024} MB and was not read`);
    try {
      return { file, text: readFileSync(path, 'utf8').replace(/^\ufeff/, '') };
    } catch (error) {
      throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return null;
}
