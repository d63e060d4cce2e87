import { groupOf } from '../group.ts';
import type { Run } from '../group.ts';

const usage = `usage: plimsoll adr <command> [options]

  new     begin a decision record in the repository's own style, its performance section filled
  update  take over the numbers of a stored run into a record
  lint    hold records, their claims and the performance debt against DP8
  list    the records with what their claims came to
  graph   which record replaced which, and the debt each accepted

Records are those of Nygard, MADR, log4brains and adr-tools. docs/performance-impact.md is the grammar of the performance section.
plimsoll adr <command> --help prints a command's own page.
`;

export const run: Run = groupOf('adr', usage, {
  new: () => import('./new.ts'),
  update: () => import('./update.ts'),
  lint: () => import('./lint.ts'),
  list: () => import('./list.ts'),
  graph: () => import('./graph.ts'),
});
