import { folderOf } from '@plimsoll/contract';
import type { FileIndex } from '../../reader.ts';
import { isInstalled } from './libraries.ts';

function join(folder: string, rest: string): string {
  return folder === '' ? rest : `${folder}/${rest}`;
}

/**
 * The file of this repository that a dotted module name means, seen from `from`. Absolute names are tried below every folder
 * that may stand on the path of the interpreter: first where the importing package ends, then outwards, then inwards.
 */
export function moduleFile(dotted: string, from: string, files: FileIndex): string | null {
  const dots = /^\.*/.exec(dotted)?.[0].length ?? 0;
  const rest = dotted.slice(dots).split('.').filter(Boolean).join('/');
  if (dots > 0) {
    let folder = folderOf(from);
    for (let up = 1; up < dots; up++) folder = folderOf(folder);
    return fileAt(rest === '' ? folder : join(folder, rest), files, from);
  }
  const outside = isInstalled(dotted);
  for (const root of rootsFor(from, files)) {
    if (outside && root === folderOf(from)) continue;
    const found = fileAt(join(root, rest), files, from);
    if (found !== null) return found;
  }
  const elsewhere = outside ? undefined : packageRoots(files).get(dotted.split('.')[0] ?? '');
  return elsewhere?.length === 1 && elsewhere[0] !== undefined ? fileAt(join(elsewhere[0], rest), files, from) : null;
}

const roots = new WeakMap<FileIndex, ReadonlyMap<string, readonly string[]>>();

/** Where the packages of a repository with several projects begin; a name that two of them use is left alone. */
function packageRoots(files: FileIndex): ReadonlyMap<string, readonly string[]> {
  const known = roots.get(files);
  if (known) return known;
  const found = new Map<string, string[]>();
  for (const path of files.paths) {
    if (!path.endsWith('/__init__.py')) continue;
    const folder = folderOf(path);
    const above = folderOf(folder);
    if (files.has(join(above, '__init__.py'))) continue;
    const name = folder.slice(above === '' ? 0 : above.length + 1);
    const before = found.get(name);
    if (before) before.push(above);
    else found.set(name, [above]);
  }
  roots.set(files, found);
  return found;
}

function fileAt(stem: string, files: FileIndex, from: string): string | null {
  for (const path of [`${stem}.py`, `${stem}/__init__.py`]) if (path !== from && files.has(path)) return path;
  return null;
}

function rootsFor(from: string, files: FileIndex): readonly string[] {
  const own = folderOf(from);
  const above: string[] = [];
  for (let folder = own; ; folder = folderOf(folder)) {
    above.push(folder);
    if (folder === '') break;
  }
  const outermost = above.findIndex((folder) => !files.has(join(folder, '__init__.py')));
  const outer = outermost < 0 ? above : above.slice(outermost);
  const inner = outermost < 0 ? [] : above.slice(0, outermost).toReversed();
  return [...outer, ...outer.map((folder) => join(folder, 'src')), ...inner];
}
