import { join, relative } from 'node:path';
import { chapter, parts } from '@plimsoll/report/tour';
import type { Terminal } from '../../terminal/terminal.ts';
import { run as report } from '../report/index.ts';
import { names } from './examples.ts';

/** A page for each system, to be opened in a browser. */
export async function writePages({ root, folder, today }: { readonly root: string; readonly folder: string; readonly today: string }, terminal: Terminal): Promise<void> {
  terminal.out(chapter(6, 'All of it as a page', 'npx plimsoll report examples/monolith', terminal));
  for (const name of names) {
    const page = join(folder, `${name}.html`);
    await report(['--out', page, '--today', today, join(root, 'examples', name)], { ...terminal, out: () => {} });
    terminal.out(parts([[name, relative(terminal.cwd, page)]], terminal));
  }
}
