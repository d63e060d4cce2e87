import { existsSync, readFileSync, readdirSync } from 'node:fs';

export const root: URL = new URL('../../', import.meta.url);

export function textOf(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

export function isThere(path: string): boolean {
  return existsSync(new URL(path, root));
}

/** Names in a folder, sorted; those of folders end with a slash. */
export function namesIn(folder: string): readonly string[] {
  return readdirSync(new URL(`${folder}/`, root), { withFileTypes: true })
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .toSorted();
}
