import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join, sep } from 'node:path';
import ignore from 'ignore';
import type { Ignore } from 'ignore';
import type { Unread } from '@plimsoll/contract';
import { gitTree } from './tracked.ts';

export interface Walked {
  readonly paths: readonly string[]; // relative to the root, '/', sorted
  readonly sizes: ReadonlyMap<string, number>;
  readonly unread: readonly Unread[];
}

/** Folders that never hold what a repository says about itself. `.terraform/modules` is kept: it is where modules come from. */
const skipped: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', 'node_modules', 'bower_components', '.venv', 'venv', '__pycache__', '.tox', '.mypy_cache', '.pytest_cache', '.gradle', '.idea', '.next', '.nuxt', '.plimsoll', '.cache']);

const deepest = 64;
const filesMax = 200_000;

/**
 * Lists the files below a folder. Links to folders are not followed, so a loop of links ends nothing; links to files inside the
 * root are files, links out of it are none; in a work tree of git, what git ignores
 * and does not track is left out; a folder that cannot be opened is named and the rest is listed.
 */
export function walk(root: string): Walked {
  const git = gitTree(root);
  const keepsFolder = git ? foldersOf(git.tracked) : new Set<string>();
  const paths: string[] = [];
  const sizes = new Map<string, number>();
  const unread: Unread[] = [];
  const folders: { path: string; depth: number; rules: readonly { base: string; rules: Ignore }[] }[] = [{ path: '', depth: 0, rules: [] }];
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    let entries: Dirent[];
    try {
      entries = readdirSync(join(root, folder.path), { withFileTypes: true });
    } catch (error) {
      unread.push({ file: folder.path || '.', line: null, message: `this folder cannot be opened (${codeOf(error)}); nothing in it was analysed` });
      continue;
    }
    const rules = git && entries.some((entry) => entry.name === '.gitignore' && entry.isFile()) ? [...folder.rules, ...ignoreFile(root, folder.path)] : folder.rules;
    for (const entry of entries) {
      const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (skipped.has(entry.name) || (ignored(rules, `${path}/`) && !keepsFolder.has(path))) continue;
        if (folder.depth >= deepest) unread.push({ file: path, line: null, message: `lies deeper than ${deepest} folders; nothing in it was analysed` });
        else folders.push({ path, depth: folder.depth + 1, rules });
      } else if ((entry.isFile() || (entry.isSymbolicLink() && isFileInside(root, path))) && (!ignored(rules, path) || git?.tracked.has(path) === true)) {
        if (paths.length >= filesMax) {
          unread.push({ file: path, line: null, message: `is beyond the first ${filesMax} files; this and the remaining files were not analysed` });
          return finish(paths, sizes, unread);
        }
        paths.push(path);
      }
    }
  }
  for (const path of paths) {
    try {
      sizes.set(path, statSync(join(root, path)).size);
    } catch {
      sizes.set(path, 0); // gone or unreadable: reading it will say so
    }
  }
  return finish(paths, sizes, unread);
}

/** Where a link leads is decided by the disk, not by its text. */
function isFileInside(root: string, path: string): boolean {
  try {
    const target = realpathSync(join(root, path));
    return target.startsWith(`${realpathSync(root)}${sep}`) && statSync(target).isFile();
  } catch {
    return false; // a link to nothing, or a loop
  }
}

/** Every folder above a tracked file: an ignored folder with tracked files is still walked. */
function foldersOf(tracked: ReadonlySet<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of tracked) {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const folder = path.slice(0, slash);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

function finish(paths: readonly string[], sizes: ReadonlyMap<string, number>, unread: readonly Unread[]): Walked {
  return { paths: paths.toSorted(), sizes, unread };
}

function ignoreFile(root: string, folder: string): readonly { base: string; rules: Ignore }[] {
  const text = readText(join(root, folder, '.gitignore'));
  return text === null ? [] : [{ base: folder === '' ? '' : `${folder}/`, rules: ignore().add(text) }];
}

function ignored(rules: readonly { base: string; rules: Ignore }[], path: string): boolean {
  let result = false;
  for (const { base, rules: own } of rules) {
    const test = own.test(path.slice(base.length));
    if (test.ignored) result = true;
    else if (test.unignored) result = false;
  }
  return result;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // an unreadable .gitignore ignores nothing
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
