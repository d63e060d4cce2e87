import { posix } from 'node:path';

/** The folder of a path, '' at the scan root. */
export function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : folder;
}

/** A relative path seen from a folder, '' for the scan root; one that starts with `..` lies above it. */
export function resolvePath(folder: string, relative: string): string {
  const path = posix.join(folder, relative);
  return path === '.' || path === './' ? '' : path.replace(/\/$/, '');
}
