import type { FileIndex } from '../../reader.ts';
import { purposeOf } from './purpose.ts';
import { methodIn } from './scope.ts';
import type { JavaMethod, JavaType } from './unit.ts';
import { simpleType } from './unit.ts';
import { typeNamed, unitAt } from './workspace.ts';

interface Implementing {
  readonly path: string;
  readonly name: string; // of the class
}

const clause = /\bclass\s+(\w+)[^{;]{0,400}?\bimplements\s+([^{;]{1,400})\{/g;
const classesMax = 20; // each is looked into at every call
const indexes = new WeakMap<FileIndex, ReadonlyMap<string, readonly Implementing[]>>();

/** What a call of an interface runs: its method in the one class of the repository that implements and declares it; the method itself where none or several do. */
export function implementationOf(method: JavaMethod): JavaMethod {
  if (method.type.node.type !== 'interface_declaration' || method.isStatic) return method;
  const classes = implementers(method.type.unit.files).get(method.type.name) ?? [];
  if (classes.length > classesMax) return method;
  const found = classes.flatMap((each) => {
    const type = unitAt(each.path, method.type.unit.files)?.types.find((candidate) => candidate.name === each.name);
    const declared = type && implementsType(type, method.type) ? methodIn(type, method.name, method.parameters.length, 0) : null;
    return declared && declared.parameters.length === method.parameters.length ? [declared] : [];
  });
  const [only, ...others] = found;
  return only && others.length === 0 ? only : method;
}

/** Copies of one interface in several modules have classes of their own. */
function implementsType(type: JavaType, wanted: JavaType): boolean {
  return type.supertypes.some((above) => simpleType(above) === wanted.name && typeNamed(wanted.name, type.unit)?.unit.path === wanted.unit.path);
}

/** The classes that say `implements X`, by X; those of tests are doubles. */
function implementers(files: FileIndex): ReadonlyMap<string, readonly Implementing[]> {
  const before = indexes.get(files);
  if (before) return before;
  const made = new Map<string, Implementing[]>();
  for (const path of files.paths) {
    if (!path.endsWith('.java')) continue;
    const text = files.text(path);
    if (!text?.includes('implements') || purposeOf(path, text) !== 'source') continue;
    for (const [, name = '', list = ''] of text.matchAll(clause)) {
      for (const above of list.replaceAll(/<[^<>]*>/g, '').split(',')) {
        const type = simpleType(above.trim());
        const known = made.get(type);
        if (known) known.push({ path, name });
        else made.set(type, [{ path, name }]);
      }
    }
  }
  indexes.set(files, made);
  return made;
}
