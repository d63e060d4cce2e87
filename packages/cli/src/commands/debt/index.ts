import { groupOf } from '../group.ts';
import type { Run } from '../group.ts';

const usage = `usage: plimsoll debt <command> [options]

  list    the register, and the room that each service has left for debt
  due     what is overdue, and what will be soon
  add     register a debt under an id that no branch uses
  extend  move the target of a debt, with the reason
  close   mark a debt as paid
  review  record that a debt was looked at, and what it costs now
  import  take over the debts of a Markdown page of tables

The register is docs/performance-debt.yml, or what decisions.debt in plimsoll.yml names. plimsoll check holds its dates.
plimsoll debt <command> --help prints a command's own page.
`;

export const run: Run = groupOf('debt', usage, {
  list: () => import('./list.ts'),
  due: () => import('./due.ts'),
  add: () => import('./add.ts'),
  extend: () => import('./extend.ts'),
  close: () => import('./close.ts'),
  review: () => import('./review.ts'),
  import: () => import('./import.ts'),
});
