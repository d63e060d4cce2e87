import { readDebtRegister } from '@plimsoll/decisions';
import { git, gitLine } from '../../git/git.ts';

const branchesMax = 200;
const bytesMax = 2 * 1024 * 1024;

export interface BranchDebts {
  readonly branch: string;
  readonly debts: readonly { readonly id: string; readonly title: string }[];
}

/** The registers of other branches, from the objects of the clone: newest branches first, nothing is fetched or checked out. Empty outside of git. */
export function debtsOfBranches(directory: string, file: string): readonly BranchDebts[] {
  try {
    const prefix = gitLine(directory, ['rev-parse', '--show-prefix']);
    if (prefix === null) return [];
    const listed = git(directory, ['for-each-ref', `--count=${branchesMax}`, '--sort=-committerdate', '--format=%(refname)', 'refs/heads', 'refs/remotes']).toString('utf8');
    const refs = listed.split('\n').filter((ref) => ref !== '' && !ref.endsWith('/HEAD') && !ref.includes(' '));
    if (refs.length === 0) return [];
    const answer = git(directory, ['cat-file', '--batch'], refs.map((ref) => `${ref}:${prefix}${file}\n`).join(''));
    return contents(answer, refs).flatMap(({ ref, text }) => {
      const debts = readDebtRegister(file, text, true)?.items.map(({ id, title }) => ({ id: id.value, title })) ?? [];
      return debts.length === 0 ? [] : [{ branch: ref.replace(/^refs\/(?:heads|remotes)\//, ''), debts }];
    });
  } catch {
    return []; // git is missing or refuses: then there are no other branches to ask
  }
}

/** `<object> blob <size>`, the content and a line end; one line `… missing` where a branch has no such file. */
function contents(answer: Buffer, refs: readonly string[]): readonly { readonly ref: string; readonly text: string }[] {
  const found: { ref: string; text: string }[] = [];
  let at = 0;
  for (const ref of refs) {
    const end = answer.indexOf(10, at);
    if (end < 0) break;
    const header = answer.toString('utf8', at, end);
    const size = Number(/ blob (\d+)$/.exec(header)?.[1] ?? -1);
    const other = Number(/ (?:tree|commit|tag) (\d+)$/.exec(header)?.[1] ?? -1);
    if (size >= 0 && size <= bytesMax) found.push({ ref, text: answer.toString('utf8', end + 1, end + 1 + size) });
    at = end + 1 + (size >= 0 ? size + 1 : other >= 0 ? other + 1 : 0);
  }
  return found;
}

/** Ids under which another branch keeps another debt. */
export function collisions(own: readonly { readonly id: string; readonly title: string }[], branches: readonly BranchDebts[]): readonly string[] {
  const titles = new Map(own.map(({ id, title }) => [id, title]));
  const said = new Set<string>();
  return branches.flatMap(({ branch, debts }) =>
    debts.flatMap(({ id, title }) => {
      const ours = titles.get(id);
      if (ours === undefined || ours === title || said.has(id)) return [];
      said.add(id);
      return [`${id} is another debt in branch ${branch}: “${title}”, here “${ours}”`];
    }),
  );
}
