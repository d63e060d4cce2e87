import { UsageError } from '../usage-error.ts';
import { GitError, gitLine, noWorkTree } from './git.ts';

/** The commit that a user named with `--since`; what is wrong is a matter of usage, and the message says what would be right. */
export function commitOf(folder: string, revision: string): string {
  const option = `--since ${revision}`;
  if (revision === '' || revision.startsWith('-')) throw new UsageError(`${option} names no revision; give a branch, a tag or a commit`);
  try {
    const missing = noWorkTree(folder);
    if (missing?.trust) throw new UsageError(`${option} needs a work tree of git, and git does not trust this one, as it belongs to another owner; where you do: ${missing.trust}`);
    if (missing) throw new UsageError(`${option} needs a work tree of git, and this folder is in none`);
    const commit = gitLine(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
    if (commit !== null && /^[0-9a-f]{40,64}$/.test(commit)) return commit;
    const isShallow = gitLine(folder, ['rev-parse', '--is-shallow-repository']) === 'true';
    throw new UsageError(
      isShallow
        ? `${option}: this clone is shallow and does not hold ${revision}; fetch it first (git fetch --depth=1 origin ${revision}, or fetch-depth: 0 in actions/checkout)`
        : `${option}: git knows no such commit here; fetch it first, or see git branch --all and git tag for what there is`,
    );
  } catch (error) {
    if (error instanceof GitError) throw new UsageError(error.isMissing ? `${option} needs git, which is not installed here` : `${option}: git says: ${error.message}`);
    throw error;
  }
}
