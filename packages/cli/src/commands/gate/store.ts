import { env } from 'node:process';
import { resolve } from 'node:path';
import { directoryStore, gitBranchStore } from '@plimsoll/gate/history';
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
    return directoryStore(resolve(cwd, history));
  }
  const root = topOf(cwd, history !== undefined);
  if (root === null) {
    if (history !== undefined) throw new UsageError(`--history ${history} is a branch, and this folder is in no repository; name a directory, such as ./${history}`);
    return null;
  }
  return gitBranchStore(root, { environment: env, branch: history ?? defaultBranch, ...(remote === undefined ? {} : { remote }) });
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
