import { folderOf } from '@plimsoll/contract';

const markers = new Set(['package.json', 'pom.xml', 'build.gradle', 'build.gradle.kts', 'go.mod', 'pyproject.toml', 'requirements.txt', 'setup.py', 'Pipfile', 'Dockerfile', 'Procfile']);

/** Folders that hold a package of their own; the package root of a file is the nearest of them above it. */
export function packageRoots(paths: readonly string[]): (path: string) => string {
  const roots = new Set<string>(['']);
  for (const path of paths) if (markers.has(path.slice(path.lastIndexOf('/') + 1))) roots.add(folderOf(path));
  const known = new Map<string, string>();
  return (path) => {
    const folder = folderOf(path);
    const cached = known.get(folder);
    if (cached !== undefined) return cached;
    let current = folder;
    while (!roots.has(current)) current = folderOf(current);
    known.set(folder, current);
    return current;
  };
}
