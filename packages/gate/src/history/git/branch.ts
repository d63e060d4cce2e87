import type { Git } from './run-git.ts';
import { textOf, textOrNull } from './run-git.ts';
import { withPrivateIndex } from './private-index.ts';
import { StoreError } from '../store/store-error.ts';

export interface Branch {
  readonly git: Git;
  readonly name: string;
  readonly wait: Backoff;
}

/** Waits before attempt `attempt` (from 1), differently for each writer, so that they do not collide again. */
export type Backoff = (attempt: number) => Promise<void>;

/** path → its text, or null to remove it. */
export type Changes = ReadonlyMap<string, string | null>;

const attemptsMax = 40;

export function refOf(branch: Branch): string {
  return `refs/heads/${branch.name}`;
}

export async function tipOf(branch: Branch, ref: string = refOf(branch)): Promise<string | null> {
  return textOrNull(branch.git, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
}

/** Commits the changes on top of the branch, whatever others do meanwhile. The work tree, the index and HEAD stay as they are. */
export async function commitChanges(branch: Branch, changes: Changes, message: string): Promise<void> {
  await refuseWhenCheckedOut(branch);
  const { git } = branch;
  const blobs = new Map<string, string | null>();
  for (const [path, text] of changes) blobs.set(path, text === null ? null : await textOf(git, ['hash-object', '-w', '--stdin', '--no-filters'], { input: text }));
  for (let attempt = 1; ; attempt++) {
    const tip = await tipOf(branch);
    await refuseOverwriting(git, tip, blobs);
    const tree = await withPrivateIndex(async (indexFile) => {
      await textOf(git, ['read-tree', tip ?? '--empty'], { indexFile });
      const lines = [...blobs].map(([path, blob]) => (blob === null ? `0 ${'0'.repeat(tip?.length ?? 40)}\t${path}\0` : `100644 ${blob}\t${path}\0`));
      await textOf(git, ['update-index', '-z', '--index-info'], { indexFile, input: lines.join('') });
      return textOf(git, ['write-tree'], { indexFile });
    });
    const commit = await textOf(git, ['commit-tree', tree, ...(tip === null ? [] : ['-p', tip])], { input: message });
    const failure = await moveBranch(branch, commit, tip);
    if (failure === null) return;
    if (attempt === attemptsMax) throw new StoreError(`the branch ${branch.name} could not be moved in ${attemptsMax} attempts: ${failure}`);
    await branch.wait(attempt);
  }
}

/** null when moved; else what git said: somebody else was first. Only one of all who expect the same old tip succeeds. */
export async function moveBranch(branch: Branch, to: string, from: string | null): Promise<string | null> {
  const moved = await branch.git(['update-ref', '-m', 'plimsoll history', refOf(branch), to, from ?? '0'.repeat(to.length)]);
  return moved.ok ? null : moved.says;
}

async function refuseOverwriting(git: Git, tip: string | null, blobs: ReadonlyMap<string, string | null>): Promise<void> {
  if (tip === null) return;
  for (const [path, blob] of blobs) {
    const there = blob === null ? null : await textOrNull(git, ['rev-parse', '--verify', '--quiet', `${tip}:${path}`]);
    if (there !== null && there !== blob) throw new StoreError(`${path} holds another run already: ids are used once`);
  }
}

async function refuseWhenCheckedOut(branch: Branch): Promise<void> {
  const list = await textOf(branch.git, ['worktree', 'list', '--porcelain']);
  if (list.split('\n').includes(`branch ${refOf(branch)}`)) {
    throw new StoreError(`the branch ${branch.name} is checked out, so that adding a run would put its work tree behind: check out another branch, or name another one for the history`);
  }
}
