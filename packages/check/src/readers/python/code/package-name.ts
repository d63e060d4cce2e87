import { folderOf } from '@plimsoll/contract';
import type { FileIndex } from '../../reader.ts';

const names = new WeakMap<FileIndex, Map<string, string | null>>();

/** The project name that the nearest pyproject.toml, setup.cfg or setup.py above a file states. */
export function packageNameOf(path: string, files: FileIndex): string | null {
  let known = names.get(files);
  if (!known) {
    known = new Map();
    names.set(files, known);
  }
  return inFolder(folderOf(path), files, known);
}

function inFolder(folder: string, files: FileIndex, known: Map<string, string | null>): string | null {
  const before = known.get(folder);
  if (before !== undefined) return before;
  const here = namedIn(folder === '' ? '' : `${folder}/`, files);
  const name = here ?? (folder === '' ? null : inFolder(folderOf(folder), files, known));
  known.set(folder, name);
  return name;
}

function namedIn(prefix: string, files: FileIndex): string | null {
  const read = (name: string): string => (files.has(prefix + name) ? (files.text(prefix + name) ?? '') : '');
  return projectName(read('pyproject.toml')) ?? /^name\s*=\s*([\w.-]+)\s*$/m.exec(read('setup.cfg'))?.[1] ?? /\bname\s*=\s*["']([\w.-]+)["']/.exec(read('setup.py'))?.[1] ?? null;
}

/** `[project]` wins over `[tool.poetry]`. */
export function projectName(toml: string): string | null {
  for (const table of ['project', 'tool.poetry']) {
    const start = toml.search(new RegExp(`^\\[${table.replace('.', '\\.')}\\]\\s*$`, 'm'));
    if (start < 0) continue;
    const body = toml.slice(start).split('\n').slice(1);
    const end = body.findIndex((line) => line.startsWith('['));
    for (const line of end < 0 ? body : body.slice(0, end)) {
      const name = /^name\s*=\s*["']([^"']+)["']/.exec(line)?.[1];
      if (name !== undefined) return name;
    }
  }
  return null;
}
