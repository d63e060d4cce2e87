import { statSync } from 'node:fs';
import { env } from 'node:process';
import { resolve } from 'node:path';
import { directoryStore, gitBranchStore, StoreError } from '@plimsoll/gate/history';
import type { RunStore } from '@plimsoll/gate/history';
import { gitLine, GitError } from '../../git/git.ts';
import { UsageError } from '../../usage-error.ts';

export interface StoreValues {
  readonly history?: string | undefined;
  readonly 'history-remote'?: string | undefined;
}

const defaultBranch = 'plimsoll-runs';

/** `--history`: a directory where it names a path, else a branch; null for `none`, and outside of git unless a directory is named. */
export function storeOf({ history, 'history-remote': remote }: StoreValues, cwd: string): RunStore | null {
  if (history === 'none') return null;
  if (history !== undefined && (history.includes('/') || history.startsWith('.'))) {
    if (remote !== undefined) throw new UsageError('--history-remote shares a branch; a directory has none');
    const directory = resolve(cwd, history);
    if (isFile(directory)) throw new UsageError(`--history ${history} is a file; name a directory`);
    return told(directoryStore(directory));
  }
  const root = topOf(cwd, history !== undefined);
  if (root === null) {
    if (history !== undefined) throw new UsageError(`--history ${history} is a branch, and this folder is in no repository; name a directory, such as ./${history}`);
    return null;
  }
  return told(gitBranchStore(root, { environment: env, branch: history ?? defaultBranch, ...(remote === undefined ? {} : { remote }) }));
}

/** What keeps a store from doing as asked is no bug, and neither is a disk that refuses. */
function told(store: RunStore): RunStore {
  return {
    append: async (run) => orSaid(store.append(run)),
    list: async (filter) => orSaid(store.list(filter)),
    read: async (id) => orSaid(store.read(id)),
    accept: async (record) => orSaid(store.accept(record)),
    acceptances: async () => orSaid(store.acceptances()),
    prune: async (policy) => orSaid(store.prune(policy)),
  };
}

async function orSaid<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof StoreError || (error instanceof Error && 'syscall' in error) ? new UsageError(error.message) : error;
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false; // not there yet
  }
}

/** Git is needed where a branch is named; without git there is no branch that could be the default. */
function topOf(cwd: string, isNamed: boolean): string | null {
  try {
    return gitLine(cwd, ['rev-parse', '--show-toplevel']);
  } catch (error) {
    if (!isNamed && error instanceof GitError) return null;
    throw error;
  }
}
