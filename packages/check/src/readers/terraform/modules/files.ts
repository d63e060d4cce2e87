/** All files of the repository: `/`-separated paths relative to the scan root; `text` is undefined for what cannot be read. */
export interface TerraformFiles {
  readonly paths: readonly string[];
  text(path: string): string | undefined;
}

/** Undefined for a path that leaves the scan root. `''` is the scan root itself. */
export function resolvePath(directory: string, relative: string): string | undefined {
  const parts: string[] = [];
  for (const part of [...directory.split('/'), ...relative.split('/')]) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function isBelow(path: string, directory: string): boolean {
  return directory === '' ? true : path.startsWith(`${directory}/`);
}

/** The path that leads from one directory to another, as `path.module` shows it. */
export function relativePath(from: string, to: string): string {
  const start = from === '' ? [] : from.split('/');
  const end = to === '' ? [] : to.split('/');
  let common = 0;
  while (common < start.length && start[common] === end[common]) common += 1;
  const steps = [...start.slice(common).map(() => '..'), ...end.slice(common)];
  return steps.length === 0 ? '.' : steps[0] === '..' ? steps.join('/') : `./${steps.join('/')}`;
}
