import { randomUUID } from 'node:crypto';
import type { Branch } from './branch.ts';
import { moveBranch, refOf, tipOf } from './branch.ts';
import { withPrivateIndex } from './private-index.ts';
import { textOf, textOrNull } from './run-git.ts';
import { StoreError } from '../store/store-error.ts';

const attemptsMax = 30;

/**
 * Brings the local branch and that of the remote together, and pushes when asked to. null: done. Else why not, for people: the runs are
 * then kept locally and go along with the next attempt. Rejects only when the repository itself fails.
 */
export async function share(branch: Branch, remote: string, direction: 'pull' | 'pull-and-push'): Promise<string | null> {
  let failure = '';
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    const fetched = await fetchTip(branch, remote);
    if ('failure' in fetched) return direction === 'pull' ? `read without what others shared: ${fetched.failure}` : `kept in the local branch ${branch.name} only: ${fetched.failure}`;
    const tip = await joined(branch, fetched.tip);
    if (direction === 'pull' || tip === null || tip === fetched.tip) return null;
    // Without force: the remote refuses whatever would drop a commit of another writer.
    const pushed = await branch.git(['push', '--quiet', '--no-verify', remote, `${tip}:${refOf(branch)}`]);
    if (pushed.ok) return null;
    failure = pushed.says;
    // Not a matter of who was first: another attempt would fare the same.
    if (!/\[(?:remote )?rejected\]/.test(failure) || /hook declined|protected/.test(failure)) break;
    await branch.wait(attempt);
  }
  return `kept in the local branch ${branch.name} only, as ${withoutUrl(remote)} did not take it: ${firstLines(failure)}`;
}

/** The remote's tip, its objects fetched. The ref they arrive under is of this call alone, and no tracking branch is updated (an empty refmap), so that concurrent calls do not meet. */
async function fetchTip(branch: Branch, remote: string): Promise<{ readonly tip: string | null } | { readonly failure: string }> {
  const { git } = branch;
  const ref = `refs/plimsoll/fetched/${randomUUID()}`;
  const fetched = await git(['fetch', '--quiet', '--no-tags', '--refmap=', '--no-write-fetch-head', '--no-auto-maintenance', remote, `+${refOf(branch)}:${ref}`]);
  if (!fetched.ok) return /couldn't find remote ref/i.test(fetched.says) ? { tip: null } : { failure: firstLines(fetched.says) };
  const tip = await tipOf(branch, ref);
  await git(['update-ref', '-d', ref]);
  return { tip };
}

/** The local branch moved to hold what the remote has, and where it stands then. */
async function joined(branch: Branch, remoteTip: string | null): Promise<string | null> {
  const { git } = branch;
  for (let attempt = 1; ; attempt++) {
    const local = await tipOf(branch);
    if (remoteTip === null || local === remoteTip) return local;
    const base = local === null ? null : await textOrNull(git, ['merge-base', local, remoteTip]);
    if (base === remoteTip) return local;
    const next = local === null || base === local ? remoteTip : await merged(branch, base, local, remoteTip);
    const failure = await moveBranch(branch, next, local);
    if (failure === null) return next;
    if (attempt === attemptsMax) throw new StoreError(`the branch ${branch.name} could not be moved in ${attemptsMax} attempts: ${failure}`);
    await branch.wait(attempt);
  }
}

/** Files are only added, each under a name of its own, or removed: git's trivial three-way merge settles all of it without a work tree. */
async function merged(branch: Branch, base: string | null, local: string, remoteTip: string): Promise<string> {
  const { git } = branch;
  const tree = await withPrivateIndex(async (indexFile) => {
    const from = base ?? (await textOf(git, ['hash-object', '-w', '-t', 'tree', '--stdin'], { input: '' }));
    await textOf(git, ['read-tree', '-i', '-m', '--aggressive', from, local, remoteTip], { indexFile });
    return textOf(git, ['write-tree'], { indexFile });
  });
  return textOf(git, ['commit-tree', tree, '-p', local, '-p', remoteTip], { input: 'Runs of two writers\n' });
}

function withoutUrl(remote: string): string {
  return remote.includes('://') ? 'the remote' : remote;
}

function firstLines(text: string): string {
  return text.split('\n').slice(0, 3).join(' ').trim() || 'git gave no reason';
}
