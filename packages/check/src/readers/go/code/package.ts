import type { FileIndex } from '../../reader.ts';
import { filesIn } from './module.ts';
import type { GoUnit } from './unit.ts';
import { readUnit } from './unit.ts';

/** What a package declares and where, told without a parser. */
export interface GoPackage {
  readonly folder: string;
  readonly functions: ReadonlyMap<string, string>; // name -> file
  readonly methods: ReadonlyMap<string, string>; // 'Type.Name' -> file
  readonly values: ReadonlyMap<string, string>;
  readonly types: ReadonlyMap<string, string>;
}

interface Known {
  readonly packages: Map<string, GoPackage>;
  readonly units: Map<string, GoUnit | null>;
}

const unitsKept = 120;
const knownOf = new WeakMap<FileIndex, Known>();

function known(files: FileIndex): Known {
  const found = knownOf.get(files) ?? { packages: new Map(), units: new Map() };
  knownOf.set(files, found);
  return found;
}

export function packageIn(folder: string, files: FileIndex): GoPackage {
  const { packages } = known(files);
  const before = packages.get(folder);
  if (before) return before;
  const made = scan(folder, files);
  packages.set(folder, made);
  return made;
}

function scan(folder: string, files: FileIndex): GoPackage {
  const [functions, methods, values, types] = [new Map<string, string>(), new Map<string, string>(), new Map<string, string>(), new Map<string, string>()];
  for (const path of filesIn(folder, files)) {
    const text = files.text(path) ?? '';
    for (const match of text.matchAll(/^func\s+(?:\(\s*\w*\s*\*?\s*(\w+)[^)]*\)\s*)?(\w+)/gm)) {
      if (match[1] === undefined) functions.set(match[2] ?? '', path);
      else methods.set(`${match[1]}.${match[2]}`, path);
    }
    for (const match of text.matchAll(/^(var|const|type)\s+(\w+)/gm)) (match[1] === 'type' ? types : values).set(match[2] ?? '', path);
    for (const block of text.matchAll(/^(var|const|type)\s*\(\r?\n([\s\S]*?)^\)/gm)) {
      for (const match of (block[2] ?? '').matchAll(/^[ \t]+(\w+(?:\s*,\s*\w+)*)/gm)) {
        for (const name of (match[1] ?? '').split(/\s*,\s*/)) (block[1] === 'type' ? types : values).set(name, path);
      }
    }
  }
  return { folder, functions, methods, values, types };
}

/** A file of the repository, parsed when first needed. */
export function unitAt(path: string, files: FileIndex): GoUnit | null {
  const { units } = known(files);
  const before = units.get(path);
  if (before !== undefined) return before;
  const text = files.text(path);
  const unit = text === undefined ? null : readUnit({ path, text }, files).unit;
  if (units.size >= unitsKept) units.delete(units.keys().next().value ?? '');
  units.set(path, unit);
  return unit;
}

/** All files of a package, parsed; only for packages of moderate size. */
export function unitsIn(folder: string, files: FileIndex, mentioning: RegExp): readonly GoUnit[] {
  return filesIn(folder, files)
    .filter((path) => mentioning.test(files.text(path) ?? ''))
    .slice(0, 40)
    .flatMap((path) => unitAt(path, files) ?? []);
}
