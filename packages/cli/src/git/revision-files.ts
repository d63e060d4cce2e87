import type { FileIndex, IgnoreFile } from '@plimsoll/check';
import type { Unread } from '@plimsoll/contract';
import { bytesMax, decode } from '../disk/content.ts';
import { ignoreFiles } from '../disk/own-file.ts';
import { skipped } from '../disk/walk.ts';
import { objectReader } from './objects.ts';
import { followed, treeOf } from './tree.ts';
import type { Blob } from './tree.ts';

const depthMax = 64;
const keptCharactersMax = 192 * 1024 * 1024;

export interface RevisionFiles extends FileIndex {
  readonly ignores: IgnoreFile | null;
  readonly submodules: readonly string[];
}

/** The files of a commit below a folder, as the walk over the disk would list them, read from the objects of git: nothing is checked out. */
export function revisionFiles(folder: string, commit: string, revision: string): RevisionFiles {
  const tree = treeOf(folder, commit);
  const blobs = new Map([...tree.blobs].filter(([path, blob]) => isWalked(path) && blob.size <= bytesMax));
  const read = objectReader(folder, [...blobs.values(), ...tree.links.values()], revision);
  const targetOf = (link: Blob): string => read(link.object).toString('utf8');
  for (const [path, link] of tree.links) {
    const blob = isWalked(path) ? followed(path, targetOf(link), tree, targetOf) : undefined;
    if (blob && blob.size <= bytesMax) blobs.set(path, blob);
  }
  const texts = new Map<string, string | undefined>();
  const unread: Unread[] = []; // of what is judged now the same is said
  let kept = 0;
  const text = (path: string): string | undefined => {
    const blob = blobs.get(path);
    if (!blob) return undefined;
    if (texts.has(path)) return texts.get(path);
    const decoded = decode(path, read(blob.object), unread);
    kept += decoded?.length ?? 0;
    if (kept < keptCharactersMax || decoded === undefined) texts.set(path, decoded);
    return decoded;
  };
  const ignoreFile = ignoreFiles.find((file) => tree.blobs.has(file));
  const ignoreBlob = ignoreFile === undefined ? undefined : tree.blobs.get(ignoreFile);
  const ignores =
    ignoreFile !== undefined && ignoreBlob && ignoreBlob.size <= bytesMax ? { file: ignoreFile, text: objectReader(folder, [ignoreBlob], revision)(ignoreBlob.object).toString('utf8') } : null;
  return { paths: [...blobs.keys()].toSorted(), has: (path) => blobs.has(path), text, ignores, submodules: tree.submodules };
}

function isWalked(path: string): boolean {
  const folders = path.split('/').slice(0, -1);
  return folders.length <= depthMax && !folders.some((name) => skipped.has(name));
}
