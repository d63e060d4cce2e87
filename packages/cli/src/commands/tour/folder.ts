import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An empty folder of the checkout for what the tour writes, out of the sight of git. */
export function tourFolder(root: string): string {
  const folder = join(root, '.plimsoll', 'tour');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '.gitignore'), '*\n');
  return folder;
}
