import { posix } from 'node:path';
import { git } from './git.ts';

/** A file of a commit: where its content is stored, and how large it is. */
export interface Blob {
  readonly object: string;
  readonly size: number;
}

export interface Tree {
  readonly blobs: ReadonlyMap<string, Blob>; // by path below the folder
  readonly links: ReadonlyMap<string, Blob>; // the content of a link is the path it leads to
  readonly submodules: readonly string[];
}

/** Every file that a commit holds below a folder; none where it did not hold the folder. */
export function treeOf(folder: string, commit: string): Tree {
  const blobs = new Map<string, Blob>();
  const links = new Map<string, Blob>();
  const submodules: string[] = [];
  for (const entry of git(folder, ['ls-tree', '-r', '-z', '-l', commit]).toString('utf8').split('\0')) {
    const match = /^(\d+) (\w+) ([0-9a-f]+) +(\d+|-)\t(.+)$/s.exec(entry);
    if (!match) continue;
    const [, mode, type, object = '', size = '', path = ''] = match;
    if (type === 'commit') submodules.push(path);
    else if (mode === '120000') links.set(path, { object, size: Number(size) });
    else blobs.set(path, { object, size: Number(size) });
  }
  return { blobs, links, submodules };
}

/** Where a link leads inside the tree, through further links; undefined where it leads out of it. */
export function followed(path: string, target: string, tree: Tree, targetOf: (link: Blob) => string): Blob | undefined {
  let from = path;
  let to = target;
  for (let hops = 0; hops < 10; hops++) {
    if (to.startsWith('/')) return undefined;
    const next = posix.join(posix.dirname(from), to);
    const blob = tree.blobs.get(next);
    if (blob) return blob;
    const link = tree.links.get(next);
    if (!link) return undefined;
    [from, to] = [next, targetOf(link)];
  }
  return undefined;
}
