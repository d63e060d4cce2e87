import { posix } from 'node:path';

/** A relative path seen from a folder, '' for the scan root; one that starts with `..` lies above it. */
export function resolvePath(folder: string, relative: string): string {
  const path = posix.join(folder, relative);
  return path === '.' || path === './' ? '' : path.replace(/\/$/, '');
}
