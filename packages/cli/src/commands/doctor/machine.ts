import { parsers } from '@plimsoll/check';
import { fail, ok, warn } from '@plimsoll/report';
import type { Diagnosis } from '@plimsoll/report';
import { GitError, git, gitLine, noWorkTree } from '../../git/git.ts';

/** Node, git and the parsers that ship with Plimsoll. */
export async function machine(directory: string): Promise<readonly Diagnosis[]> {
  const states = await parsers();
  const broken = states.filter((state) => state.problem !== null);
  return [
    ok('machine', 'Node', process.versions.node), // an older one does not come this far: bin/plimsoll.js tells
    ...gitOf(directory),
    broken.length === 0
      ? ok('machine', 'parsers', `${states.map((state) => state.name).join(', ')} load`)
      : fail(
          'machine',
          'parsers',
          `${broken.map((state) => state.name).join(', ')} cannot be loaded, so no such code is read`,
          'install Plimsoll anew on this machine: parsers are chosen for its platform at installation (npm ci)',
          broken.map((state) => `${state.name}: ${state.problem ?? ''}`),
        ),
  ];
}

function gitOf(directory: string): readonly Diagnosis[] {
  try {
    const version = git(directory, ['--version'])
      .toString('utf8')
      .trim()
      .replace(/^git version /, '');
    const missing = noWorkTree(directory);
    if (missing?.trust)
      return [
        warn('machine', 'git', `${version}; it does not trust this work tree, which belongs to another owner`, `without it --since and stored runs do not work; where you trust it: ${missing.trust}`),
      ];
    if (missing) return [ok('machine', 'git', `${version}; this folder is in no work tree, so every file counts and --since has nothing to compare with`)];
    if (gitLine(directory, ['rev-parse', '--is-shallow-repository']) === 'true')
      return [warn('machine', 'git', `${version}; this clone is shallow`, 'fetch the history for --since: git fetch --unshallow, or fetch-depth: 0 in actions/checkout')];
    return [ok('machine', 'git', version)];
  } catch (error) {
    if (error instanceof GitError && error.isMissing) return [warn('machine', 'git', 'is not installed', 'only --since needs it; everything else works without')];
    return [warn('machine', 'git', error instanceof Error ? error.message : String(error), 'only --since needs it; everything else works without')];
  }
}
