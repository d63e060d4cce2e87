import { rules } from '@plimsoll/check/rules';
import type { Terminal } from '../../terminal/terminal.ts';
import { checkDirectory } from '../check/index.ts';

/** The report of a repository on DP8 alone; the whole repository is read, because claims are held against all of it. */
export function checkDecisions(directory: string, today: string, terminal: Terminal, usesCache: boolean): ReturnType<typeof checkDirectory> {
  const ids = new Set(rules.map(({ id }) => id).filter((id) => id.startsWith('dp8/')));
  return checkDirectory(directory, today, terminal, { selection: { rules: ids, environment: undefined }, usesCache });
}
