import { lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GitTree } from '../disk/tracked.ts';

const folders = ['.plimsoll', '.plimsoll/cache'] as const;

/**
 * The folder of the cache below the scan root; null where none may be used. What git tracks may come from anybody who may open a pull
 * request, so a tracked cache is no cache; nor is one behind a link, which could lead anywhere.
 */
export function cacheFolder(root: string, git: GitTree | null): string | null {
  if (git && (!git.complete || [...git.tracked].some((path) => path === folders[0] || path === folders[1] || path.startsWith(`${folders[1]}/`)))) return null;
  for (const folder of folders) {
    const entry = lstatSync(join(root, folder), { throwIfNoEntry: false });
    if (entry && !entry.isDirectory()) return null;
  }
  return join(root, folders[1]);
}

/** Git leaves the folder alone without the repository saying so. Throws where nothing can be written. */
export function makeCacheFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const ignore = join(folder, '.gitignore');
  if (!lstatSync(ignore, { throwIfNoEntry: false })) writeFileSync(ignore, '*\n', { flag: 'wx' });
}
