import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../../usage-error.ts';

/** The path of a file to be written inside a repository, its folders made. Nothing is written through a link that leads out of it. */
export function pathToWrite(directory: string, file: string): string {
  const path = resolve(directory, file);
  const root = realpathSync(directory);
  const inside = relative(directory, path);
  if (inside === '' || inside.startsWith('..')) throw new UsageError(`${file} is not below ${directory}; nothing is written outside of the repository`);
  let current = directory;
  for (const part of inside.split(sep).slice(0, -1)) {
    current = join(current, part);
    const there = lstatSync(current, { throwIfNoEntry: false });
    if (there?.isSymbolicLink() === true && !`${realpathSync(current)}${sep}`.startsWith(`${root}${sep}`))
      throw new UsageError(`${relative(directory, current)} is a link that leads out of the repository; nothing is written through it`);
    if (there && !there.isDirectory() && !there.isSymbolicLink()) throw new UsageError(`${relative(directory, current)} is not a directory; take it away first`);
  }
  mkdirSync(dirname(path), { recursive: true });
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true) throw new UsageError(`${file} is a link; nothing is written through it`);
  return path;
}
