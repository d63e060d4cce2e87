import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join, sep } from 'node:path';
import type { Unread } from '@plimsoll/contract';
import { codeOf } from './error-code.ts';
import { gitignore } from './gitignore.ts';
import { gitTree } from './tracked.ts';
import type { GitTree } from './tracked.ts';

export interface Walked {
  readonly paths: readonly string[]; // relative to the root, '/', sorted
  readonly sizes: ReadonlyMap<string, number>;
  readonly unread: readonly Unread[];
  readonly git: GitTree | null;
  readonly leftOut: LeftOut;
}

/** What was passed by without a word; a folder counts once. */
export interface LeftOut {
  readonly ignored: number; // by .gitignore
  readonly folders: number; // of tools: node_modules, .git, …
  readonly links: number; // to folders, to nothing, or out of the root
}

/** Folders that never hold what a repository says about itself. `.terraform/modules` is kept: it is where modules come from. */
export const skipped: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  'bower_components',
  '.venv',
  'venv',
  '__pycache__',
  '.tox',
  '.mypy_cache',
  '.pytest_cache',
  '.gradle',
  '.idea',
  '.next',
  '.nuxt',
  '.plimsoll',
  '.cache',
]);

interface IgnoreFile {
  readonly base: string; // its folder, with `/`
  readonly test: ReturnType<typeof gitignore>;
}

const deepest = 64;
const ignoreFileBytesMax = 256 * 1024;
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
  const leftOut = { ignored: 0, folders: 0, links: 0 };
  const folders: { path: string; depth: number; rules: readonly IgnoreFile[] }[] = [{ path: '', depth: 0, rules: [] }];
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    let entries: Dirent[];
    try {
      entries = readdirSync(join(root, folder.path), { withFileTypes: true });
    } catch (error) {
      unread.push({ file: folder.path || '.', line: null, message: `this folder cannot be opened (${codeOf(error)}); nothing in it was analysed` });
      continue;
    }
    const rules = git && entries.some((entry) => entry.name === '.gitignore' && entry.isFile()) ? [...folder.rules, ...ignoreFile(root, folder.path, unread)] : folder.rules;
    for (const entry of entries) {
      const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`;
      if (entry.isDirectory()) {
        const isIgnored = !skipped.has(entry.name) && ignored(rules, `${path}/`) && !keepsFolder.has(path);
        if (isIgnored) leftOut.ignored++;
        else if (skipped.has(entry.name)) leftOut.folders++;
        else if (folder.depth >= deepest) unread.push({ file: path, line: null, message: `lies deeper than ${deepest} folders; nothing in it was analysed` });
        else folders.push({ path, depth: folder.depth + 1, rules });
      } else if (!entry.isFile() && !(entry.isSymbolicLink() && isFileInside(root, path))) {
        if (entry.isSymbolicLink()) leftOut.links++;
      } else if (ignored(rules, path) && git?.tracked.has(path) !== true) leftOut.ignored++;
      else {
        if (paths.length >= filesMax) {
          unread.push({ file: path, line: null, message: `is beyond the first ${filesMax} files; this and the remaining files were not analysed` });
          return finish(paths, sizes, unread, git, leftOut);
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
  return finish(paths, sizes, unread, git, leftOut);
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

function finish(paths: readonly string[], sizes: ReadonlyMap<string, number>, unread: readonly Unread[], git: GitTree | null, leftOut: LeftOut): Walked {
  return { paths: paths.toSorted(), sizes, unread, git, leftOut };
}

function ignoreFile(root: string, folder: string, unread: Unread[]): readonly IgnoreFile[] {
  const file = folder === '' ? '.gitignore' : `${folder}/.gitignore`;
  try {
    const path = join(root, file);
    if (statSync(path).size <= ignoreFileBytesMax) return [{ base: file.slice(0, -'.gitignore'.length), test: gitignore(readFileSync(path, 'utf8')) }];
    unread.push({ file, line: null, message: `has more than ${ignoreFileBytesMax / 1024} KB and was not applied: what it leaves out is analysed, too` });
  } catch (error) {
    unread.push({ file, line: null, message: `cannot be read (${codeOf(error)}) and was not applied: what it leaves out is analysed, too` });
  }
  return [];
}

function ignored(rules: readonly IgnoreFile[], path: string): boolean {
  let result = false;
  for (const { base, test } of rules) {
    const own = test(path.slice(base.length));
    if (own.ignored) result = true;
    else if (own.unignored) result = false;
  }
  return result;
}
