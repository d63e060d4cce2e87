import type { GitIdentity } from '@plimsoll/contract';
import type { Ancestry } from '../reference/reference-runs.ts';
import type { Git, GitOptions } from './run-git.ts';
import { gitIn, textOrNull } from './run-git.ts';

/**
 * What is checked out in the directory. null outside of git, and before the first commit. `target` is the branch to be merged into; left
 * out: the default branch of origin, else main or master. In CI HEAD is often detached: pass the branch that the forge names.
 */
export async function gitIdentity(options: GitOptions, named: { readonly branch?: string; readonly target?: string } = {}): Promise<GitIdentity | null> {
  const git = gitIn(options);
  const commit = await textOrNull(git, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (commit === null) return null;
  const branch = named.branch ?? (await textOrNull(git, ['symbolic-ref', '--quiet', '--short', 'HEAD']));
  const target = await targetOf(git, named.target);
  const mergeBase = target === null ? null : await textOrNull(git, ['merge-base', 'HEAD', target]);
  const status = await git(['status', '--porcelain', '--untracked-files=no', '--ignore-submodules=none']);
  return { commit, branch, mergeBase, dirty: !status.ok || status.out.length > 0 };
}

async function targetOf(git: Git, named: string | undefined): Promise<string | null> {
  const candidates =
    named === undefined
      ? ['refs/remotes/origin/HEAD', ...['main', 'master'].flatMap((name) => [`refs/remotes/origin/${name}`, `refs/heads/${name}`])]
      : [`refs/remotes/origin/${named}`, `refs/heads/${named}`, named];
  for (const candidate of candidates) {
    const found = await textOrNull(git, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${candidate}^{commit}`]);
    if (found !== null) return found;
  }
  return null;
}

/**
 * Who precedes whom, from one walk through what the commits can reach; those that the clone does not have are left out. Where a shallow
 * clone ends, or a commit is unknown, the answer is null and not "no".
 */
export async function commitAncestry(options: GitOptions, commits: readonly string[]): Promise<Ancestry> {
  const git = gitIn(options);
  const shas = [...new Set(commits)].filter((commit) => /^[0-9a-f]{40,64}$/.test(commit));
  const there = await git(['cat-file', '--batch-check'], { input: shas.map((sha) => `${sha}\n`).join('') });
  const known = there.out
    .toString()
    .split('\n')
    .flatMap((line) => (line.split(' ')[1] === 'commit' ? [line.split(' ')[0] ?? ''] : []));
  const shallowFile = await textOrNull(git, ['rev-parse', '--is-shallow-repository']);
  const listed = known.length === 0 ? null : await git(['rev-list', '--parents', '--stdin'], { input: known.map((sha) => `${sha}\n`).join('') });
  const parents = new Map<string, readonly string[]>();
  for (const line of listed?.out.toString().split('\n') ?? []) {
    const [commit, ...itsParents] = line.split(' ');
    if (commit !== undefined && commit !== '') parents.set(commit, itsParents);
  }
  return ancestryOf(parents, shallowFile === 'true');
}

/** In a shallow clone a commit without parents may be the first one, or the one where the clone was cut off. */
export function ancestryOf(parents: ReadonlyMap<string, readonly string[]>, shallow: boolean): Ancestry {
  return (ancestor, descendant) => {
    if (ancestor === descendant) return true;
    let cutOff = !parents.has(descendant);
    const seen = new Set([descendant]);
    for (const commit of seen) {
      const itsParents = parents.get(commit);
      if (!itsParents || (shallow && itsParents.length === 0)) cutOff = true;
      for (const parent of itsParents ?? []) {
        if (parent === ancestor) return true;
        seen.add(parent); // a Set is walked in the order of insertion, and what is added meanwhile is walked, too
      }
    }
    return cutOff ? null : false;
  };
}
