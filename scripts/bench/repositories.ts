import { cpSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The checkouts below a directory, the one with the fewest files first. */
export function bySize(directory: string): readonly { readonly folder: string; readonly files: readonly string[] }[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => ({ folder: join(directory, entry.name), files: filesBelow(join(directory, entry.name)) }))
    .toSorted((a, b) => a.files.length - b.files.length || (a.folder < b.folder ? -1 : 1));
}

/** A repository of so many files, made of the smallest checkouts below a directory: whole systems one after the other, the last one cut off. */
export function composed(directory: string, count: number): string {
  const target = mkdtempSync(join(tmpdir(), 'plimsoll-composed-'));
  let left = count;
  for (const [part, { folder, files }] of bySize(directory).entries()) {
    for (const path of files.slice(0, left)) {
      cpSync(join(folder, path), join(target, `system-${part}`, path));
      left--;
    }
  }
  if (left > 0) throw new Error(`the checkouts have ${left} files too few`);
  return target;
}

/** Copies side by side, as a repository that grew. */
export function copies(repository: string, times: number): string {
  const target = mkdtempSync(join(tmpdir(), 'plimsoll-copies-'));
  for (let copy = 0; copy < times; copy++) cpSync(repository, join(target, `part-${copy}`), { recursive: true });
  return target;
}

/** A copy that may be written to: a checkout stays as it is. */
export function scratchCopy(checkout: string): string {
  const target = mkdtempSync(join(tmpdir(), 'plimsoll-scratch-'));
  cpSync(checkout, target, { recursive: true, verbatimSymlinks: true, filter: (path) => !/\/(?:\.git|\.plimsoll|node_modules)$/.test(path) });
  return target;
}

export function filesBelow(folder: string): readonly string[] {
  const skipped = /(?:^|\/)(?:\.git|\.plimsoll|node_modules)(?:\/|$)/;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !skipped.test(path))
    .toSorted();
}
