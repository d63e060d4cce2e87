import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { env } from 'node:process';
import type { Run, Source } from '@plimsoll/contract';
import type { RunHistory } from '@plimsoll/decisions';
import { gitLine } from '../git/git.ts';

/** Where the runs of a repository are, before any of them is read. */
export interface StoredRuns {
  readonly state: string; // changes whenever a run, or what precedes HEAD, does
  readonly load: () => Promise<RunHistory | null>;
}

const folderName = '.plimsoll/runs';
const branchName = 'plimsoll-runs';
const filesMax = 5000;
const bytesMax = 16 * 1024 * 1024; // of one run
const bytesInAllMax = 256 * 1024 * 1024; // of those that are read, newest first
const aboutDecisions = /(?:^|[/_.-])(?:adrs?|decisions?|debts?)(?:[/_.-]|$)/i;

/** The runs kept below `.plimsoll/runs` and those of the branch `plimsoll-runs`; null where nothing could be held against them. Nothing is fetched. */
export function storedRunsOf(directory: string, paths: readonly string[]): StoredRuns | null {
  return mayClaim(paths) ? everyStoredRunOf(directory) : null;
}

/** Nothing is held against runs where there is neither a decision nor a contract, which may name any folder of decisions. */
export function mayClaim(paths: readonly string[]): boolean {
  return paths.some((path) => aboutDecisions.test(path) || /^plimsoll\.ya?ml$/.test(path));
}

/** The same runs, whatever else the directory holds: to be shown, not to be held against. */
export function everyStoredRunOf(directory: string): StoredRuns {
  const files = runFilesBelow(directory);
  const head = gitHere(directory, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  const tip = head === null ? null : tipOfRuns(directory);
  const state = JSON.stringify([head, tip?.commit ?? null, files.map(({ path, size, changedMs }) => [path, size, changedMs])]);
  return { state, load: () => loadRuns(directory, files, head, tip?.ref ?? null) };
}

interface RunFile {
  readonly path: string;
  readonly size: number;
  readonly changedMs: number;
}

/** A link out of the repository is not followed; a file larger than any run is none. */
function runFilesBelow(directory: string): readonly RunFile[] {
  const folder = join(directory, folderName);
  const root = `${realpathSync(directory)}${sep}`;
  return entriesOf(folder)
    .filter((entry) => entry.isFile() && /^\d{8}T\d{6}Z-[0-9a-f]{6,32}\.json$/.test(entry.name))
    .slice(0, filesMax)
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { size, mtimeMs } = statSync(path);
      return size <= bytesMax && realpathSync(path).startsWith(root) ? [{ path, size, changedMs: mtimeMs }] : [];
    })
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Nothing where the folder is none: not there, a file, a link to itself. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
}

/** The branch itself, else what was last fetched of it: a clone in CI has only the latter. */
function tipOfRuns(directory: string): { readonly ref: string; readonly commit: string } | null {
  const listed = gitHere(directory, ['for-each-ref', '--format=%(refname) %(objectname)', `refs/heads/${branchName}`, `refs/remotes/*/${branchName}`]);
  const first = (listed ?? '').split('\n').find((line) => line !== '');
  const [ref, commit] = first?.split(' ') ?? [];
  return ref === undefined || commit === undefined ? null : { ref, commit };
}

function gitHere(directory: string, args: readonly string[]): string | null {
  try {
    return gitLine(directory, args);
  } catch {
    return null; // git is not installed: then there is no branch to read
  }
}

async function loadRuns(directory: string, files: readonly RunFile[], head: string | null, ref: string | null): Promise<RunHistory | null> {
  if (files.length === 0 && ref === null) return null;
  const [{ commitAncestry, parseRun, refListing }, { reducedRun }] = await Promise.all([import('./history.ts'), import('./reduced-run.ts')]);
  const found: { readonly run: Run; readonly source: Source }[] = [];
  if (ref !== null) for (const { run, path } of inBranch(refListing, directory, ref)) found.push({ run, source: start(`${branchName}:${path}`) });
  for (const { path } of newestWithin(files)) {
    const parsed = parseRun(readFileSync(path, 'utf8'));
    if (parsed.ok)
      found.push({
        run: parsed.value,
        source: start(relative(directory, path).split(sep).join('/')),
      });
  }
  // The last wins: a file that can be opened says more than an object of git.
  const own = [...new Map(found.filter(({ run }) => !run.selfTest).map((entry) => [entry.run.id, entry])).values()];
  const commits = own.flatMap(({ run }) => run.git?.commit ?? []);
  const isAncestor = head === null || commits.length === 0 ? () => null : await commitAncestry({ directory, environment: env }, [...new Set([...commits, head])]).catch(() => () => null);
  const place = [...(files.length > 0 ? [folderName] : []), ...(ref === null ? [] : [`the branch ${branchName}`])].join(' and ');
  return { place, runs: own.map(({ run, source }) => reducedRun(run, source, run.git ? isAncestor(run.git.commit, head ?? '') : null)) };
}

function newestWithin(files: readonly RunFile[]): readonly RunFile[] {
  let bytes = 0;
  return files.toSorted((a, b) => (basename(a.path) < basename(b.path) ? 1 : -1)).filter(({ size }) => (bytes += size) <= bytesInAllMax);
}

/** A repository that git cannot read has no branch to be held against; `check` says elsewhere what git says. */
function inBranch<T>(list: (directory: string, ref: string) => readonly T[], directory: string, ref: string): readonly T[] {
  try {
    return list(directory, ref);
  } catch {
    return [];
  }
}

function start(file: string): Source {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
}
