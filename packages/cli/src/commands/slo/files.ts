import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { FileIndex } from '@plimsoll/check';
import { mayBeSlo, readSloFile } from '@plimsoll/slo';
import type { LintedFile } from '@plimsoll/slo';
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
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    const directory = directoryOf(positionals, cwd);
    const index = diskFiles(directory);
    const paths = index.paths.filter((each) => dataFile.test(each));
    return { directory, index, seen: index.paths.length, found: paths.flatMap((each) => read(index, each) ?? []) };
  }
  const index = diskFiles(dirname(path));
  const found = read(index, basename(path));
  if (!found) throw new UsageError(`${named} is no SLO file; it has \`slos:\` with a service, or is one of OpenSLO, Sloth or Pyrra`);
  return { directory: dirname(path), index, seen: 1, found: [found] };
}

function read(index: FileIndex, path: string): LintedFile | null {
  const text = index.text(path);
  if (text === undefined || !mayBeSlo(path, text)) return null;
  const file = readSloFile(path, text);
  return file && { path, text, file };
}
