import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { UsageError } from '../usage-error.ts';

/**
 * Writes the files of one commit into an empty folder, with an index of its own, so that the work tree, the index and the branches of
 * the user stay as they are. Used where the user asks for an earlier state to be started.
 */
export function exportCommit(repository: string, commit: string, folder: string): void {
  const environment = { ...process.env, GIT_INDEX_FILE: join(folder, '.plimsoll-index'), LC_ALL: 'C' };
  const ask = (args: readonly string[]): void => void execFileSync('git', ['-c', 'core.hooksPath=/dev/null', '-C', repository, ...args], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    ask(['read-tree', commit]);
    ask(['checkout-index', '--all', '--force', `--prefix=${folder}/`]);
  } catch (error) {
    throw new UsageError(`git cannot write ${commit.slice(0, 12)} out: ${error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error)}`);
  }
}
