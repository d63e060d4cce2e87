import { folderOf } from '@plimsoll/contract';
import { posix } from 'node:path';
import type { FileIndex } from '../reader.ts';
import { fileScript } from '../script/index.ts';
import { parse } from './parse.ts';
import type { Directive } from './parse.ts';

const filesMax = 50;
const main = /^nginx\.conf(?:\.\w+)?$/;
const piece = /\.(?:conf|template|tmpl|nginx)$|(?:^|\/)(?:sites-(?:available|enabled)|conf\.d)\/[^/]+$/;

const cached = new WeakMap<FileIndex, Map<string, readonly Directive[]>>(); // a configuration is read once for all of its pieces

/**
 * What surrounds a file at the `http` level: the settings of the nginx.conf beside it or one folder up, and the groups and maps of all
 * pieces around it, since servers often name groups that stand in another file of conf.d.
 */
export function httpAround(path: string, files: FileIndex): readonly Directive[] {
  const folder = folderOf(path);
  const known = cached.get(files) ?? new Map<string, readonly Directive[]>();
  cached.set(files, known);
  const before = known.get(folder);
  if (before) return before;
  const parent = folder === '' ? '' : folderOf(folder);
  const mainPath = [folder, parent].flatMap((each) => files.paths.find((candidate) => folderOf(candidate) === each && main.test(posix.basename(candidate))) ?? [])[0];
  const root = mainPath === undefined ? folder : folderOf(mainPath);
  const pieces = files.paths.filter((each) => piece.test(each) && (folderOf(each) === root || folderOf(folderOf(each)) === root)).slice(0, filesMax);
  const around = httpLevel(
    mainPath === undefined ? [] : directivesOf(mainPath, files),
    pieces.map((each) => directivesOf(each, files)),
  );
  known.set(folder, around);
  return around;
}

/** What nginx.conf sets at its `http` level, and the groups and maps of the pieces. */
export function httpLevel(mainFile: readonly Directive[], pieces: readonly (readonly Directive[])[]): readonly Directive[] {
  return [...pieces.flat().filter(({ name }) => name === 'upstream' || name === 'map'), ...(httpOf(mainFile) ?? [])];
}

/** The contents of `http`; null for a piece that another file takes in there. */
export function httpOf(directives: readonly Directive[]): readonly Directive[] | null {
  const blocks = directives.filter(({ name, block }) => name === 'http' && block);
  return blocks.length === 0 ? null : blocks.flatMap(({ block }) => block ?? []);
}

function directivesOf(path: string, files: FileIndex): readonly Directive[] {
  return parse(fileScript(path, files.text(path) ?? '')).directives;
}
