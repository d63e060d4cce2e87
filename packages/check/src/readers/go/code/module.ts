import { folderOf } from '@plimsoll/contract';
import type { FileIndex } from '../../reader.ts';
import { isProductionGo } from './purpose.ts';

export interface GoModule {
  readonly root: string; // folder of go.mod, '' for the scan root
  readonly path: string; // 'example.org/harbour'
}

interface Known {
  readonly modules: readonly GoModule[];
  readonly filesByFolder: ReadonlyMap<string, readonly string[]>; // production files only
}

const knownOf = new WeakMap<FileIndex, Known>();

function known(files: FileIndex): Known {
  const before = knownOf.get(files);
  if (before) return before;
  const modules = files.paths
    .filter((path) => path === 'go.mod' || path.endsWith('/go.mod'))
    .flatMap((path) => {
      const name = /^module\s+"?([^\s"]+)/m.exec(files.text(path) ?? '')?.[1];
      return name === undefined ? [] : [{ root: path.slice(0, Math.max(0, path.length - 'go.mod'.length - 1)), path: name }];
    });
  const filesByFolder = Map.groupBy(files.paths.filter(isProductionGo), folderOf);
  const made = { modules, filesByFolder };
  knownOf.set(files, made);
  return made;
}

/** The module that a file belongs to: the nearest go.mod above it. */
export function moduleOf(path: string, files: FileIndex): GoModule | null {
  const above = known(files).modules.filter((module) => module.root === '' || path.startsWith(`${module.root}/`));
  return above.toSorted((a, b) => b.root.length - a.root.length)[0] ?? null;
}

/** The Go files of a folder that are compiled into the program. */
export function filesIn(folder: string, files: FileIndex): readonly string[] {
  return known(files).filesByFolder.get(folder) ?? [];
}

/** The folder of an imported package when it lies in this repository: of the same module, or of another one beside it. */
export function folderOfImport(importPath: string, files: FileIndex): string | null {
  const fitting = known(files).modules.filter((module) => importPath === module.path || importPath.startsWith(`${module.path}/`));
  for (const module of fitting.toSorted((a, b) => b.path.length - a.path.length)) {
    const below = importPath.slice(module.path.length + 1);
    const folder = [module.root, below].filter((part) => part !== '').join('/');
    if (filesIn(folder, files).length > 0) return folder;
  }
  return null;
}
