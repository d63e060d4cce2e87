import { statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { FileIndex } from '@plimsoll/check';
import type { Unread } from '@plimsoll/contract';
import { mayBeSlo, readSloFile } from '@plimsoll/slo';
import type { LintedFile } from '@plimsoll/slo';
import { contentOf, decode } from '../../disk/content.ts';
import { diskFiles } from '../../disk/file-index.ts';
import { UsageError } from '../../usage-error.ts';
import { directoryOf } from '../directory.ts';

export interface FoundSlos {
  readonly directory: string;
  readonly index: FileIndex;
  readonly seen: number; // files looked at
  readonly found: readonly LintedFile[];
}

const dataFile = /\.(?:ya?ml|json|md|markdown)$/i;

/** The SLO files of a directory, or the one that is named. */
export function slosIn(positionals: readonly string[], cwd: string): FoundSlos {
  if (positionals.length > 1) throw new UsageError(`one directory or file at a time, not ${positionals.length}: ${positionals.join(' ')}`);
  const named = positionals[0] ?? '.';
  const path = resolve(cwd, named);
  if (!isFile(path)) {
    const directory = directoryOf(positionals, cwd);
    const index = diskFiles(directory);
    const paths = index.paths.filter((each) => dataFile.test(each));
    return { directory, index, seen: index.paths.length, found: paths.flatMap((each) => read(index, each) ?? []) };
  }
  const directory = dirname(path);
  const index = withFile(diskFiles(directory), directory, basename(path), named);
  const found = read(index, basename(path));
  if (!found) throw new UsageError(`${named} is no SLO file; it has \`slos:\` with a service, or is one of OpenSLO, Sloth or Pyrra`);
  return { directory, index, seen: 1, found: [found] };
}

/** What is named is read, whether or not a walk would have found it: git may leave it out, or it is a link. */
function withFile(index: FileIndex, directory: string, name: string, shown: string): FileIndex {
  const problems: Unread[] = [];
  const content = contentOf(directory, name, statSync(join(directory, name)).size);
  const text = content.bytes ? decode(name, content.bytes, problems) : undefined;
  const [problem] = content.problem ? [content.problem] : problems;
  if (text === undefined) throw new UsageError(`${shown} ${problem?.message ?? 'cannot be read'}`);
  return { paths: index.has(name) ? index.paths : [...index.paths, name].toSorted(), has: (path) => path === name || index.has(path), text: (path) => (path === name ? text : index.text(path)) };
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false; // why, is told where a directory is looked for
  }
}

function read(index: FileIndex, path: string): LintedFile | null {
  const text = index.text(path);
  if (text === undefined || !mayBeSlo(path, text)) return null;
  const file = readSloFile(path, text);
  return file && { path, text, file };
}
