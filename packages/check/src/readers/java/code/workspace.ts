import type { FileIndex } from '../../reader.ts';
import type { JavaType, JavaUnit } from './unit.ts';
import { readUnit } from './unit.ts';

interface Workspace {
  readonly byTypePath: ReadonlyMap<string, readonly string[]>; // 'a/b/C' -> files that end so
  readonly units: Map<string, JavaUnit | null>;
}

const unitsKept = 120;
const workspaces = new WeakMap<FileIndex, Workspace>();

function workspaceOf(files: FileIndex): Workspace {
  const known = workspaces.get(files);
  if (known) return known;
  const byTypePath = new Map<string, string[]>();
  for (const path of files.paths) {
    if (!path.endsWith('.java')) continue;
    const name = path.slice(path.lastIndexOf('/') + 1, -5);
    const list = byTypePath.get(name) ?? [];
    list.push(path);
    byTypePath.set(name, list);
  }
  const made: Workspace = { byTypePath, units: new Map() };
  workspaces.set(files, made);
  return made;
}

/** Another file of the repository, parsed when first needed. */
export function unitAt(path: string, files: FileIndex): JavaUnit | null {
  const { units } = workspaceOf(files);
  const known = units.get(path);
  if (known !== undefined) return known;
  const text = files.text(path);
  const unit = text === undefined ? null : readUnit({ path, text }, files).unit;
  if (units.size >= unitsKept) units.delete(units.keys().next().value ?? '');
  units.set(path, unit);
  return unit;
}

/** The files that declare a type, those of the asking file's own source root first: copies of one class in several modules are common. */
export function filesOfType(packageName: string, name: string, from: string, files: FileIndex): readonly string[] {
  const end = `${packageName === '' ? '' : `${packageName.replaceAll('.', '/')}/`}${name}.java`;
  const found = (workspaceOf(files).byTypePath.get(name) ?? []).filter((path) => path === end || path.endsWith(`/${end}`));
  if (found.length <= 1) return found;
  const shared = (path: string): number => {
    let same = 0;
    while (same < path.length && path[same] === from[same]) same++;
    return same;
  };
  const best = Math.max(...found.map(shared));
  return found.filter((path) => shared(path) === best);
}

/** The files of this repository that an import names: a type, an outer type of a static member, or all types of a package that the text uses. */
export function filesOfImport(name: string, from: string, files: FileIndex): readonly string[] {
  const parts = name.split('.');
  for (let end = parts.length; end > 0 && end > parts.length - 3; end--) {
    const found = filesOfType(parts.slice(0, end - 1).join('.'), parts[end - 1] ?? '', from, files);
    if (found.length > 0) return found;
  }
  return [];
}

/** The declaration of a type by its simple name as seen from a file: declared there, imported, or of the same package. */
export function typeNamed(name: string, unit: JavaUnit): JavaType | null {
  const here = unit.types.find((type) => type.name === name);
  if (here) return here;
  const imported = unit.imports.find((each) => !each.isStatic && !each.all && each.name.endsWith(`.${name}`));
  const paths = imported
    ? filesOfImport(imported.name, unit.path, unit.files)
    : [unit.packageName, ...unit.imports.filter((each) => each.all && !each.isStatic).map((each) => each.name)].flatMap((each) => filesOfType(each, name, unit.path, unit.files));
  const path = paths[0];
  if (path === undefined) return null;
  return unitAt(path, unit.files)?.types.find((type) => type.name === name) ?? null;
}
