import { join, relative } from 'node:path';
import { chapter, parts } from '@plimsoll/report/tour';
import type { Terminal } from '../../terminal/terminal.ts';
import { run as report } from '../report/index.ts';
import { names } from './examples.ts';
import type { Measured } from './under-load.ts';

/** The one whose repository promises what was measured. */
const withObjectives = 'payments';

export interface Pages {
  readonly root: string; // of the checkout
  readonly folder: string; // of the tour
  readonly today: string;
  readonly measured: Measured | null;
}

/** A page for each system, to be opened in a browser. */
export async function writePages({ root, folder, today, measured }: Pages, terminal: Terminal): Promise<void> {
  terminal.out(chapter(7, 'All of it as a page', 'npx plimsoll report examples/monolith', terminal));
  for (const name of names) {
    const page = join(folder, `${name}.html`);
    const curves = measured === null ? [] : ['--curves', measured.curves];
    const budgets = measured === null || name !== withObjectives ? [] : ['--budgets', measured.budgets[name]];
    await report(['--out', page, '--today', today, ...curves, ...budgets, join(root, 'examples', name)], { ...terminal, out: () => {} });
    terminal.out(parts([[name, relative(terminal.cwd, page)]], terminal));
  }
}
