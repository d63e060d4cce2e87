import { acceptanceText, parseRun, runText } from '../schema/parse.ts';
import { pruned } from '../reference/pruned.ts';
import type { StoredText } from '../store/listing.ts';
import { acceptanceListing, pathMayMatch, runListing } from '../store/listing.ts';
import { acceptancePath, acceptancesFolder, idOfPath, runPath, runsFolder } from '../store/paths.ts';
import { isRunId } from '../store/run-id.ts';
import type { Kept, RunFilter, RunStore } from '../store/run-store.ts';
import type { Backoff, Branch, Changes } from './branch.ts';
import { commitChanges, tipOf } from './branch.ts';
import type { GitOptions } from './run-git.ts';
import { gitIn, textOf } from './run-git.ts';
import { share } from './share.ts';
import { StoreError } from '../store/store-error.ts';

export interface GitStoreOptions extends Omit<GitOptions, 'directory'> {
  readonly branch?: string; // plimsoll-runs
  readonly remote?: string; // a name or URL; without one, runs stay in the local branch
  readonly backoff?: Backoff;
}

/**
 * Runs as files in a branch of the repository, which is never checked out. Written with git's plumbing only: the work tree, the index
 * and HEAD stay as they are, hooks do not run, the author is "plimsoll". Works offline; what could not be pushed goes along next time.
 */
export function gitBranchStore(repositoryDirectory: string, options: GitStoreOptions): RunStore {
  const { branch: name = 'plimsoll-runs', remote, backoff = jittered, ...rest } = options;
  const git = gitIn({ ...rest, directory: repositoryDirectory });
  const branch: Branch = { git, name, wait: backoff };
  const pull = async (): Promise<string | null> => (remote === undefined ? null : share(branch, remote, 'pull'));
  const write = async (changes: Changes, message: string): Promise<string | null> => {
    await commitChanges(branch, changes, message);
    return remote === undefined ? null : share(branch, remote, 'pull-and-push');
  };
  const add = async (path: string, text: string, message: string): Promise<Kept> => ({ path, note: await write(new Map([[path, text]]), message) });
  const readAll = async (folder: string, wanted: (path: string) => boolean): Promise<StoredText[]> => {
    const tip = await tipOf(branch);
    if (tip === null) return [];
    const lines = (await textOf(git, ['ls-tree', '-r', '-z', '--full-tree', tip, '--', folder])).split('\0');
    const files = lines.flatMap((line) => {
      const [, blob, path] = /^\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      return blob !== undefined && path !== undefined && wanted(path) ? [{ blob, path }] : [];
    });
    return blobTexts(await git(['cat-file', '--batch'], { input: files.map(({ blob }) => `${blob}\n`).join('') }).then((result) => result.out), files);
  };
  const listing = async (filter: RunFilter = {}): ReturnType<RunStore['list']> => {
    const note = await pull();
    return runListing(await readAll(runsFolder, (path) => pathMayMatch(path, filter)), filter, note);
  };
  const acceptances = async (): ReturnType<RunStore['acceptances']> => {
    await pull();
    return acceptanceListing(await readAll(acceptancesFolder, (path) => idOfPath(path) !== null));
  };

  return {
    async append(run) {
      const text = runText(run);
      return add(runPath(run), text, `Run ${run.id}\n`);
    },
    list: listing,
    async read(id) {
      if (!isRunId(id)) return null;
      await pull();
      const [file] = await readAll(runsFolder, (path) => idOfPath(path) === id);
      if (!file) return null;
      const parsed = parseRun(file.text);
      if (!parsed.ok) throw new StoreError(`${file.path}: ${parsed.message}`);
      return parsed.value;
    },
    async accept(record) {
      const text = acceptanceText(record);
      return add(acceptancePath(record.id), text, `Accepted: ${record.reason}\n`);
    },
    acceptances,
    async prune(policy) {
      const { runs } = await listing();
      const { remove } = pruned(runs, (await acceptances()).acceptances, policy);
      if (remove.length === 0) return { removed: [], note: null };
      const note = await write(new Map(remove.map((run) => [runPath(run), null])), `Pruned ${remove.length} runs\n`);
      return { removed: remove.map((run) => run.id), note };
    },
  };
}

/** The answer of `cat-file --batch`: "<blob> blob <bytes>\n<content>\n" for each that was asked for, in order. */
function blobTexts(out: Buffer, files: readonly { readonly blob: string; readonly path: string }[]): StoredText[] {
  let at = 0;
  return files.map(({ path }) => {
    const headerEnd = out.indexOf(10, at);
    const [, type, bytes] = out.subarray(at, headerEnd).toString().split(' ');
    if (headerEnd === -1) return { path, text: '' };
    if (type !== 'blob') {
      at = headerEnd + 1; // "<blob> missing": the reader says that it is no JSON
      return { path, text: '' };
    }
    const start = headerEnd + 1;
    const end = start + Number(bytes);
    at = end + 1;
    return { path, text: out.subarray(start, end).toString('utf8') };
  });
}

/** "Full jitter": anything up to a limit that doubles, from 20 ms to 1 s. */
async function jittered(attempt: number): Promise<void> {
  const limitMs = Math.min(1000, 20 * 2 ** attempt);
  await new Promise((resolve) => {
    setTimeout(resolve, Math.random() * limitMs);
  });
}
